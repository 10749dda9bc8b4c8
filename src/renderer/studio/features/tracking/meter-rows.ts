import type { TrackingMeters } from '#shared/contract/tracking.ts';
import type { BodyPart } from '#shared/tracking/body-parts.ts';

/** Of `FACE_CHANNELS`. */
type MeterChannel =
  | 'headYaw'
  | 'headPitch'
  | 'headRoll'
  | 'headX'
  | 'headZ'
  | 'eyeBlinkLeft'
  | 'eyeBlinkRight'
  | 'gazeYawLeft'
  | 'gazePitchLeft'
  | 'jawOpen'
  | 'mouthPucker'
  | 'mouthSmileLeft'
  | 'browInnerUp'
  | 'browDownLeft'
  | 'cheekPuff';

/** A channel that is worth watching, and the input of the avatar that follows it. */
export interface MeterRow {
  readonly id: MeterChannel | 'handLeft' | 'handRight';
  readonly part: BodyPart;
  /** Undefined: shown by its input alone. */
  readonly channel: MeterChannel | undefined;
  readonly from: number;
  readonly to: number;
  readonly input: string;
  readonly inputFrom: number;
  readonly inputTo: number;
}

const row = (
  part: BodyPart,
  channel: MeterChannel,
  [from, to]: readonly [number, number],
  input: string,
  [inputFrom, inputTo]: readonly [number, number],
): MeterRow => ({ id: channel, part, channel, from, to, input, inputFrom, inputTo });

/** Degrees, centimetres and shares; the right half names the avatar's inputs (VTube Studio's, or ARKit's own) with their ranges. */
export const METER_ROWS: readonly MeterRow[] = [
  row('head', 'headYaw', [-40, 40], 'FaceAngleX', [-30, 30]),
  row('head', 'headPitch', [-30, 30], 'FaceAngleY', [-30, 30]),
  row('head', 'headRoll', [-40, 40], 'FaceAngleZ', [-90, 90]),
  row('head', 'headX', [-15, 15], 'FacePositionX', [-15, 15]),
  row('head', 'headZ', [-15, 15], 'FacePositionZ', [-10, 10]),
  row('eyes', 'eyeBlinkLeft', [0, 1], 'EyeOpenLeft', [0, 1]),
  row('eyes', 'eyeBlinkRight', [0, 1], 'EyeOpenRight', [0, 1]),
  row('eyes', 'gazeYawLeft', [-30, 30], 'EyeLeftX', [-1, 1]),
  row('eyes', 'gazePitchLeft', [-30, 30], 'EyeLeftY', [-1, 1]),
  row('mouth', 'jawOpen', [0, 1], 'MouthOpen', [0, 1]),
  row('mouth', 'mouthPucker', [0, 1], 'mouthPucker', [0, 1]),
  row('expression', 'mouthSmileLeft', [0, 1], 'MouthSmile', [0, 1]),
  row('expression', 'browInnerUp', [0, 1], 'Brows', [0, 1]),
  row('expression', 'browDownLeft', [0, 1], 'FaceAngry', [0, 1]),
  row('expression', 'cheekPuff', [0, 1], 'CheekPuff', [0, 1]),
  hand('handLeft', 'HandLeftOpen'),
  hand('handRight', 'HandRightOpen'),
];

function hand(id: 'handLeft' | 'handRight', input: string): MeterRow {
  return { id, part: 'hands', channel: undefined, from: 0, to: 1, input, inputFrom: 0, inputTo: 1 };
}

export interface MeterValues {
  readonly raw: number | undefined;
  readonly filtered: number | undefined;
  readonly mapped: number | undefined;
}

/** What one row shows now; undefined where nothing tells it. Of several sources, the first that tells the channel. */
export function valuesOf(row: MeterRow, meters: TrackingMeters | undefined): MeterValues {
  const channel = row.channel === undefined ? undefined : meters?.channels.find(({ name }) => name === row.channel);
  const input = meters?.inputs.find(({ name }) => name === row.input);
  return { raw: channel?.raw, filtered: channel?.filtered, mapped: input?.value };
}

/** The part of a bar between `home` (0, or the low end) and the value, as shares of its length. */
export function barOf(value: number, from: number, to: number): { readonly start: number; readonly length: number } {
  const place = (at: number): number => Math.min(1, Math.max(0, (at - from) / (to - from)));
  const home = place(Math.max(from, 0));
  const there = place(value);
  return { start: Math.min(home, there), length: Math.abs(there - home) };
}

/** Without a minus before a zero, which would flicker. */
export const meterText = (value: number, digits: number): string => value.toFixed(digits).replace(/^-(0(?:\.0+)?)$/, '$1');
