import { z } from 'zod';
import { setupTemplateSchema } from './template.ts';

/** What would be done in OBS, and what was: shown before and after. Codes are translated by the interface. */

export const STEP_VERBS = ['make', 'update', 'repair', 'remove', 'keep', 'skip'] as const;
export const STEP_REASONS = [
  'new',
  'name-taken',
  'missing',
  'template-changed',
  'address-changed',
  'not-in-template',
  'as-planned',
  'moved-by-hand',
  'changed-by-hand',
  'page-missing',
  'kind-missing',
  'needs-browser-source',
  'ours',
  'holds-own-sources',
  'last-scene',
  'show-at-once',
  'back-to-before',
  'key-colour',
  'clear-background',
  'before-setup',
] as const;
export const setupStepSchema = z.object({
  id: z.string(),
  verb: z.enum(STEP_VERBS),
  subject: z.enum(['scene', 'source', 'item', 'filter', 'sound', 'on-air', 'stage']),
  /** As it is called in OBS, or will be. */
  name: z.string(),
  /** Of an item: its scene; of a filter: its source. '' otherwise. */
  parent: z.string(),
  why: z.enum(STEP_REASONS),
});
export type SetupStep = z.infer<typeof setupStepSchema>;
export type StepReason = SetupStep['why'];

export const SETUP_NOTES = [
  /** OBS cannot show web pages: the window of the stage is captured instead. */
  'no-browser-source',
  /** Sound and pictures of a page in a window need the stage to be open on this computer. */
  'open-stage-window',
  /** OBS records the desktop's sound: what she says is not played to the streamer through OBS. */
  'desktop-sound',
  /** The stage's window sounds on the desktop, which OBS does not record. */
  'no-desktop-sound',
  /** OBS streams or records: the scene on air stays as it is. */
  'on-air',
  /** Own sources lie in scenes that Yingxi made; those scenes stay. */
  'own-sources-inside',
  /** Scenes of the streamer's show what Yingxi made; it goes from there too. */
  'used-elsewhere',
] as const;
export const setupNoteSchema = z.object({ code: z.enum(SETUP_NOTES), names: z.array(z.string()) });
export type SetupNote = z.infer<typeof setupNoteSchema>;

export const setupPlanSchema = z.object({
  /** Why nothing can be done: OBS is not connected, or runs on another computer, where pages of this one cannot be reached. */
  blocked: z.enum(['not-connected', 'remote']).nullable(),
  steps: z.array(setupStepSchema),
  notes: z.array(setupNoteSchema),
  /** Steps that would change something. */
  changes: z.number().int(),
  /** Something of Yingxi is in OBS. */
  present: z.boolean(),
});
export type SetupPlan = z.infer<typeof setupPlanSchema>;

export const setupProblemSchema = z.object({
  /** What was being done: a step's verb and name. */
  doing: z.string(),
  /** Plain English with the next step. */
  message: z.string(),
});
export const setupResultSchema = z.object({
  kind: z.enum(['apply', 'remove', 'undo']),
  /** done; partly: smaller things failed; taken-back: it failed in the middle and what had been done was undone; stopped: it broke off and could not be taken back yet. */
  outcome: z.enum(['done', 'partly', 'taken-back', 'stopped']),
  /** How many changes were made. */
  changed: z.number().int(),
  problems: z.array(setupProblemSchema),
  atMs: z.number(),
});
export type SetupResult = z.infer<typeof setupResultSchema>;

/** What the streamer wants beside the template. */
export const setupWishSchema = z.object({
  /** Puts the start scene on air when all is there. */
  showAtOnce: z.boolean().default(true),
  /** Without browser sources: the stage's window, or the whole screen where windows cannot be captured. */
  capture: z.enum(['window', 'screen']).default('window'),
});
export type SetupWish = z.infer<typeof setupWishSchema>;

export const setupViewSchema = z.object({
  templates: z.array(
    z.object({
      template: setupTemplateSchema,
      /** One of those that come with the program. */
      shipped: z.boolean(),
      /** Shipped, with changes of the streamer's. */
      edited: z.boolean(),
    }),
  ),
  chosenId: z.string(),
  wish: setupWishSchema,
  run: z
    .object({
      kind: z.enum(['apply', 'remove', 'undo']),
      done: z.number().int(),
      total: z.number().int(),
      /** What it works on now. */
      name: z.string(),
    })
    .nullable(),
  last: setupResultSchema.nullable(),
  /** What can be taken back; null: nothing. */
  undo: z.object({ kind: z.enum(['apply', 'remove']), atMs: z.number() }).nullable(),
  /** Rises whenever a plan may have become another. */
  version: z.number().int(),
});
export type SetupView = z.infer<typeof setupViewSchema>;
