import { readFileSync } from 'node:fs';
import { FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';

/** One picture of a recording, as it was made. Angles in degrees with the recording's own signs: yaw to the image's left, pitch down, roll clockwise. */
export interface TruthFrame {
  readonly frame: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly mouthGap: number;
  readonly mouthOpen: number;
  readonly smile: number;
  readonly blinkL: number;
  readonly blinkR: number;
  readonly gazeX: number;
  readonly brow: number;
}

export function readTruth(file: string): readonly TruthFrame[] {
  const { track }: { track: readonly TruthFrame[] } = JSON.parse(readFileSync(file, 'utf8'));
  return track;
}

interface Seen {
  readonly atMs: number;
  readonly face: readonly (number | null)[] | undefined;
}
interface Shown {
  readonly atMs: number;
  readonly frame: number;
}

/** Pictures with the truth of what they showed. */
export interface ScoredPicture {
  readonly truth: TruthFrame;
  value(channel: FaceChannel): number;
}

/** Half a picture's time: the two ways of telling the moment are at most some milliseconds apart. */
const SAME_PICTURE_MS = 12;

export function matchPictures(
  seen: readonly Seen[],
  shown: readonly Shown[],
  truth: readonly TruthFrame[],
): readonly ScoredPicture[] {
  return seen.flatMap(({ atMs, face }) => {
    if (face === undefined) return [];
    const nearest = shown.reduce<Shown | undefined>(
      (best, one) => (best === undefined || Math.abs(one.atMs - atMs) < Math.abs(best.atMs - atMs) ? one : best),
      undefined,
    );
    const frame = nearest && Math.abs(nearest.atMs - atMs) < SAME_PICTURE_MS ? truth[nearest.frame] : undefined;
    return frame === undefined ? [] : [{ truth: frame, value: (channel: FaceChannel) => face[FACE_AT[channel]] ?? Number.NaN }];
  });
}

/** How well a channel follows what was done, where that moves: correlation, slope, mean error in its unit. */
export interface Fit {
  readonly n: number;
  readonly correlation: number;
  readonly slope: number;
  readonly meanError: number;
}

export function fitOf(
  pictures: readonly ScoredPicture[],
  truthOf: (frame: TruthFrame) => number,
  seenOf: (picture: ScoredPicture) => number,
): Fit {
  const pairs = pictures
    .map((picture) => ({ x: truthOf(picture.truth), y: seenOf(picture) }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const n = pairs.length;
  const mx = mean(pairs.map(({ x }) => x));
  const my = mean(pairs.map(({ y }) => y));
  const sxy = mean(pairs.map(({ x, y }) => (x - mx) * (y - my)));
  const sxx = mean(pairs.map(({ x }) => (x - mx) ** 2));
  const syy = mean(pairs.map(({ y }) => (y - my) ** 2));
  return {
    n,
    correlation: sxy / Math.sqrt(sxx * syy),
    slope: sxy / sxx,
    meanError: mean(pairs.map(({ x, y }) => Math.abs(y - my - (x - mx)))),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The axes of a recording in which they move, with our signs. */
export interface TrackingScore {
  readonly pictures: number;
  readonly yaw: Fit;
  readonly pitch: Fit;
  readonly roll: Fit;
  readonly mouth: Fit;
  /** Over all that is still, most of it rest: what the points drift by counts as much as the glances. */
  readonly gaze: Fit;
  /** Over the glances alone, with a quarter of a second before and after. */
  readonly gazeMoves: Fit;
  /** Mean of each lid while it is shut in the recording, and of the other one meanwhile; 0 open … 1 shut. */
  readonly blink: { readonly shut: number; readonly other: number; readonly both: number; readonly open: number };
  /** While it is done in the recording, and at rest. */
  readonly smile: { readonly done: number; readonly rest: number };
  readonly brow: { readonly done: number; readonly rest: number };
}

/** Pictures. */
const AROUND = 8;

export function scoreOf(pictures: readonly ScoredPicture[]): TrackingScore {
  const where = (is: (truth: TruthFrame) => boolean): readonly ScoredPicture[] => pictures.filter(({ truth }) => is(truth));
  const still = (truth: TruthFrame): boolean => truth.yaw === 0 && truth.pitch === 0 && truth.roll === 0;
  const channel =
    (name: FaceChannel, sign = 1) =>
    (picture: ScoredPicture): number =>
      sign * picture.value(name);
  const level = (frames: readonly ScoredPicture[], name: FaceChannel): number => mean(frames.map((one) => one.value(name)));
  const glances = pictures.filter(({ truth }) => truth.gazeX !== 0).map(({ truth }) => truth.frame);
  const shutL = where(({ blinkL, blinkR }) => blinkL > 0.9 && blinkR < 0.1);
  const shutR = where(({ blinkL, blinkR }) => blinkR > 0.9 && blinkL < 0.1);
  const both = where(({ blinkL, blinkR }) => blinkL > 0.9 && blinkR > 0.9);
  const rest = where((truth) => still(truth) && truth.blinkL + truth.blinkR + truth.mouthOpen + truth.smile + truth.brow === 0);
  return {
    pictures: pictures.length,
    yaw: fitOf(pictures, ({ yaw }) => yaw, channel('headYaw', -1)),
    pitch: fitOf(pictures, ({ pitch }) => pitch, channel('headPitch', -1)),
    roll: fitOf(pictures, ({ roll }) => roll, channel('headRoll')),
    mouth: fitOf(
      where((truth) => still(truth) && truth.smile === 0),
      ({ mouthGap }) => mouthGap,
      channel('jawOpen'),
    ),
    gaze: fitOf(
      where((truth) => still(truth) && truth.blinkL + truth.blinkR === 0),
      ({ gazeX }) => gazeX,
      channel('gazeYawLeft'),
    ),
    gazeMoves: fitOf(
      where(({ frame }) => glances.some((one) => Math.abs(one - frame) <= AROUND)),
      ({ gazeX }) => gazeX,
      channel('gazeYawLeft'),
    ),
    blink: {
      shut: mean([level(shutL, 'eyeBlinkLeft'), level(shutR, 'eyeBlinkRight')]),
      other: mean([level(shutL, 'eyeBlinkRight'), level(shutR, 'eyeBlinkLeft')]),
      both: mean([level(both, 'eyeBlinkLeft'), level(both, 'eyeBlinkRight')]),
      open: mean([level(rest, 'eyeBlinkLeft'), level(rest, 'eyeBlinkRight')]),
    },
    smile: {
      done: level(
        where(({ smile }) => smile > 0.8),
        'mouthSmileLeft',
      ),
      rest: level(rest, 'mouthSmileLeft'),
    },
    brow: {
      done: level(
        where(({ brow }) => brow > 0.8),
        'browInnerUp',
      ),
      rest: level(rest, 'browInnerUp'),
    },
  };
}
