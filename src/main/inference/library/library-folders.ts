import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeFromError } from '#main/platform/disk-problem.ts';
import { modelManifestSchema } from '#shared/inference/model-manifest.ts';

/**
 * local-models/<id>/             an installed model: its files and model.json
 * local-models/.downloads/<id>/  what came of one, with download.json; outlives the program
 * local-models/.staging/<job>/   an import under way; gone at the next start
 * local-models/.trash/<id>/      a removed model, until the next start
 *
 * All on one disk, so that a model appears and disappears in one rename. Avatars live beside it, in `models`.
 */
export interface LibraryFolders {
  readonly root: string;
  readonly downloads: string;
  readonly staging: string;
  readonly trash: string;
  model(id: string): string;
  download(id: string): string;
  trashed(id: string): string;
  job(id: string): string;
}

const modelId = modelManifestSchema.shape.id;

export function libraryFolders(dataDir: string): LibraryFolders {
  const root = join(dataDir, 'local-models');
  const downloads = join(root, '.downloads');
  const staging = join(root, '.staging');
  const trash = join(root, '.trash');
  const below = (folder: string) => (id: string) => join(folder, modelId.parse(id));
  return {
    root,
    downloads,
    staging,
    trash,
    model: below(root),
    download: below(downloads),
    trashed: below(trash),
    job: below(staging),
  };
}

/** Makes the folders; deletes what was removed and what a crash left of imports. */
export async function prepareFolders({ root, downloads, staging, trash }: LibraryFolders): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const folder of [staging, trash]) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  for (const folder of [downloads, staging, trash]) await mkdir(folder, { recursive: true });
}

/** Ids of the folders in `folder` that are named as models are. */
export async function modelIdsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && modelId.safeParse(entry.name).success).map(({ name }) => name);
}

/** Moves a folder. Virus scanners hold new files on Windows for a moment: a few tries. */
export async function moveFolder(from: string, to: string, pause: () => Promise<void>): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (attempt === 5 || !['EPERM', 'EACCES', 'EBUSY'].includes(codeFromError(error))) throw error;
      await pause();
    }
  }
}
