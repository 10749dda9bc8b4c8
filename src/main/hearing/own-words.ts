import { plainSpoken } from '#shared/hearing/spoken-text.ts';

/** Shorter texts are no proof: anybody says "yes". */
const LEAST_LENGTH = 6;
const SHARE = 0.75;
const GRAM = 3;

/**
 * Whether `heard` is what she herself just said, written down by the recogniser with its usual mistakes: three quarters of its letter triples occur in her text.
 * The last net under the echo guard, for sound that was let through.
 */
export function areHerOwnWords(heard: string, said: string): boolean {
  const words = plainSpoken(heard);
  const hers = plainSpoken(said);
  if (words.length < LEAST_LENGTH || hers.length < LEAST_LENGTH) return false;
  const grams = new Set<string>();
  for (let at = 0; at + GRAM <= hers.length; at++) grams.add(hers.slice(at, at + GRAM));
  let found = 0;
  for (let at = 0; at + GRAM <= words.length; at++) if (grams.has(words.slice(at, at + GRAM))) found++;
  return found / (words.length - GRAM + 1) >= SHARE;
}
