import { HEAD_CENTRE } from '../face/head-shape.ts';
import type { AvatarOptions } from '../options.ts';

type HairStyle = AvatarOptions['hair']['style'];

const ENDS: Readonly<Record<HairStyle, number>> = {
  'twin-tails': HEAD_CENTRE - 0.56,
  long: HEAD_CENTRE - 0.56,
  ponytail: HEAD_CENTRE - 0.45,
  bob: HEAD_CENTRE - 0.19,
  short: HEAD_CENTRE - 0.15,
};

/** Height at which the hair's tips are, metres. */
export const hairEnd = (style: HairStyle): number => ENDS[style];
