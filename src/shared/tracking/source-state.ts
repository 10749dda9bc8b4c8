import { z } from 'zod';

/** Kinds of sources. controls: keyboard, mouse, gamepad, MIDI and the phone's remote page; replay: a recorded performance. */
export const SOURCE_KINDS = [
  'webcam',
  'ifacialmocap',
  'facemotion3d',
  'vts-phone',
  'meowface',
  'openseeface',
  'vmc',
  'controls',
  'replay',
] as const;
export const sourceKindSchema = z.enum(SOURCE_KINDS);
export type SourceKind = (typeof SOURCE_KINDS)[number];

/**
 * How a source fares. waiting: nothing came yet; no-person: it works and sees nobody; several: it sees more than one and follows the nearest; dark: the
 * picture is black; still: no new pictures come (0 fps); the rest is what went wrong.
 */
export const SOURCE_STATES = [
  'off',
  'starting',
  'waiting',
  'tracking',
  'no-person',
  'several',
  'dark',
  'still',
  'refused',
  'busy',
  'no-device',
  'lost',
  'port-taken',
  'failed',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** What a source says of itself, about once a second and at once when its state changes. Numbers are −1 while unknown. */
export const sourceReportSchema = z.object({
  state: z.enum(SOURCE_STATES),
  /** What went wrong and what to do, in English for the log; pages translate the state. */
  detail: z.string().max(500),
  /** Camera, phone or program, as it calls itself. */
  device: z.string().max(300),
  /** Samples a second. */
  framesPerSecond: z.number(),
  /** From the camera's picture to the solved face, ms, 95th percentile of the last second. */
  latencyMs: z.number(),
  /** What one picture costs the tracker, ms, median of the last second. */
  costMs: z.number(),
  /** 52 shapes come from a model, not from landmarks. */
  blendshapes: z.boolean(),
});
export type SourceReport = z.infer<typeof sourceReportSchema>;

export const SILENT_REPORT: SourceReport = {
  state: 'off',
  detail: '',
  device: '',
  framesPerSecond: -1,
  latencyMs: -1,
  costMs: -1,
  blendshapes: false,
};
