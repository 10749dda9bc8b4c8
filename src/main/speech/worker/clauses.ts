/** A part of a text that is spoken in one breath, and the silence after it. `from` counts UTF-16 units of the whole. */
export interface Clause {
  readonly from: number;
  readonly text: string;
  readonly pauseMs: number;
}

const CLAUSE_END = /[，、；：。！？…—～]+[」』”’）)]*|[,;:.!?]+["')\]]*(?=\s|$)|\s[-–—]+\s|\n+/gu;

/** Cuts a text at its clause marks, so that a synthesiser's long call can be left between two of them. Pauses are those of normal speed. */
export function clausesFromText(text: string): readonly Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  const add = (to: number, pauseMs: number): void => {
    const part = text.slice(from, to);
    if (/[\p{L}\p{N}]/u.test(part)) clauses.push({ from, text: part, pauseMs });
    from = to;
  };
  for (const match of text.matchAll(CLAUSE_END)) {
    // A clause of a word or two sounds better joined to the next one than followed by a call of its own.
    add(match.index + match[0].length, /[。！？.!?\n…]/u.test(match[0]) ? 240 : 130);
  }
  add(text.length, 0);
  return clauses;
}
