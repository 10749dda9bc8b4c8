import { z } from 'zod';

/** What was taken over of a VTube Studio model, by kind. */
export const VTUBE_TAKEN = [
  'mapping',
  'hotkeys',
  'keys',
  'room-triggers',
  'idle-motion',
  'physics',
  'physics-groups',
  'tints',
  'place',
  'rotation',
] as const;

/** What was left: of which kind… */
export const VTUBE_KINDS = ['row', 'hotkey', 'key', 'idle-motion', 'physics', 'tint', 'position', 'setting'] as const;

/** …and why. `…-noted`: taken over, with a difference that one should know. */
export const VTUBE_REASONS = [
  'action-unsupported',
  'action-unset',
  'file-missing',
  'unknown-model',
  'key-unsupported',
  'key-combination',
  'key-only-in-window-noted',
  'hand-gesture',
  'room-trigger',
  'room-people-noted',
  'stops-on-last-frame',
  'too-many',
  'no-output',
  'no-input',
  'duplicate-output',
  'output-missing-noted',
  'input-unknown-noted',
  'bad-range',
  'not-understood',
  'unit-unknown',
  'physics-rate',
  'dragging-physics',
  'tracking-lost-idle',
  'move-with-tracking',
] as const;

export const vtubeReportSchema = z.object({
  /** Of the model as VTube Studio knew it. */
  name: z.string(),
  taken: z.array(z.object({ what: z.enum(VTUBE_TAKEN), count: z.number().int().min(1) })),
  left: z.array(
    z.object({
      what: z.enum(VTUBE_KINDS),
      /** Its own name, for people; '' where it has none. */
      name: z.string(),
      why: z.enum(VTUBE_REASONS),
      /** What exactly: an action, a key, a parameter; '' where the reason says it all. */
      detail: z.string(),
    }),
  ),
});
export type VtubeReport = z.infer<typeof vtubeReportSchema>;
export type VtubeTaken = (typeof VTUBE_TAKEN)[number];
export type VtubeKind = (typeof VTUBE_KINDS)[number];
export type VtubeReason = (typeof VTUBE_REASONS)[number];
