import type { MotionSample } from '#shared/tracking/motion-sample.ts';

/**
 * From datagrams of one protocol to samples. Signs and units become those of `FACE_CHANNELS` (degrees: yaw to the person's own left, pitch upwards, roll
 * towards the left shoulder; centimetres: x to the own left, y upwards, z towards the camera) and of `emptyPose`:
 *
 *   protocol                  | yaw      | pitch    | roll     | position              | gaze                 | where from
 *   iFacialMocap, Facemotion3D| +y       | −x       | −z       | (x, y, z) m · 100     | yaw +y, pitch −x     | ARKit's axes (x down, y own left); eyes agree with their shapes in recorded packets
 *   VTube Studio's phone app, | −x       | −y       | −z       | (x, y, z)             | yaw +y, pitch −x     | FaceAngleX is +x and FaceAngleY is −y in bridges of others; eyes as above
 *   MeowFace                  |          |          |          |                       |                      |
 *   OpenSeeFace               | +y       | 180 − x  | 90 − z   | (−y, x, z) · 14       | –                    | its pose solver, run on a head turned by known angles
 *   VMC                       | bones: Unity's left-handed space mirrored in x: position (−x, y, z), rotation (x, −y, −z, w); head and gaze are read from these bones
 */
export interface MotionDecoder {
  /** Each datagram is a whole frame, so that only the newest counts; false: frames come in pieces, and each piece counts. */
  readonly wholeFrames: boolean;
  /**
   * What the datagram says; undefined: nothing new, or nothing of this protocol. Values are the decoder's own and valid until the next call.
   * Never throws; values that are not finite are NaN. `atMs`: when it came.
   */
  decode(bytes: Uint8Array, atMs: number): MotionSample | undefined;
  /** Of the last sample. */
  readonly seen: DecodedFacts;
}

export interface DecodedFacts {
  /** Persons in sight; one of them is followed. */
  persons: number;
  /** Whether ARKit's shapes come from a model. */
  blendshapes: boolean;
  /** What the far side calls itself; '' where it does not. */
  device: string;
}
