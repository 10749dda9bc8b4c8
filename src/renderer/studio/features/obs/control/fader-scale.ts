/** A fader's way is the cube root of the amplitude, 0 … 1: its upper half is what people use. −100 dB is silence; 0 dB the top, as in OBS's own mixer. */
const SILENCE_DB = -100;

export const wayFromDb = (db: number): number => (db <= SILENCE_DB ? 0 : Math.min(1, 10 ** (db / 60)));

/** Rounded to a tenth. */
export function dbFromWay(way: number): number {
  if (way <= 10 ** (SILENCE_DB / 60)) return SILENCE_DB;
  return Math.round(60 * Math.log10(Math.min(1, way)) * 10) / 10;
}

/** Of a meter: −60 dB and less is nothing. */
export const partFromLevel = (db: number): number => Math.min(1, Math.max(0, 1 + db / 60));
