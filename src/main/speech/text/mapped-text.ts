/**
 * A text that remembers where it came from: UTF-16 unit `i` of `text` stands for [starts[i], ends[i]) of the source.
 * Rewriting keeps the map, so that a word spoken as "百分之三点五" still lights up "3.5%" in the caption.
 */
export interface MappedText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The source itself, unit for unit. */
export function mappedFromText(text: string): MappedText {
  const starts = Array.from({ length: text.length }, (_, i) => i);
  return { text, starts, ends: starts.map((i) => i + 1) };
}

/** All matches of a global `pattern` replaced; every unit of a replacement stands for the whole match. `undefined` leaves a match as it is. */
export function rewriteMapped(
  mapped: MappedText,
  pattern: RegExp,
  replace: (match: RegExpExecArray, at: number) => string | undefined,
): MappedText {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let copied = 0;
  const copyUntil = (until: number): void => {
    for (let i = copied; i < until; i++) {
      starts.push(mapped.starts[i] ?? 0);
      ends.push(mapped.ends[i] ?? 0);
    }
    text += mapped.text.slice(copied, until);
    copied = until;
  };
  for (const match of mapped.text.matchAll(pattern)) {
    const replacement = match[0] === '' ? undefined : replace(match, match.index);
    if (replacement === undefined) continue;
    copyUntil(match.index);
    const source = sourceRange(mapped, match.index, match.index + match[0].length);
    for (let i = 0; i < replacement.length; i++) {
      starts.push(source.start);
      ends.push(source.end);
    }
    text += replacement;
    copied = match.index + match[0].length;
  }
  if (copied === 0) return mapped;
  copyUntil(mapped.text.length);
  return { text, starts, ends };
}

/** The part [from, to) of the text, with its map. */
export function sliceMapped(mapped: MappedText, from: number, to: number): MappedText {
  return { text: mapped.text.slice(from, to), starts: mapped.starts.slice(from, to), ends: mapped.ends.slice(from, to) };
}

/** Without white space at both ends. */
export function trimMapped(mapped: MappedText): MappedText {
  const from = mapped.text.length - mapped.text.trimStart().length;
  return sliceMapped(mapped, from, Math.max(from, mapped.text.trimEnd().length));
}

/** Where [from, to) of the text lies in the source. Out-of-range positions are brought in; an empty range is empty there too. */
export function sourceRange(mapped: MappedText, from: number, to: number): { start: number; end: number } {
  const last = mapped.text.length - 1;
  if (last < 0) return { start: 0, end: 0 };
  const first = Math.min(Math.max(0, from), last);
  const start = mapped.starts[first] ?? 0;
  if (to <= from) return { start, end: start };
  return { start, end: Math.max(start, mapped.ends[Math.min(Math.max(first, to - 1), last)] ?? start) };
}
