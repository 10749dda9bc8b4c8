import { z } from 'zod';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';

/** Who drives: the AI alone, the human alone (she is silent in chat unless told otherwise), or both, part by part. */
export const DRIVING_MODES = ['ai', 'human', 'both'] as const;
export const drivingModeSchema = z.enum(DRIVING_MODES);
export type DrivingMode = (typeof DRIVING_MODES)[number];

export const DRIVERS = ['human', 'ai'] as const;
export type Driver = (typeof DRIVERS)[number];

/** Why the weights are where they are, for the live page. */
export const HANDOVER_REASONS = ['mode', 'fader', 'hotkey', 'face-lost', 'face-found', 'voice', 'idle', 'stop'] as const;
export type HandoverReason = (typeof HANDOVER_REASONS)[number];

/** How much the human holds now. */
export const drivingViewSchema = z.object({
  mode: drivingModeSchema,
  /** 0 all AI … 1 all human: where the fader is. */
  fader: z.number(),
  /** The human's share of each part at this moment, after fades and automatic hand-overs. */
  weights: z.object(Object.fromEntries(BODY_PARTS.map((part) => [part, z.number()]))),
  reason: z.enum(HANDOVER_REASONS),
  /** An automatic hand-over holds the avatar away from the mode's own driver. */
  automatic: z.boolean(),
});
export type DrivingView = z.infer<typeof drivingViewSchema>;
