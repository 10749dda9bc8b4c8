import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { modelIdSchema } from '#shared/avatar/model.ts';

/**
 * models/<id>/            a model
 * models/.staging/<job>/  an import under way; what is left of a crash is deleted at the next start
 * models/.trash/<id>/     a removed model; the folder's time is when it was removed
 *
 * All on one disk, so that a model appears and disappears in one rename.
 */
export interface LibraryFolders {
  readonly models: string;
  readonly staging: string;
  readonly trash: string;
  model(id: string): string;
  trashed(id: string): string;
  job(id: string): string;
}

export function libraryFolders(dataDir: string): LibraryFolders {
  const models = join(dataDir, 'models');
  const staging = join(models, '.staging');
  const trash = join(models, '.trash');
  return {
    models,
    staging,
    trash,
    model: (id) => join(models, modelIdSchema.parse(id)),
    trashed: (id) => join(trash, modelIdSchema.parse(id)),
    job: (id) => join(staging, modelIdSchema.parse(id)),
  };
}

/** Ids of the folders in `folder` that are named as models are. */
export async function modelIdsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && modelIdSchema.safeParse(entry.name).success).map(({ name }) => name);
}

/** Moves a folder. Virus scanners hold new files on Windows for a moment: a few tries. */
export async function moveFolder(from: string, to: string, pause: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (attempt === 5 || (code !== 'EPERM' && code !== 'EACCES' && code !== 'EBUSY')) throw error;
      await pause();
    }
  }
}

/** A week: long enough to notice a mistake, short enough to give the disk back. */
export const TRASH_MS = 7 * 24 * 3600 * 1000;

/** Makes the folders, and deletes what a crash left behind and what was removed long ago. */
export async function prepareFolders(folders: LibraryFolders, now: number): Promise<void> {
  await rm(folders.staging, { recursive: true, force: true });
  await mkdir(folders.staging, { recursive: true });
  await mkdir(folders.trash, { recursive: true });
  for (const id of await modelIdsIn(folders.trash)) {
    const { mtimeMs } = await stat(folders.trashed(id));
    if (now - mtimeMs > TRASH_MS) await rm(folders.trashed(id), { recursive: true, force: true });
  }
}
