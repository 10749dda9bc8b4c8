const ENDS = new Set('.!?。！？…\n');

/** Where the sentence that holds `position` ends, with its full stops; the text's length when none comes. UTF-16 units. */
export function sentenceEnd(text: string, position: number): number {
  let end = position;
  while (end < text.length && !ENDS.has(text.charAt(end))) end += 1;
  while (end < text.length && ENDS.has(text.charAt(end))) end += 1;
  return end;
}
