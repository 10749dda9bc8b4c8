import { SYLLABLE_TABLE } from './syllable-table.ts';

/** How a character is read. */
export interface Reading {
  /** As typed, without its tone: "sha". */
  readonly syllable: string;
  /** 1 to 5. */
  readonly tone: number;
  /** As those hear it who do not tell l from n or ang from an: "nan" for lang. The pair sh and s stays apart, or 是 would be 死. */
  readonly heard: string;
}

const readings = new Map<string, Reading>();
const spelled = new Set<string>();

for (const row of SYLLABLE_TABLE.split(' ')) {
  const found = /^([a-z]+)([1-5])(.+)$/u.exec(row);
  if (found === null) continue;
  const [, syllable = '', tone = '5', characters = ''] = found;
  spelled.add(syllable);
  const reading = { syllable, tone: Number(tone), heard: heardAs(syllable) };
  for (const character of characters) readings.set(character, reading);
}

/** The usual reading of a simplified character (one UTF-16 unit); undefined for a rare one and for anything else. */
export function readingOf(character: string): Reading | undefined {
  return readings.get(character);
}

export function heardAs(syllable: string): string {
  return syllable.replace(/ng$/u, 'n').replace(/^l/u, 'n');
}

const LONGEST_SYLLABLE = 6;
/** More letters than this are no row of syllables that anyone reads. */
const LONGEST_RUN = 40;

/** Letters as a row of syllables, the longest first, stepping back where that leads nowhere: "caonima" → cao ni ma. undefined: they are none. */
export function syllablesOf(letters: string): readonly string[] | undefined {
  if (letters.length < 2 || letters.length > LONGEST_RUN) return undefined;
  const dead = new Set<number>();
  const from = (at: number): string[] | undefined => {
    if (at === letters.length) return [];
    if (dead.has(at)) return undefined;
    for (let length = Math.min(LONGEST_SYLLABLE, letters.length - at); length > 0; length -= 1) {
      const syllable = letters.slice(at, at + length);
      const rest = spelled.has(syllable) ? from(at + length) : undefined;
      if (rest !== undefined) return [syllable, ...rest];
    }
    dead.add(at);
    return undefined;
  };
  return from(0);
}
