import { z } from 'zod';
import { WIDGETS } from '#shared/overlays/overlay-list.ts';

/**
 * What Yingxi builds in OBS, as data: sources, and scenes that show them. Lengths are shares of the canvas (0 … 1), so that one template serves every
 * resolution. Names are the streamer's own: text for showing, never markup.
 */

/** Pages of Yingxi that a browser source can show. */
export const SETUP_PAGES = ['avatar', 'cohost', ...WIDGETS, 'music'] as const;
export const setupPageSchema = z.enum(SETUP_PAGES);
export type SetupPage = z.infer<typeof setupPageSchema>;

const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const name = z.string().trim().min(1).max(100);
const hexColour = z.string().regex(/^#[0-9a-f]{6}$/i);

export const sourceContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), page: setupPageSchema }),
  /** A place for the streamer's own picture: made without a device, which is chosen in OBS. */
  z.object({ kind: z.literal('capture'), what: z.enum(['game', 'screen', 'webcam']) }),
  /** `size`: height of a line in shares of the canvas's height. */
  z.object({ kind: z.literal('text'), text: z.string().max(500), size: z.number().min(0.01).max(0.5), colour: hexColour }),
  z.object({ kind: z.literal('colour'), colour: hexColour }),
  /** What the computer plays, for OBS that hears neither pages nor the desktop. */
  z.object({ kind: z.literal('desktop-sound') }),
  /** Absolute path on the computer that runs OBS. */
  z.object({ kind: z.literal('picture'), file: z.string().max(1000) }),
]);
export type SourceContent = z.infer<typeof sourceContentSchema>;

export const sourceAudioSchema = z.object({
  /** auto: the streamer hears it through OBS unless OBS records the desktop's sound as well, which would double it. */
  hear: z.enum(['auto', 'no', 'only-me', 'me-and-viewers']),
  /** OBS's audio tracks 1 … 6. */
  tracks: z.array(z.number().int().min(1).max(6)).max(6),
  /** ms; later than the picture when positive. */
  syncOffsetMs: z.number().int().min(-950).max(20_000),
});
export type SourceAudio = z.infer<typeof sourceAudioSchema>;

export const templateSourceSchema = z.object({
  id,
  name,
  content: sourceContentSchema,
  /** Null: it makes no sound. */
  audio: sourceAudioSchema.nullable().default(null),
  filters: z
    .array(z.object({ name, kind: z.string().min(1).max(100), settings: z.record(z.string(), z.json()).default({}) }))
    .max(10)
    .default([]),
});
export type TemplateSource = z.infer<typeof templateSourceSchema>;

export const ANCHORS = [
  'top-left',
  'top',
  'top-right',
  'left',
  'centre',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
const share = z.number().min(-1).max(2);
export const placementSchema = z.object({
  /** Left upper corner and size of the box. */
  x: share,
  y: share,
  width: z.number().min(0.01).max(2),
  height: z.number().min(0.01).max(2),
  /** Where in the box the picture lies when it does not fill it. */
  anchor: z.enum(ANCHORS).default('centre'),
  fit: z.enum(['inside', 'cover', 'stretch']).default('inside'),
});
export type Placement = z.infer<typeof placementSchema>;

export const templateItemSchema = z.object({
  source: id,
  placement: placementSchema,
  visible: z.boolean().default(true),
  locked: z.boolean().default(false),
});
export type TemplateItem = z.infer<typeof templateItemSchema>;

export const templateSceneSchema = z.object({
  id,
  name,
  /** From front to back; a source at most once. */
  items: z.array(templateItemSchema).max(60),
});
export type TemplateScene = z.infer<typeof templateSceneSchema>;

export const setupTemplateSchema = z
  .object({
    format: z.literal('yingxi-obs-template').default('yingxi-obs-template'),
    version: z.literal(1).default(1),
    id,
    name,
    sources: z.array(templateSourceSchema).max(60),
    scenes: z.array(templateSceneSchema).min(1).max(30),
    /** Scene that goes on air when all is there. */
    start: id,
  })
  .superRefine((template, context) => {
    for (const problem of templateProblems(template)) context.addIssue({ code: 'custom', message: problem });
  });
export type SetupTemplate = z.infer<typeof setupTemplateSchema>;

/** What the shape alone does not tell, in plain words. */
function templateProblems(template: {
  readonly sources: readonly TemplateSource[];
  readonly scenes: readonly TemplateScene[];
  readonly start: string;
}): string[] {
  const problems: string[] = [];
  const sources = new Set(template.sources.map((source) => source.id));
  if (sources.size < template.sources.length) problems.push('Two sources have the same id.');
  if (new Set(template.scenes.map((scene) => scene.id)).size < template.scenes.length)
    problems.push('Two scenes have the same id.');
  if (!template.scenes.some((scene) => scene.id === template.start))
    problems.push(`The start scene "${template.start}" is not among the scenes.`);
  for (const scene of template.scenes) {
    const shown = scene.items.map((item) => item.source);
    if (new Set(shown).size < shown.length) problems.push(`The scene "${scene.name}" shows one source twice.`);
    const unknown = shown.find((source) => !sources.has(source));
    if (unknown !== undefined) problems.push(`The scene "${scene.name}" shows "${unknown}", which is not among the sources.`);
  }
  return problems;
}
