import { z } from 'zod';
import { emptyFace } from '#shared/tracking/face-channels.ts';
import type { MotionDecoder } from './decoder.types.ts';
import { createRestingPlace, degrees, setFace, shapeAt, unit } from './face-values.ts';

const BYTES_MOST = 16_384;
/** A packet that is older than the last by less than this was overtaken; by more: the phone's clock was set. */
const OVERTAKEN_MS = 2000;

const vector = z.object({ x: z.number(), y: z.number(), z: z.number() });
const frame = z.object({
  Timestamp: z.number().optional(),
  FaceFound: z.boolean(),
  Rotation: vector.optional(),
  Position: vector.optional(),
  EyeLeft: vector.optional(),
  EyeRight: vector.optional(),
  BlendShapes: z
    .array(z.object({ k: z.string(), v: z.number() }))
    .max(256)
    .optional(),
});
type Frame = z.infer<typeof frame>;

/** What VTube Studio's phone app and MeowFace send: a frame as JSON, shapes 0…1, degrees. `Rotation.x` is the yaw and `.y` the pitch. */
export function createPhoneDecoder(): MotionDecoder {
  const face = emptyFace();
  const seen = { persons: 0, blendshapes: true, device: '' };
  const settle = createRestingPlace();
  let lastStamp = Number.NEGATIVE_INFINITY;

  return {
    wholeFrames: true,
    seen,
    decode(bytes, atMs) {
      if (bytes.byteLength > BYTES_MOST) return undefined;
      const told = frameFrom(bytes);
      if (told === undefined) return undefined;
      const stamp = told.Timestamp ?? Number.NaN;
      if (stamp < lastStamp && lastStamp - stamp < OVERTAKEN_MS) return undefined;
      lastStamp = Number.isNaN(stamp) ? lastStamp : stamp;
      seen.persons = told.FaceFound ? 1 : 0;
      if (told.FaceFound) writeFace(told, face, settle);
      return { atMs, found: told.FaceFound, face: told.FaceFound ? face : undefined, hands: undefined, pose: undefined };
    },
  };
}

function frameFrom(bytes: Uint8Array): Frame | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    return frame.safeParse(json).data;
  } catch {
    return undefined;
  }
}

function writeFace(told: Frame, face: Float32Array, settle: ReturnType<typeof createRestingPlace>): void {
  face.fill(Number.NaN);
  for (const { k, v } of told.BlendShapes ?? []) {
    const at = shapeAt(k);
    // Two names may mean one shape (the inner brows): the stronger counts.
    if (at >= 0) face[at] = Math.max(face[at] || 0, unit(v));
  }
  const { Rotation, Position, EyeLeft, EyeRight } = told;
  if (Rotation) {
    setFace(face, 'headYaw', degrees(-Rotation.x));
    setFace(face, 'headPitch', degrees(-Rotation.y));
    setFace(face, 'headRoll', degrees(-Rotation.z));
  }
  if (Position) settle(face, Position.x, Position.y, Position.z);
  if (EyeLeft) {
    setFace(face, 'gazeYawLeft', degrees(EyeLeft.y));
    setFace(face, 'gazePitchLeft', degrees(-EyeLeft.x));
  }
  if (EyeRight) {
    setFace(face, 'gazeYawRight', degrees(EyeRight.y));
    setFace(face, 'gazePitchRight', degrees(-EyeRight.x));
  }
}
