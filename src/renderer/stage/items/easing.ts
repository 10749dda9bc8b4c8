import type { Item } from '#shared/avatar/items.ts';

/** Ways to go from 0 to 1, as VTube Studio names them. */
export const EASINGS: Readonly<Record<Item['easing'], (share: number) => number>> = {
  linear: (x) => x,
  easeIn: (x) => x * x * x,
  easeOut: (x) => 1 - (1 - x) ** 3,
  easeBoth: (x) => x * x * (3 - 2 * x),
  overshoot: (x) => 1 + 2.7 * (x - 1) ** 3 + 1.7 * (x - 1) ** 2,
  zip: (x) => 1 - (1 - x) ** 6,
};
