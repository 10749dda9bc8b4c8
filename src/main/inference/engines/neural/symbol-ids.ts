/** A part's symbols as the model takes them. */
export interface SymbolIds {
  readonly ids: readonly number[];
  /** Index of the first id of each symbol, and of the one behind the last symbol: symbols + 1 numbers. A symbol that was left out is empty. */
  readonly firstIds: readonly number[];
  /** Symbols that the table does not have, each once. */
  readonly unknown: ReadonlySet<string>;
}

export interface SymbolTable {
  readonly idsOf: ReadonlyMap<string, readonly number[]>;
  /** Ids before the first and behind the last symbol. */
  readonly lead: readonly number[];
  readonly tail: readonly number[];
  /** Ids behind a symbol. */
  readonly after: (symbol: string) => readonly number[];
}

export function idsFromSymbols(symbols: readonly string[], table: SymbolTable): SymbolIds {
  const ids = [...table.lead];
  const firstIds: number[] = [];
  const unknown = new Set<string>();
  for (const symbol of symbols) {
    firstIds.push(ids.length);
    const known = table.idsOf.get(symbol);
    if (known) ids.push(...known, ...table.after(symbol));
    else unknown.add(symbol);
  }
  firstIds.push(ids.length);
  ids.push(...table.tail);
  return { ids, firstIds, unknown };
}
