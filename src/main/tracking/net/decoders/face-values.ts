import { ARKIT_SHAPES, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';

/** Shapes by every spelling that is on the wire, in lower case: `eyeBlinkLeft`, `EyeBlinkLeft`, `eyeBlink_L`. */
const SHAPE_AT: ReadonlyMap<string, number> = new Map(
  ARKIT_SHAPES.flatMap((name): [string, number][] => {
    const plain = name.toLowerCase();
    return [
      [plain, FACE_AT[name]],
      [plain.replace(/left$/u, '_l').replace(/right$/u, '_r'), FACE_AT[name]],
    ];
  }),
);
/** MeowFace tells the inner brows apart. */
const INNER_BROW = /^browinnerup(left|right|_l|_r)$/u;
const LONGEST_NAME = 32;

/** Index of the shape of that name among `FACE_CHANNELS`; −1: none of ARKit's. */
export function shapeAt(name: string): number {
  if (name.length > LONGEST_NAME) return -1;
  const folded = name.toLowerCase();
  return SHAPE_AT.get(folded) ?? (INNER_BROW.test(folded) ? FACE_AT.browInnerUp : -1);
}

/** 0…1; what is no number is NaN. */
export const unit = (value: number): number => (value > 1 ? 1 : value >= 0 ? value : value < 0 ? 0 : Number.NaN);

/** −180…180; NaN for what is no angle. */
export function degrees(value: number): number {
  if (!(Math.abs(value) <= 3600)) return Number.NaN;
  return value - 360 * Math.round(value / 360);
}

/** Within two metres; further away is nobody. */
export const centimetres = (value: number): number => (Math.abs(value) <= 200 ? value : Number.NaN);

export function setFace(face: Float32Array, channel: FaceChannel, value: number): void {
  face[FACE_AT[channel]] = value;
}

/** Where the head is first seen is where it rests, until the hub is told otherwise: trackers measure from the camera. */
export function createRestingPlace(): (face: Float32Array, x: number, y: number, z: number) => void {
  let rest: readonly [number, number, number] | undefined;
  return (face, x, y, z) => {
    if (Number.isNaN(x + y + z)) return;
    rest ??= [x, y, z];
    setFace(face, 'headX', centimetres(x - rest[0]));
    setFace(face, 'headY', centimetres(y - rest[1]));
    setFace(face, 'headZ', centimetres(z - rest[2]));
  };
}
