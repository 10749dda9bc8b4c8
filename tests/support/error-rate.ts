/** Edits (insertions, deletions, substitutions) that turn `heard` into `said`. */
export function edits(said: readonly string[], heard: readonly string[]): number {
  let row = Array.from({ length: heard.length + 1 }, (_, i) => i);
  for (const [i, want] of said.entries()) {
    const next = [i + 1];
    for (const [j, got] of heard.entries())
      next.push(Math.min((row[j] ?? 0) + (want === got ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row[heard.length] ?? 0;
}

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Words of English, characters of Chinese and Japanese, without punctuation and case; small numbers as words. */
export function units(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/\bmr\b/g, 'mister')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain
    .split(' ')
    .flatMap((word) => (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word) ? [...word] : [word]))
    .map((unit) => (/^\d+$/.test(unit) ? (NUMBERS[Number(unit)] ?? unit) : unit))
    .filter((unit) => unit !== '');
}
