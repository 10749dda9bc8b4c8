/**
 * What a tracker can tell of a face: ARKit's 52 shapes (0…1; Left and Right are the person's own sides), then where the head is and where the eyes look.
 * Angles in degrees: yaw is positive to the person's own left, pitch upwards, roll towards the left shoulder. Positions in centimetres from where the head
 * rests: x to the person's left, y upwards, z towards the camera. Gaze is relative to the head, with the signs of its angles.
 */
export const ARKIT_SHAPES = [
  'eyeBlinkLeft',
  'eyeLookDownLeft',
  'eyeLookInLeft',
  'eyeLookOutLeft',
  'eyeLookUpLeft',
  'eyeSquintLeft',
  'eyeWideLeft',
  'eyeBlinkRight',
  'eyeLookDownRight',
  'eyeLookInRight',
  'eyeLookOutRight',
  'eyeLookUpRight',
  'eyeSquintRight',
  'eyeWideRight',
  'jawForward',
  'jawLeft',
  'jawRight',
  'jawOpen',
  'mouthClose',
  'mouthFunnel',
  'mouthPucker',
  'mouthLeft',
  'mouthRight',
  'mouthSmileLeft',
  'mouthSmileRight',
  'mouthFrownLeft',
  'mouthFrownRight',
  'mouthDimpleLeft',
  'mouthDimpleRight',
  'mouthStretchLeft',
  'mouthStretchRight',
  'mouthRollLower',
  'mouthRollUpper',
  'mouthShrugLower',
  'mouthShrugUpper',
  'mouthPressLeft',
  'mouthPressRight',
  'mouthLowerDownLeft',
  'mouthLowerDownRight',
  'mouthUpperUpLeft',
  'mouthUpperUpRight',
  'browDownLeft',
  'browDownRight',
  'browInnerUp',
  'browOuterUpLeft',
  'browOuterUpRight',
  'cheekPuff',
  'cheekSquintLeft',
  'cheekSquintRight',
  'noseSneerLeft',
  'noseSneerRight',
  'tongueOut',
] as const;
export type ArkitShape = (typeof ARKIT_SHAPES)[number];

export const HEAD_CHANNELS = ['headYaw', 'headPitch', 'headRoll', 'headX', 'headY', 'headZ'] as const;
export const GAZE_CHANNELS = ['gazeYawLeft', 'gazePitchLeft', 'gazeYawRight', 'gazePitchRight'] as const;

export const FACE_CHANNELS = [...ARKIT_SHAPES, ...HEAD_CHANNELS, ...GAZE_CHANNELS] as const;
export type FaceChannel = (typeof FACE_CHANNELS)[number];
export const FACE_CHANNEL_COUNT = FACE_CHANNELS.length;

/** Where each channel lies in a face's values. */
export const FACE_AT = Object.fromEntries(FACE_CHANNELS.map((name, index) => [name, index])) as Readonly<
  Record<FaceChannel, number>
>;

/** Values of a face of which nothing is known: NaN is "this source does not tell". */
export const emptyFace = (): Float32Array => new Float32Array(FACE_CHANNEL_COUNT).fill(Number.NaN);
