import { z } from 'zod';
import { bodyPartSchema } from '#shared/avatar/scene.ts';

/** Things that she wears, holds or gets thrown at: pictures and little 3D props, drawn in front of or behind the avatar. */
export const itemKindSchema = z.enum(['image', 'animation', 'frames', 'model3d']);
export type ItemKind = z.infer<typeof itemKindSchema>;

export const itemFileSchema = z.object({
  /** Unique in the item library; plugins ask for it by this name. */
  fileName: z.string().min(1).max(200),
  kind: itemKindSchema,
  /** Same-origin URL of the file; of the first picture for frames. */
  url: z.string(),
  /** Pictures of a frame folder, in order; empty otherwise. */
  frameUrls: z.array(z.string()).max(1024),
  bytes: z.number().int().min(0),
});
export type ItemFile = z.infer<typeof itemFileSchema>;

export const itemPinSchema = z.object({
  /** A body part, or the id of a mesh. */
  to: bodyPartSchema.or(z.object({ mesh: z.string().max(200) })),
  /** Offset in sizes of the part; degrees against it. */
  dx: z.number().min(-10).max(10),
  dy: z.number().min(-10).max(10),
  angle: z.number().min(-360).max(360),
});
export type ItemPin = z.infer<typeof itemPinSchema>;

export const ITEM_LIMITS = { loaded: 60, flying: 120 } as const;

/** One item on stage. Window coordinates as `Placement`. */
export const itemSchema = z.object({
  instanceId: z.string().regex(/^[0-9a-f]{32}$/),
  file: itemFileSchema,
  x: z.number().min(-1000).max(1000),
  y: z.number().min(-1000).max(1000),
  /** 0…1; 0.32 is a third of the window's height. */
  size: z.number().min(0).max(1),
  /** Degrees, clockwise. */
  rotation: z.number().min(-360).max(360),
  flipped: z.boolean(),
  opacity: z.number().min(0).max(1),
  brightness: z.number().min(0).max(1),
  /** Below 0 behind the avatar, above in front; larger is nearer. Never 0. */
  order: z.number().int().min(-30).max(30),
  locked: z.boolean(),
  pin: itemPinSchema.nullable(),
  /** Seconds of the way to a new place, and of the first fade in. */
  glide: z.number().min(0).max(30),
  easing: z.enum(['linear', 'easeIn', 'easeOut', 'easeBoth', 'overshoot', 'zip']),
  playback: z.object({
    playing: z.boolean(),
    /** Frames a second; null: the file's own. */
    frameRate: z.number().min(0.1).max(120).nullable(),
    /** Jumps there when it changes; null: where it is. */
    frame: z.number().int().min(0).nullable(),
    /** Pauses when it comes to one of these. */
    stopAt: z.array(z.number().int().min(0)).max(1024),
  }),
});
export type Item = z.infer<typeof itemSchema>;

/** Something thrown: flies, hits the head (which gives way), bounces and falls out of the picture. */
export const throwSchema = z.object({
  file: itemFileSchema,
  count: z.number().int().min(1).max(40),
  from: z.enum(['left', 'right', 'top', 'either']),
  /** head: aims; none: rains. */
  at: z.enum(['head', 'none']),
  size: z.number().min(0.01).max(1),
  /** 0.2…3, times the normal speed. */
  speed: z.number().min(0.2).max(3),
  /** Seconds between two pieces. */
  every: z.number().min(0).max(5),
});
export type Throw = z.infer<typeof throwSchema>;
