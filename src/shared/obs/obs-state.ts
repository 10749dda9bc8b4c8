import { z } from 'zod';

/** What OBS shows and does, mirrored from its events. Names are OBS's own: text for showing, never markup. */
export const obsTransformSchema = z.object({
  /** Pixels of the canvas. */
  x: z.number(),
  y: z.number(),
  scaleX: z.number(),
  scaleY: z.number(),
  /** Degrees, clockwise. */
  rotation: z.number(),
  /** Pixels of the source that are cut away. */
  cropLeft: z.number(),
  cropTop: z.number(),
  cropRight: z.number(),
  cropBottom: z.number(),
  /** Pixels of the canvas that it takes up. */
  width: z.number(),
  height: z.number(),
});
export type ObsTransform = z.infer<typeof obsTransformSchema>;

export const obsSceneItemSchema = z.object({
  /** Unique within its scene. */
  id: z.number().int(),
  source: z.string(),
  /** OBS's kind of the input ('browser_source', …), 'scene' or 'group'. */
  kind: z.string(),
  visible: z.boolean(),
  locked: z.boolean(),
  transform: obsTransformSchema,
});
export type ObsSceneItem = z.infer<typeof obsSceneItemSchema>;

export const obsFilterSchema = z.object({ name: z.string(), kind: z.string(), enabled: z.boolean() });
export type ObsFilter = z.infer<typeof obsFilterSchema>;

export const obsInputSchema = z.object({
  name: z.string(),
  kind: z.string(),
  /** Null: it makes no sound. */
  audio: z
    .object({
      muted: z.boolean(),
      /** dB; −100 is silence. */
      volumeDb: z.number(),
      monitor: z.enum(['none', 'monitor-only', 'monitor-and-output']),
    })
    .nullable(),
  /** Null: no media source. */
  media: z.enum(['none', 'playing', 'opening', 'buffering', 'paused', 'stopped', 'ended', 'error']).nullable(),
  filters: z.array(obsFilterSchema),
});
export type ObsInput = z.infer<typeof obsInputSchema>;

export const OUTPUT_STATES = ['stopped', 'starting', 'active', 'paused', 'stopping', 'reconnecting'] as const;
export const obsOutputSchema = z.object({
  state: z.enum(OUTPUT_STATES),
  /** ms since the epoch; null: it does not run. */
  sinceMs: z.number().nullable(),
});

export const obsStateSchema = z.object({
  canvas: z.object({ width: z.number(), height: z.number(), framesPerSecond: z.number() }),
  /** From top to bottom as OBS lists them; items from front to back. */
  scenes: z.array(z.object({ name: z.string(), items: z.array(obsSceneItemSchema), filters: z.array(obsFilterSchema) })),
  /** What is in each item of kind 'group', by its source's name. */
  groups: z.array(z.object({ name: z.string(), items: z.array(obsSceneItemSchema) })),
  programScene: z.string(),
  /** Null: studio mode is off. */
  previewScene: z.string().nullable(),
  inputs: z.array(obsInputSchema),
  transitions: z.array(z.object({ name: z.string(), kind: z.string() })),
  transition: z.object({ name: z.string(), durationMs: z.number().nullable() }),
  sceneCollection: z.string(),
  sceneCollections: z.array(z.string()),
  stream: obsOutputSchema,
  record: obsOutputSchema,
  /** Null: the replay buffer is not set up in OBS. */
  replay: obsOutputSchema.nullable(),
  virtualCamera: obsOutputSchema.nullable(),
  stats: z.object({
    cpuPercent: z.number(),
    framesPerSecond: z.number(),
    /** Of this stream, because the network was too slow. */
    droppedFrames: z.number(),
    /** Since OBS began, because the computer was too slow to draw or encode them. */
    missedFrames: z.number(),
    freeDiskMb: z.number(),
  }),
});
export type ObsOutput = z.infer<typeof obsOutputSchema>;
export type ObsState = z.infer<typeof obsStateSchema>;
