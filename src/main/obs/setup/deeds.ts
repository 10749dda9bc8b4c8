import { z } from 'zod';

/** One request to OBS (or to the stage), as data: plans, the way back, and the file that keeps it hold the same. */

const json = z.record(z.string(), z.json());
/** Settings of a source or a filter. */
export type Json = z.infer<typeof json>;
export const partialTransformSchema = z.record(z.string(), z.union([z.number(), z.string()]));
const item = {
  scene: z.string(),
  source: z.string(),
  /** Within the scene; undefined: the one that was made in this run, else the first of that source. */
  id: z.number().int().optional(),
};
export const soundPatchSchema = z.object({
  monitor: z.string().optional(),
  tracks: z.record(z.string(), z.boolean()).optional(),
  syncOffsetMs: z.number().optional(),
  volumeDb: z.number().optional(),
  muted: z.boolean().optional(),
  balance: z.number().optional(),
});
export type SoundPatch = z.infer<typeof soundPatchSchema>;

export const opSchema = z.discriminatedUnion('do', [
  /** `mark`: "template/scene". */
  z.object({ do: z.literal('create-scene'), name: z.string(), mark: z.string() }),
  /** Only if nothing is in it any more that Yingxi did not make. */
  z.object({ do: z.literal('remove-scene'), name: z.string() }),
  z.object({
    do: z.literal('create-input'),
    name: z.string(),
    kind: z.string(),
    settings: json,
    scene: z.string(),
    visible: z.boolean(),
    /** Sources that lie behind it, the nearest first; undefined: on top. */
    above: z.array(z.string()).optional(),
  }),
  /** Only if it carries Yingxi's mark. */
  z.object({ do: z.literal('remove-input'), name: z.string() }),
  z.object({
    do: z.literal('create-item'),
    scene: z.string(),
    source: z.string(),
    visible: z.boolean(),
    above: z.array(z.string()).optional(),
  }),
  z.object({ do: z.literal('remove-item'), ...item }),
  z.object({ do: z.literal('place'), ...item, transform: partialTransformSchema, locked: z.boolean().optional() }),
  z.object({ do: z.literal('order'), ...item, index: z.number().int() }),
  /** `whole`: what is not named goes back to its default. */
  z.object({ do: z.literal('settings'), input: z.string(), settings: json, whole: z.boolean() }),
  /** Chooses the first entry of a list of the input's properties whose name contains one of `titles`. */
  z.object({ do: z.literal('pick'), input: z.string(), property: z.string(), titles: z.array(z.string()) }),
  z.object({
    do: z.literal('create-filter'),
    input: z.string(),
    name: z.string(),
    kind: z.string(),
    settings: json,
    enabled: z.boolean(),
  }),
  z.object({ do: z.literal('remove-filter'), input: z.string(), name: z.string() }),
  z.object({ do: z.literal('sound'), input: z.string(), sound: soundPatchSchema }),
  z.object({ do: z.literal('rename-scene'), from: z.string(), to: z.string() }),
  z.object({ do: z.literal('rename-input'), from: z.string(), to: z.string() }),
  z.object({ do: z.literal('program'), scene: z.string() }),
  z.object({ do: z.literal('stage'), background: z.string().optional(), windowOpen: z.boolean().optional() }),
]);
export type Op = z.infer<typeof opSchema>;

/** What is written down when an op is done, so that changes by hand can be told from our own later. */
export const rememberSchema = z.object({
  scene: z.object({ key: z.string(), name: z.string(), wanted: z.string() }).optional(),
  source: z.object({ key: z.string(), name: z.string(), wanted: z.string(), settings: json, sound: soundPatchSchema }).optional(),
  /** The id is that of the item that the op made, or had. */
  item: z.object({ key: z.string(), placed: partialTransformSchema.optional() }).optional(),
});
export type Remember = z.infer<typeof rememberSchema>;

export const deedSchema = z.object({ op: opSchema, remember: rememberSchema.optional() });
export type Deed = z.infer<typeof deedSchema>;
/** A deed with its way back, first thing first. */
export interface Change extends Deed {
  readonly back: readonly Deed[];
}

/** Without these the rest makes no sense: a failure ends the run. */
export const isEssential = (op: Op): boolean => op.do === 'create-scene' || op.do === 'create-input';
