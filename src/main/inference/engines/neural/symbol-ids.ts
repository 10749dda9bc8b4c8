import { StudioError } from '#shared/errors.ts';

/** A part's symbols as the model takes them. */
export interface SymbolIds {
  readonly ids: readonly number[];
  /** Index of the first id of each symbol, and of the one behind the last symbol: symbols + 1 numbers. A symbol that was left out is empty. */
  readonly firstIds: readonly number[];
  /** Symbols that the table does not have, each once. */
  readonly unknown: ReadonlySet<string>;
}

/** Marks, stress and lengths alone are no speech. */
const SILENT = /^[\p{P}\p{S}\p{Z}\p{M}ˈˌːˑ]*$/u;

export interface SymbolTable {
  readonly idsOf: ReadonlyMap<string, readonly number[]>;
  /** Ids before the first and behind the last symbol. */
  readonly lead: readonly number[];
  readonly tail: readonly number[];
  /** Ids behind a symbol. */
  readonly after: (symbol: string) => readonly number[];
}

/** Throws `voice` when none of the symbols that stand for a sound is in the table. */
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
  if (!symbols.some((symbol) => !SILENT.test(symbol) && !unknown.has(symbol)))
    throw new StudioError('voice', 'this voice has no sound for any of the symbols: it was made for another language');
  firstIds.push(ids.length);
  ids.push(...table.tail);
  return { ids, firstIds, unknown };
}
