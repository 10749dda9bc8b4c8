import type { PartWord, SpokenPart } from './front-end.types.ts';

/** A word in symbols; text positions in UTF-16 units of the whole text. */
export interface SymbolWord {
  readonly textStart: number;
  readonly textEnd: number;
  readonly symbols: readonly string[];
}

/** Models of the Kokoro family slur parts shorter than about this … */
const FEW_SYMBOLS = 40;
/** … but the first words should not wait for more. */
const FIRST_FEW_SYMBOLS = 14;
/** Kokoro takes 510; shorter parts also let a stop be heard sooner. */
const MOST_SYMBOLS = 320;

export interface PartPacker {
  /** Takes a clause; returns the parts that are complete now. `joiner` stands between words, `mark` behind the last. */
  add(
    words: readonly SymbolWord[],
    ending: { readonly joiner: string; readonly mark: string; readonly pauseMs: number },
  ): readonly SpokenPart[];
  /** What is left. */
  finish(): readonly SpokenPart[];
}

/** Joins short clauses and cuts long ones, so that each part is a good length for one run of a model. */
export function createPartPacker(): PartPacker {
  let symbols: string[] = [];
  let words: PartWord[] = [];
  let pauseMs = 0;
  let isFirst = true;

  function take(): readonly SpokenPart[] {
    if (words.length === 0) return [];
    const part = { symbols, words, pauseMs };
    symbols = [];
    words = [];
    isFirst = false;
    return [part];
  }

  function addWord(word: SymbolWord, joiner: string): readonly SpokenPart[] {
    const done = symbols.length + word.symbols.length > MOST_SYMBOLS ? take() : [];
    if (done.length > 0) pauseMs = 0;
    if (symbols.length > 0 && joiner !== '') symbols.push(joiner);
    const first = symbols.length;
    symbols.push(...word.symbols);
    words.push({ textStart: word.textStart, textEnd: word.textEnd, first, end: symbols.length });
    return done;
  }

  return {
    add(clause, ending) {
      const spoken = clause.filter((word) => word.symbols.length > 0);
      if (spoken.length === 0) return [];
      const done: SpokenPart[] = [];
      for (const word of spoken.flatMap(pieces)) done.push(...addWord(word, ending.joiner));
      if (ending.mark !== '') symbols.push(ending.mark);
      pauseMs = ending.pauseMs;
      if (symbols.length >= (isFirst ? FIRST_FEW_SYMBOLS : FEW_SYMBOLS)) done.push(...take());
      return done;
    },
    finish: take,
  };
}

/** A word that is too long for one part (a thousand letters that somebody's cat typed) in pieces that fit. */
function pieces(word: SymbolWord): readonly SymbolWord[] {
  const count = Math.ceil(word.symbols.length / MOST_SYMBOLS);
  if (count <= 1) return [word];
  return Array.from({ length: count }, (_, i) => ({
    ...word,
    symbols: word.symbols.slice(i * MOST_SYMBOLS, (i + 1) * MOST_SYMBOLS),
  }));
}
