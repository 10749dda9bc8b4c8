import type { HandGesture } from '#shared/tracking/hand-channels.ts';

/** What signs are read from. Lengths in palms. Written anew for each picture. */
export interface HandShape {
  /** thumb … little finger, 0 bent … 1 straight */
  readonly straight: Float64Array;
  /** From the thumb's tip to the index finger's. */
  pinch: number;
  /** From the wrist to the index finger's tip. */
  indexReach: number;
  /** The thumb's direction in the picture: 1 up … −1 down. */
  thumbUp: number;
}

/** A finger that counts as bent counts as straight from here on, and the other way round: between them nothing changes. */
const STRAIGHT_FROM = 0.62;
const BENT_FROM = 0.42;
/** Tips that touch, and tips that let go again. */
const PINCH = { closed: 0.35, open: 0.5 } as const;
/** In a fist the index finger's tip lies on the palm; in a finger heart it stands out. */
const STANDS_OUT = 1.25;
/** Pictures that a new sign has to last. */
const LASTING = 2;
const UPRIGHT = 0.6;

/** Signs by which fingers are straight: a bit each, thumb first. */
const bits = (...straight: readonly (0 | 1)[]): number => straight.reduce<number>((sum, bit, index) => sum | (bit << index), 0);
const BY_FINGERS: ReadonlyMap<number, HandGesture> = new Map<number, HandGesture>([
  [bits(1, 1, 1, 1, 1), 'open'],
  [bits(0, 0, 0, 0, 0), 'fist'],
  [bits(0, 1, 0, 0, 0), 'point'],
  [bits(0, 1, 1, 0, 0), 'victory'],
  [bits(0, 1, 0, 0, 1), 'horns'],
  [bits(1, 1, 0, 0, 1), 'horns'],
  [bits(1, 0, 0, 0, 1), 'call'],
]);
const THUMB_ONLY = bits(1, 0, 0, 0, 0);
const LAST_THREE = bits(0, 0, 1, 1, 1);

/** Reads one hand's sign with hysteresis: a finger on the threshold, or one wild picture, does not make it flicker. */
export function createGestureReader(): (shape: Readonly<HandShape>) => HandGesture {
  let straight = 0;
  let pinched = false;
  let shown: HandGesture = 'none';
  let candidate: HandGesture = 'none';
  let lasted = 0;

  const settle = (shape: Readonly<HandShape>): void => {
    for (let finger = 0; finger < 5; finger++) {
      const value = shape.straight[finger] ?? 0;
      if (value > STRAIGHT_FROM) straight |= 1 << finger;
      else if (value < BENT_FROM) straight &= ~(1 << finger);
    }
    pinched = shape.pinch < (pinched ? PINCH.open : PINCH.closed);
  };
  const read = (shape: Readonly<HandShape>): HandGesture => {
    if (pinched && (straight & LAST_THREE) === LAST_THREE) return 'ok';
    if (pinched && (straight & LAST_THREE) === 0 && shape.indexReach > STANDS_OUT) return 'finger-heart';
    if (straight === THUMB_ONLY) return shape.thumbUp > UPRIGHT ? 'thumb-up' : shape.thumbUp < -UPRIGHT ? 'thumb-down' : 'none';
    return BY_FINGERS.get(straight) ?? 'none';
  };

  return (shape) => {
    settle(shape);
    const now = read(shape);
    lasted = now === candidate ? lasted + 1 : 1;
    candidate = now;
    if (lasted >= LASTING) shown = candidate;
    return shown;
  };
}
