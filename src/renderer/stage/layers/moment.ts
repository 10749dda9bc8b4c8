/**
 * When a frame is, and how much she speaks in it. One object, written anew at the head of each frame and passed down through all of its layers: a number
 * that is handed from function to function is boxed on its way, one in an object is not.
 */
export interface Moment {
  /** Seconds since the frame before. */
  dt: number;
  /** Page time, ms. */
  nowMs: number;
  /** ms since the epoch. */
  epochMs: number;
  /** Audio context time at the listener's ear. */
  heardSeconds: number;
  /** How much the voice is hers, 0…1; written by the show. */
  speaking: number;
}

/** `dt` in seconds. */
export function createMoment(dt = 0): Moment {
  return { dt, nowMs: 0, epochMs: 0, heardSeconds: 0, speaking: 0 };
}
