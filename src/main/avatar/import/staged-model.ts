import { z } from 'zod';
import { modelDescriptionSchema, modelFormatSchema, modelMetaSchema } from '#shared/avatar/model.ts';
import { importNoteSchema } from '#shared/avatar/model-import.ts';

/** A model that was read and found sound, in a folder of its own below the staging folder, ready to be taken into the library. */
export const stagedModelSchema = z.object({
  /** Below the staging folder. */
  folder: z.string().regex(/^model-\d+$/u),
  format: modelFormatSchema,
  entry: z.string().max(1000),
  name: z.string().max(200),
  bytes: z.number().int().min(0),
  meta: modelMetaSchema,
  description: modelDescriptionSchema,
  /** The settings that VTube Studio keeps beside a model; null: none. */
  vtubeFile: z.string().max(1000).nullable(),
  /** `THUMBNAIL_FILE` is there. */
  hasThumbnail: z.boolean(),
  notes: z.array(importNoteSchema),
});
export type StagedModel = z.infer<typeof stagedModelSchema>;

/** Beside the model's own files; served with them. */
export const THUMBNAIL_FILE = 'yingxi-thumbnail.png';
export const THUMBNAIL_PIXELS = 320;

export const NO_META = { author: '', licence: '', licenceUrl: '', contact: '', copyright: '', permissions: [] };
