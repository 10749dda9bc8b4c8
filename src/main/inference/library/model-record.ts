import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import { StudioError } from '#shared/errors.ts';
import { modelTrustSchema } from '#shared/inference/local-models.ts';
import { type ModelManifest, modelManifestSchema } from '#shared/inference/model-manifest.ts';
import { ModelFailure } from './model-failure.ts';

export const RECORD_FILE = 'model.json';
export const SHIPPED_FILE = 'manifest.json';

/** What the library keeps of an installed model, beside its files. */
export const modelRecordSchema = z.object({
  version: z.literal(1),
  origin: z.enum(['downloaded', 'imported']),
  trust: modelTrustSchema,
  /** ms since the epoch. */
  addedAt: z.number(),
  manifest: modelManifestSchema,
});
export type ModelRecord = z.infer<typeof modelRecordSchema>;

export const writeRecord = (folder: string, record: ModelRecord): Promise<void> =>
  writeFileAtomic(join(folder, RECORD_FILE), JSON.stringify(record));

/** Throws when it is missing, broken, or of another model. */
export async function readRecord(folder: string, id: string): Promise<ModelRecord> {
  const record = modelRecordSchema.parse(JSON.parse(await readFile(join(folder, RECORD_FILE), 'utf8')));
  if (record.manifest.id !== id) throw new StudioError('storage', `the folder ${id} holds the model ${record.manifest.id}`);
  return record;
}

export async function readShippedManifest(folder: string): Promise<ModelManifest> {
  return modelManifestSchema.parse(JSON.parse(await readFile(join(folder, SHIPPED_FILE), 'utf8')));
}

/** Throws `missing-files` or `damaged` unless every file is there in its size. Quick: nothing is read. */
export async function requireFiles(folder: string, manifest: ModelManifest): Promise<void> {
  for (const { path, bytes } of manifest.files) {
    const found = await stat(join(folder, path)).catch(() => undefined);
    if (found === undefined || !found.isFile())
      throw new ModelFailure(
        'missing-files',
        path,
        `${path} of ${manifest.name} is missing. Download or import the model again.`,
      );
    if (found.size !== bytes)
      throw new ModelFailure(
        'damaged',
        path,
        `${path} of ${manifest.name} has ${found.size} bytes instead of ${bytes}. Download or import the model again.`,
      );
  }
}

/** Throws `damaged` unless every file has its checksum. Reads everything. */
export async function requireChecksums(folder: string, manifest: ModelManifest, signal: AbortSignal): Promise<void> {
  await requireFiles(folder, manifest);
  for (const { path, sha256 } of manifest.files)
    if ((await sha256OfFile(join(folder, path), signal)) !== sha256)
      throw new ModelFailure(
        'damaged',
        path,
        `${path} of ${manifest.name} has changed on the disk (its checksum is wrong). Download or import the model again.`,
      );
}

export async function sha256OfFile(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file, { signal, highWaterMark: 1 << 18 })) hash.update(bytes);
  return hash.digest('hex');
}

/** Size of all files together. */
export const bytesOf = ({ files }: ModelManifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
