import { percentile, rounded, summary } from '../../support/numbers.ts';
import type { TruthFrame } from '../../support/tracking-score.ts';

/** All times in ms since the epoch. */
export interface CameraPicture {
  readonly capturedMs: number;
  /** Place in the recording. */
  readonly frame: number;
}
export interface TrackerResult {
  readonly capturedMs: number;
  /** When the page of the tracker heard of it: the studio gets it at the same moment. */
  readonly toldMs: number;
}
export interface StagePicture {
  /** When all of it was asked for, and when the last of it was drawn, by the graphics card or by the processor. */
  readonly drawnMs: number;
  readonly doneMs: number;
  /** Of the newest camera picture that it knows of. */
  readonly pictureMs: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}
/** When parameters of a newer camera picture had come to the stage's page. */
export interface StageNews {
  readonly pictureMs: number;
  readonly arrivedMs: number;
}
export interface StageFilm {
  readonly camera: readonly CameraPicture[];
  readonly results: readonly TrackerResult[];
  readonly news: readonly StageNews[];
  readonly stage: readonly StagePicture[];
}

/**
 * From the camera's picture to the first picture of the stage that knows of it and is drawn to its last pixel, and when each step on the way is done. Every
 * parameter frame says which picture of the camera it knows of.
 */
export function firstPictures({ results, news, stage }: StageFilm) {
  const finished = stage.filter(({ doneMs }) => Number.isFinite(doneMs));
  const ages: Record<'result' | 'bus' | 'asked' | 'drawn', number[]> = { result: [], bus: [], asked: [], drawn: [] };
  let [at, newsAt] = [0, 0];
  for (const { capturedMs, toldMs } of results) {
    while (at < finished.length && (finished[at]?.pictureMs ?? 0) < capturedMs) at++;
    while (newsAt < news.length && (news[newsAt]?.pictureMs ?? 0) < capturedMs) newsAt++;
    const first = finished[at];
    // The stage may have stopped being watched.
    if (first === undefined) break;
    ages.result.push(toldMs - capturedMs);
    ages.bus.push((news[newsAt]?.arrivedMs ?? Number.NaN) - capturedMs);
    ages.asked.push(first.drawnMs - capturedMs);
    ages.drawn.push(first.doneMs - capturedMs);
  }
  return {
    cameraToFirstPictureMs: summary(ages.drawn),
    steps: {
      cameraToResultMs: summary(ages.result),
      cameraToStagePageMs: summary(ages.bus.filter(Number.isFinite)),
      cameraToDrawingAskedMs: summary(ages.asked),
    },
    /** Of each picture of the stage: how old the newest that it knows of was when it was there. */
    ageOfPicturesMs: summary(finished.map(({ doneMs, pictureMs }) => doneMs - pictureMs)),
  };
}

const STEP_MS = 2;
const LONGEST_MS = 500;
const AXES = ['yaw', 'pitch', 'roll'] as const;

/**
 * How old what a picture of the stage shows is, by its values alone: the moment of the recording at which the head stood as she stands, gliding, smoothing
 * and drawing included. `meanLagMs`: the shift at which both curves fit best. Of single pictures only those of quick movement tell; what the tracker trembles
 * by counts as age there, some 10 ms both ways.
 */
export function shownAges(film: StageFilm, truth: readonly TruthFrame[]) {
  const ages: number[] = [];
  const axes = AXES.map((axis) => {
    const curve = curveOf(film.camera, (frame) => truth[frame]?.[axis] ?? 0);
    const seen = film.stage
      .filter(({ doneMs }) => Number.isFinite(doneMs))
      .map((picture) => ({ atMs: picture.doneMs, value: picture[axis] }));
    const fit = bestShift(seen, curve);
    ages.push(...agesOf(seen, curve, fit));
    return [axis, { meanLagMs: fit.lagMs, correlation: rounded(fit.correlation, 3), slope: rounded(fit.slope, 2) }] as const;
  });
  return { ...Object.fromEntries(axes), singlePicturesMs: summary(ages) };
}

type Curve = (atMs: number) => number;
interface Shift {
  readonly lagMs: number;
  readonly correlation: number;
  readonly slope: number;
  readonly offset: number;
}

function curveOf(camera: readonly CameraPicture[], truthOf: (frame: number) => number): Curve {
  return (atMs) => {
    let [low, high] = [0, camera.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((camera[middle]?.capturedMs ?? 0) <= atMs) low = middle;
      else high = middle;
    }
    const [a, b] = [camera[low], camera[high]];
    if (a === undefined || b === undefined || atMs < a.capturedMs || atMs > b.capturedMs) return Number.NaN;
    const way = b === a ? 0 : (atMs - a.capturedMs) / (b.capturedMs - a.capturedMs);
    return truthOf(a.frame) * (1 - way) + truthOf(b.frame) * way;
  };
}

interface SeenValue {
  readonly atMs: number;
  readonly value: number;
}

function bestShift(seen: readonly SeenValue[], curve: Curve): Shift {
  let best: Shift = { lagMs: Number.NaN, correlation: 0, slope: Number.NaN, offset: Number.NaN };
  for (let lagMs = 0; lagMs <= LONGEST_MS; lagMs += STEP_MS) {
    const pairs = seen.map(({ atMs, value }) => [curve(atMs - lagMs), value] as const).filter(([x]) => Number.isFinite(x));
    const mx = mean(pairs.map(([x]) => x));
    const my = mean(pairs.map(([, y]) => y));
    const sxy = mean(pairs.map(([x, y]) => (x - mx) * (y - my)));
    const sxx = mean(pairs.map(([x]) => (x - mx) ** 2));
    const syy = mean(pairs.map(([, y]) => (y - my) ** 2));
    const correlation = sxy / Math.sqrt(sxx * syy);
    // A mirrored avatar turns the other way.
    if (Math.abs(correlation) > Math.abs(best.correlation))
      best = { lagMs, correlation, slope: sxy / sxx, offset: my - (sxy / sxx) * mx };
  }
  return best;
}

/** Quick movement: over half of the quickest that the recording has. */
function agesOf(seen: readonly SeenValue[], curve: Curve, { lagMs, slope, offset }: Shift): number[] {
  const speedAt = (atMs: number): number => Math.abs(curve(atMs + 20) - curve(atMs - 20));
  const speeds = seen.map(({ atMs }) => speedAt(atMs - lagMs)).filter(Number.isFinite);
  const quick = percentile(speeds, 0.99) / 2;
  return seen.flatMap(({ atMs, value }) => {
    if (!(speedAt(atMs - lagMs) > quick)) return [];
    const wanted = (value - offset) / slope;
    const age = nearestCrossing((back) => curve(atMs - back) - wanted, lagMs);
    return age === undefined ? [] : [age];
  });
}

/** Where `of` changes its sign, the nearest to `from`. */
function nearestCrossing(of: (back: number) => number, from: number): number | undefined {
  for (let away = 0; away < LONGEST_MS; away += STEP_MS)
    for (const back of [from + away, from - away]) {
      const [a, b] = [of(back), of(back + STEP_MS)];
      if (back >= 0 && a * b <= 0) return back + (a === b ? 0 : (STEP_MS * a) / (a - b));
    }
  return undefined;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
