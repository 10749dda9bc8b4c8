import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What a mouth shows every 10 ms: aa, ih, ou, ee, oh, openness. Row f stands for (f + 0.5) · 10 ms and knows sound up to (f + 1) · 10 ms. */
export type MouthRow = readonly number[];

const labelSchema = z.object({
  durationMs: z.number(),
  visemes: z.array(
    z.object({ start: z.number(), end: z.number(), viseme: z.string(), vowel: z.string().nullable(), open: z.number() }),
  ),
});
const indexSchema = z.array(z.looseObject({ id: z.string(), noise: z.unknown() }));
const VOWELS = ['aa', 'ih', 'ou', 'ee', 'oh'];

export interface LabelledSound {
  readonly id: string;
  readonly noisy: boolean;
  readonly wav: Uint8Array;
  readonly label: z.infer<typeof labelSchema>;
}

/** A folder with index.json, and <id>.wav and <id>.json for each entry. */
export function readLabelledSounds(folder: string): readonly LabelledSound[] {
  if (!readdirSync(folder).includes('index.json')) return [];
  return indexSchema.parse(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))).map(({ id, noise }) => ({
    id,
    noisy: noise !== null && noise !== undefined && noise !== '' && noise !== 'none',
    wav: readFileSync(join(folder, `${id}.wav`)),
    label: labelSchema.parse(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'))),
  }));
}

export interface MouthScore {
  readonly lagMs: number;
  /** Share of vowel frames whose largest weight is right. */
  readonly vowel: number;
  /** Correlation of openness. */
  readonly openCorr: number;
  /** Share of p, b and m with less than 30 % of the largest openness. */
  readonly bilabialClosed: number;
  /** Share of silence with less than 15 %. */
  readonly silenceClosed: number;
}

/** At no lag (what a viewer of undelayed sound sees), and at the lag up to 200 ms at which the mouth fits best. */
export function scoreMouths(sounds: readonly LabelledSound[], rowsById: ReadonlyMap<string, readonly MouthRow[]>) {
  const tracks = sounds.map((sound) => trackFrom(sound, rowsById.get(sound.id) ?? []));
  const all = Array.from({ length: 21 }, (_, lag) => measure(tracks, lag));
  const best = all.reduce((a, b) => (b.vowel + b.openCorr > a.vowel + a.openCorr ? b : a));
  return { atZeroLag: all[0] ?? best, best };
}

interface Track {
  readonly rows: readonly MouthRow[];
  /** −1: not scored. */
  readonly vowel: Int8Array;
  /** Away from the edges of its sound. */
  readonly core: Uint8Array;
  readonly viseme: readonly string[];
  readonly open: Float32Array;
}

function trackFrom({ label }: LabelledSound, rows: readonly MouthRow[]): Track {
  const n = Math.floor(label.durationMs / 10);
  const vowel = new Int8Array(n).fill(-1);
  const core = new Uint8Array(n);
  const raw = new Float32Array(n);
  const viseme = new Array<string>(n).fill('sil');
  for (const { start, end, viseme: shape, vowel: name, open } of label.visemes) {
    const margin = name === null ? 15 : 20;
    for (let f = Math.max(0, Math.ceil(start / 10 - 0.5)); f < n && (f + 0.5) * 10 < end; f++) {
      const t = (f + 0.5) * 10;
      raw[f] = open;
      viseme[f] = shape;
      vowel[f] = name === null ? -1 : VOWELS.indexOf(name);
      core[f] = t - start >= margin && end - t >= margin ? 1 : 0;
    }
  }
  const kernel = [0.05, 0.25, 0.4, 0.25, 0.05];
  const open = raw.map((_, f) =>
    kernel.reduce((sum, weight, i) => sum + weight * (raw[Math.min(n - 1, Math.max(0, f + i - 2))] ?? 0), 0),
  );
  return { rows, vowel, core, viseme, open };
}

function measure(tracks: readonly Track[], lag: number): MouthScore {
  const count = { hits: 0, vowels: 0, lips: 0, lipsClosed: 0, silence: 0, silenceClosed: 0 };
  const xs: number[] = [];
  const ys: number[] = [];
  for (const { rows, vowel, core, viseme, open } of tracks) {
    const peak = rows.reduce((most, row) => Math.max(most, row[5] ?? 0), 0);
    for (let f = 0; f < vowel.length; f++) {
      const row = rows[Math.min(rows.length - 1, f + lag)] ?? [0, 0, 0, 0, 0, 0];
      const opened = row[5] ?? 0;
      if ((vowel[f] ?? -1) >= 0) {
        count.vowels++;
        if (isLargest(row, vowel[f] ?? 0)) count.hits++;
      }
      xs.push(opened);
      ys.push(open[f] ?? 0);
      if (core[f] === 0) continue;
      if (viseme[f] === 'PP') {
        count.lips++;
        if (opened < 0.3 * peak) count.lipsClosed++;
      }
      if (viseme[f] === 'sil' && f > 0 && f < vowel.length - 5) {
        count.silence++;
        if (opened < 0.15 * peak) count.silenceClosed++;
      }
    }
  }
  return {
    lagMs: lag * 10,
    vowel: count.hits / count.vowels,
    openCorr: correlation(xs, ys),
    bilabialClosed: count.lipsClosed / count.lips,
    silenceClosed: count.silenceClosed / count.silence,
  };
}

function isLargest(row: MouthRow, index: number): boolean {
  let best = 0;
  for (let k = 1; k < 5; k++) if ((row[k] ?? 0) > (row[best] ?? 0)) best = k;
  return (row[best] ?? 0) > 0 && best === index;
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [i, x] of xs.entries()) {
    const y = ys[i] ?? 0;
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}
