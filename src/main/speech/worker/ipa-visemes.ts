import type { Viseme } from '#shared/speech/cues.ts';

/** One mouth shape of a phoneme: its share of the phoneme's time and how far the lips open, 0…1. */
export interface MouthShape {
  readonly viseme: Viseme;
  readonly open: number;
  readonly share: number;
}

type Shape = readonly [viseme: Viseme, open: number];

/** Longest symbols first, so that "tɕh" is not read as t + ɕ + h. Openness follows the phonetic height of vowels. */
const SYMBOLS: readonly (readonly [symbols: string, shape: Shape])[] = [
  ['ts.h ts. tɕh tɕ dʑ tʃ dʒ ʈʂʰ ʈʂ', ['CH', 0.2]],
  ['tsh ts dz', ['SS', 0.15]],
  ['s. ʃ ʒ ɕ ʑ ʂ ʐ', ['CH', 0.2]],
  ['ph p b m', ['PP', 0]],
  ['f v ɸ β', ['FF', 0.1]],
  ['θ ð', ['TH', 0.2]],
  ['th t d', ['DD', 0.2]],
  ['kh k ɡ g ŋ x ɣ', ['kk', 0.25]],
  ['h χ ç ɦ', ['kk', 0.3]],
  ['ʔ', ['kk', 0.2]],
  ['s z', ['SS', 0.15]],
  ['l ɫ n ɲ ɴ ɾ', ['nn', 0.2]],
  ['ɚ ɝ ɜ', ['RR', 0.35]],
  ['ɹ ɻ ɽ r ʁ', ['RR', 0.2]],
  ['i. j ʲ', ['I', 0.25]],
  ['w ʷ', ['U', 0.15]],
  ['ɥ', ['U', 0.2]],
  ['ɪ ᵻ', ['I', 0.35]],
  ['i̪ i', ['I', 0.3]],
  ['ʊ', ['U', 0.3]],
  ['u ũ ɯᵝ ɯ', ['U', 0.25]],
  ['y', ['U', 0.2]],
  ['o- ɤ', ['E', 0.45]],
  ['ə ɨ', ['E', 0.4]],
  ['ɛ', ['E', 0.6]],
  ['e̞ e', ['E', 0.5]],
  ['o̞ o', ['O', 0.55]],
  ['ɔ ɒ', ['O', 0.7]],
  ['ä a', ['aa', 1]],
  ['æ ɐ ʌ ɑ', ['aa', 0.9]],
];
const table: readonly (readonly [string, Shape])[] = SYMBOLS.flatMap(([symbols, shape]) =>
  symbols.split(' ').map((symbol) => [symbol, shape] as const),
).sort((a, b) => b[0].length - a[0].length);

/** Stress, length and tone marks say nothing about the lips. */
const MARKS = /[ˈˌːˑ0-9ɜˀʰ^"'|_-]/u;
/** Vowel sounds whose second part glides: how the time is divided. */
const SHARES: Readonly<Record<number, readonly number[]>> = { 1: [1], 2: [0.6, 0.4], 3: [0.25, 0.45, 0.3] };

/** Phonemes that hold the air before they release it. Their event marks the release. */
export function isStop(phone: string): boolean {
  return /^[ˈˌ]?(?:[pbtdkɡgʈɖʔ])/u.test(phone);
}

/** Mouth shapes of one phoneme of eSpeak NG's IPA (its Mandarin symbols like "ts.h" too); '' is a pause. */
export function shapesFromPhone(phone: string): readonly MouthShape[] {
  const shapes = shapesOf(phone);
  const shares = SHARES[shapes.length] ?? shapes.map(() => 1 / shapes.length);
  return shapes.map(([viseme, open], i) => ({ viseme, open, share: shares[i] ?? 0 }));
}

function shapesOf(phone: string): readonly Shape[] {
  if (phone === '') return [['sil', 0]];
  // A syllabic l has one shape; "onɡ" is Mandarin's -ong; ɜ is a tone mark in Mandarin but a vowel when it stands first.
  const bare = phone.replace(/^[ˈˌ]/u, '').replace(/^əl$/u, 'l').replace(/nɡ$/u, 'n');
  const shapes: Shape[] = [];
  let at = 0;
  while (at < bare.length) {
    const rest = bare.slice(at);
    const found = at > 0 && MARKS.test(rest.charAt(0)) ? undefined : table.find(([symbol]) => rest.startsWith(symbol));
    at += found ? found[0].length : 1;
    const last = shapes.at(-1);
    if (!found) continue;
    // A long vowel is one shape ("o̞o̞"), and a palatal or labial colour does not split a consonant.
    if (last && (last[0] === found[1][0] || found[0] === 'ʲ' || found[0] === 'ʷ')) continue;
    shapes.push(found[1]);
  }
  return shapes.length > 0 ? shapes : [['E', 0.3]];
}
