/** Columns that a text takes up in a subtitle: a Chinese or Japanese character and an emoji count two, everything else one. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += isWide(character) ? 2 : 1;
  return columns;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const isWide = (character: string): boolean => WIDE.test(character);

/** Where a line may end: after these signs at best, else at a gap, else between two wide characters. */
const GOOD_ENDS = new Set('，。！？；：、…,.!?;:」』）)—');

/**
 * Cuts a text into pieces of at most `columns`, at the best place of each: after a clause mark or gap in its second half, else anywhere between wide
 * characters, else (a word longer than a line) in the middle. Nothing but white space at the cuts is lost.
 */
export function wrapped(text: string, columns: number): readonly string[] {
  const pieces: string[] = [];
  let rest = [...text.trim()];
  while (columnsOf(rest.join('')) > columns) {
    const end = cutOf(rest, columns);
    pieces.push(rest.slice(0, end).join('').trim());
    rest = [...rest.slice(end).join('').trim()];
  }
  if (rest.length > 0) pieces.push(rest.join(''));
  return pieces;
}

/** How many characters go into the first line. At least one. */
function cutOf(characters: readonly string[], columns: number): number {
  let width = 0;
  let fits = 0;
  let clause = 0;
  let gap = 0;
  for (const [index, character] of characters.entries()) {
    width += isWide(character) ? 2 : 1;
    if (width > columns) break;
    fits = index + 1;
    const next = characters[index + 1] ?? '';
    if (GOOD_ENDS.has(character) && !GOOD_ENDS.has(next) && width * 2 >= columns) clause = fits;
    else if (next === ' ' || (isWide(character) && isWide(next) && !GOOD_ENDS.has(next))) gap = fits;
  }
  return clause || gap || Math.max(1, fits);
}
