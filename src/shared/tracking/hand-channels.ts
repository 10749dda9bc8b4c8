/** The person's own hand. */
export const HAND_SIDES = ['left', 'right'] as const;
export type HandSide = (typeof HAND_SIDES)[number];

/**
 * Of each hand, with the ranges of VTube Studio's hand inputs: position −10…10 (x to the person's left, y upwards, z towards the camera), angles in degrees,
 * openness and fingers 0 bent … 1 straight.
 */
export const HAND_CHANNELS = ['x', 'y', 'z', 'angleX', 'angleZ', 'open', 'thumb', 'index', 'middle', 'ring', 'pinky'] as const;
export type HandChannel = (typeof HAND_CHANNELS)[number];

/** Signs that a hand makes. `none`: a hand without one. */
export const HAND_GESTURES = [
  'none',
  'open',
  'fist',
  'point',
  'victory',
  'thumb-up',
  'thumb-down',
  'horns',
  'ok',
  'call',
  'finger-heart',
] as const;
export type HandGesture = (typeof HAND_GESTURES)[number];

/** Values of both hands: left, then right; each hand's channels, then the index of its gesture. A hand that is not seen is NaN throughout. */
export const HAND_STRIDE = HAND_CHANNELS.length + 1;
export const HANDS_COUNT = HAND_STRIDE * HAND_SIDES.length;
export const emptyHands = (): Float32Array => new Float32Array(HANDS_COUNT).fill(Number.NaN);
