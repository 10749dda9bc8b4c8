import { z } from 'zod';
import { setupWishSchema } from '#shared/obs/setup/setup-view.ts';
import { setupTemplateSchema } from '#shared/obs/setup/template.ts';
import { deedSchema, partialTransformSchema, type Remember, soundPatchSchema } from './deeds.ts';

/** What Yingxi made in one scene collection, and how it left it: so that what differs now is the streamer's own doing. */
export const collectionRecordSchema = z.object({
  /** By "template/scene". `wanted`: the template's name then; `name` may have been another because that was taken. */
  scenes: z.record(z.string(), z.object({ name: z.string(), uuid: z.string(), wanted: z.string() })),
  /** By the source's id. */
  sources: z.record(
    z.string(),
    z.object({
      name: z.string(),
      uuid: z.string(),
      wanted: z.string(),
      settings: z.record(z.string(), z.json()),
      sound: soundPatchSchema,
    }),
  ),
  /** By "template/scene/source". */
  items: z.record(z.string(), z.object({ id: z.number().int(), placed: partialTransformSchema })),
  /** Names of marked things that the streamer made by copying ours; before OBS 30 nothing else tells them from ours renamed. */
  copies: z.array(z.string()).max(1000).default([]),
  /** As things were before the first set-up, for the way back. */
  before: z.object({ program: z.string(), background: z.string().nullable(), windowOpen: z.boolean().nullable() }).nullable(),
});
export type CollectionRecord = z.infer<typeof collectionRecordSchema>;
export const emptyRecord = (): CollectionRecord => ({ scenes: {}, sources: {}, items: {}, copies: [], before: null });

export const setupFileSchema = z.object({
  /** The streamer's own, and shipped ones that were changed. */
  templates: z.array(setupTemplateSchema).max(100),
  chosenId: z.string(),
  wish: setupWishSchema,
  /** By the scene collection's name. */
  collections: z.record(z.string(), collectionRecordSchema),
  undo: z
    .object({ kind: z.enum(['apply', 'remove']), atMs: z.number(), collection: z.string(), deeds: z.array(deedSchema) })
    .nullable(),
});
export type SetupFile = z.infer<typeof setupFileSchema>;

/** uuids are read again when the run is over: what was made anew has another. */
export function remembered(record: CollectionRecord, remember: Remember, itemId: number | undefined): CollectionRecord {
  const { scene, source, item } = remember;
  const next = { ...record };
  if (scene !== undefined) {
    const { key, ...rest } = scene;
    next.scenes = { ...next.scenes, [key]: { uuid: '', ...rest } };
  }
  if (source !== undefined) {
    const { key, ...rest } = source;
    next.sources = { ...next.sources, [key]: { uuid: '', ...rest } };
  }
  if (item !== undefined) {
    const old = next.items[item.key];
    const id = itemId ?? old?.id ?? 0;
    next.items = { ...next.items, [item.key]: { id, placed: item.placed ?? old?.placed ?? {} } };
  }
  return next;
}

export const emptySetupFile = (): SetupFile => ({
  templates: [],
  chosenId: '',
  wish: { showAtOnce: true, capture: 'window' },
  collections: {},
  undo: null,
});
