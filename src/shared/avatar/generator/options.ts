import { z } from 'zod';

/** By whom a made avatar's file says that it was made: those can be changed in the maker. */
export const GENERATOR_AUTHOR = 'Yingxi';

/** `#rrggbb`, sRGB. */
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour is written #rrggbb');

export const HAIR_STYLES = ['twin-tails', 'long', 'bob', 'ponytail', 'short'] as const;
export const BANG_STYLES = ['pointed', 'straight', 'swept', 'parted'] as const;
export const EYE_SHAPES = ['round', 'gentle', 'sharp'] as const;
export const OUTFITS = ['sailor', 'hoodie', 'dress', 'blazer'] as const;
export const LEGWEARS = ['socks', 'stockings', 'trousers'] as const;
export const ACCESSORIES = ['none', 'headset', 'ribbon', 'cat-ears'] as const;

/** Everything that can be chosen about a generated avatar. All options combine freely. */
export const avatarOptionsSchema = z.object({
  /** Title in the file, as streamers see it. */
  name: z.string().min(1).max(100),
  hair: z.object({
    style: z.enum(HAIR_STYLES),
    bangs: z.enum(BANG_STYLES),
    /** A single strand that stands up. */
    ahoge: z.boolean(),
    root: colour,
    tip: colour,
    /** The underside: back and inner locks. */
    inner: colour,
    brows: colour,
  }),
  eyes: z.object({ shape: z.enum(EYE_SHAPES), left: colour, right: colour, lashes: colour }),
  skin: z.object({ tone: colour, blush: colour }),
  outfit: z.object({
    style: z.enum(OUTFITS),
    legwear: z.enum(LEGWEARS),
    /** The largest pieces, the second largest, trims, and ribbons or ties. */
    main: colour,
    second: colour,
    trim: colour,
    accent: colour,
    legs: colour,
    shoes: colour,
  }),
  accessory: z.object({ style: z.enum(ACCESSORIES), main: colour, accent: colour }),
});
export type AvatarOptions = z.infer<typeof avatarOptionsSchema>;
