/**
 * Everything that a rig is told in a frame. One object, written anew by the layers each frame and read by the rig: nothing is allocated.
 * Angles are degrees; yaw is positive to the avatar's left, pitch positive upwards, roll positive towards the avatar's left shoulder.
 */
export interface Pose {
  headYaw: number;
  headPitch: number;
  headRoll: number;
  bodyYaw: number;
  bodyPitch: number;
  bodyRoll: number;
  /** Weight on the left (1) or right (−1) leg. */
  weightShift: number;
  /** Fill of the lungs, 0…1. */
  breath: number;
  /** Of the eyes, against the head. */
  gazeYaw: number;
  gazePitch: number;
  /** Lids, 0 open … 1 shut. */
  blink: number;
  /** Weights of aa, ih, ou, ee, oh and the openness, as `MouthTrack.sample` writes them. */
  readonly mouth: Float32Array;
  /** 0 … 1 per `FACE_CONTROLS`. */
  readonly face: Float32Array;
  /** How much of the face's own mouth shape is let through, 0…1: speech comes first. */
  faceMouth: number;
}

export const POSE_ANGLES = [
  'headYaw',
  'headPitch',
  'headRoll',
  'bodyYaw',
  'bodyPitch',
  'bodyRoll',
  'gazeYaw',
  'gazePitch',
] as const;
export const MOUTH_NAMES = ['aa', 'ih', 'ou', 'ee', 'oh'] as const;

export function createPose(faceControls: number): Pose {
  return {
    headYaw: 0,
    headPitch: 0,
    headRoll: 0,
    bodyYaw: 0,
    bodyPitch: 0,
    bodyRoll: 0,
    weightShift: 0,
    breath: 0,
    gazeYaw: 0,
    gazePitch: 0,
    blink: 0,
    mouth: new Float32Array(6),
    face: new Float32Array(faceControls),
    faceMouth: 1,
  };
}
