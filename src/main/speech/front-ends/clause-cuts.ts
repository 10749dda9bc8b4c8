import { clausesFromText } from '#main/speech/worker/clauses.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** A stretch of text that is read at once. `from` counts UTF-16 units of the whole; `mark` is how it ends: one of . , ! ? ; : … or nothing. */
export interface ReadableClause {
  readonly from: number;
  readonly text: string;
  readonly mark: string;
  readonly pauseMs: number;
}

/** Letters (hanzi, kana) of a clause that are read at once: as many as a model can surely say in one run. */
const LONGEST: Readonly<Record<Language, number>> = { en: 160, zh: 50, ja: 50 };
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/[?？]/u, '?'],
  [/[!！]/u, '!'],
  [/[…—–～~]/u, '…'],
  [/[;；]/u, ';'],
  [/[:：]/u, ':'],
  [/[,，、-]/u, ','],
  [/[.。]/u, '.'],
];

/** Clauses of a text, long ones without marks cut at a space or, where there is none, at the bound. */
export function readableClauses(text: string, language: Language): readonly ReadableClause[] {
  return clausesFromText(text).flatMap((clause) => {
    const pieces = cut(clause.text, LONGEST[language]);
    let from = clause.from;
    return pieces.map((piece, i) => {
      const isLast = i === pieces.length - 1;
      const readable = { from, text: piece, mark: isLast ? markOf(piece) : '', pauseMs: isLast ? clause.pauseMs : 0 };
      from += piece.length;
      return readable;
    });
  });
}

function markOf(text: string): string {
  const end = /[^\p{L}\p{N}]*$/u.exec(text)?.[0] ?? '';
  return MARKS.find(([pattern]) => pattern.test(end))?.[1] ?? '.';
}

function cut(text: string, longest: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const space = rest.lastIndexOf(' ', longest);
    let at = space > longest / 3 ? space + 1 : longest;
    // Not through a character of two units.
    if (/[\ud800-\udbff]/u.test(rest.charAt(at - 1))) at--;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...pieces, rest];
}
