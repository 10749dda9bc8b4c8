import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import { type AvatarModel, avatarModelSchema, type ModelDescription, modelDescriptionSchema } from '#shared/avatar/model.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { THUMBNAIL_FILE } from '../import/staged-model.ts';

/** What the library knows of a model, beside the model's own files. Hidden, so that pages cannot read it. */
const RECORD_FILE = '.yingxi.json';
/** What a stage learned of it: large, and written at another time. */
const LEARNED_FILE = '.yingxi-learned.json';
const MAX_RECORD_BYTES = 32_000_000;

export const modelRecordSchema = avatarModelSchema.omit({ origin: true, url: true, thumbnailUrl: true }).extend({
  version: z.literal(1),
  /** The settings that VTube Studio keeps beside a model. */
  vtubeFile: z.string().max(1000).nullable().default(null),
  /** How often files joined the model since it was added. */
  revision: z.number().int().min(0).default(0),
});
export type ModelRecord = z.infer<typeof modelRecordSchema>;

export async function writeRecord(folder: string, record: ModelRecord): Promise<void> {
  await writeFileAtomic(join(folder, RECORD_FILE), JSON.stringify(record), 0o600);
}

export async function writeLearned(folder: string, description: ModelDescription): Promise<void> {
  await writeFileAtomic(join(folder, LEARNED_FILE), JSON.stringify(description), 0o600);
}

/** The record with what was learned since. Throws `invalid-input` or the file system's error. */
export async function readRecord(folder: string, id: string): Promise<ModelRecord> {
  const record = modelRecordSchema.safeParse(await readJson(join(folder, RECORD_FILE)));
  if (!record.success || record.data.id !== id)
    throw new StudioError('invalid-input', 'its record is damaged; remove it and add the model again');
  const learned = modelDescriptionSchema.safeParse(await readJson(join(folder, LEARNED_FILE)).catch(() => undefined));
  return learned.success ? { ...record.data, description: learned.data } : record.data;
}

async function readJson(file: string): Promise<unknown> {
  const bytes = await readFile(file);
  if (bytes.length > MAX_RECORD_BYTES) throw new StudioError('too-large', `${file} has ${bytes.length} bytes`);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new StudioError('invalid-input', `${file} is no JSON: ${messageFromUnknown(cause)}`, { cause });
  }
}

/** As the rest of the program sees it. `thumbnailAt`: ms of its last change, 0 where there is none. */
export function modelFromRecord(record: ModelRecord, url: (path: string) => string, thumbnailAt: number): AvatarModel {
  const { version: _version, vtubeFile: _vtubeFile, revision, ...model } = record;
  return {
    ...model,
    origin: 'imported',
    // Another address is another model to stages: they load it anew, and none keeps old files.
    url: revision === 0 ? url(record.entry) : `${url(record.entry)}?revision=${revision}`,
    // The number makes browsers fetch a new picture at once.
    thumbnailUrl: thumbnailAt === 0 ? null : `${url(THUMBNAIL_FILE)}?at=${Math.round(thumbnailAt)}`,
  };
}
