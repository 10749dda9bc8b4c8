import { constants, copyFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nothingIn } from './find-models.ts';
import { ImportFailure } from './import-failure.ts';
import { judgePath } from './safe-path.ts';
import { createQuota, requireRoom, type Staged } from './staged-files.ts';

/** One file that is a model by itself. */
export async function stageFile(source: string, name: string, files: string, owned: boolean): Promise<Staged> {
  const stats = await stat(source);
  if (!stats.isFile()) throw new ImportFailure('not-readable', name, `${name} is neither a file nor a folder. Choose another.`);
  const verdict = judgePath(name);
  if (verdict.kind === 'unsafe')
    throw new ImportFailure(
      'unsafe-path',
      name,
      `${JSON.stringify(name)} is no name for a file on every system. Rename it and add it again.`,
    );
  if (verdict.kind === 'left-out') throw nothingIn([], name);
  createQuota().add(verdict.path, stats.size);
  if (owned) await rename(source, join(files, verdict.path));
  else {
    await requireRoom(files, stats.size);
    await copyFile(source, join(files, verdict.path), constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  }
  return { files: [{ path: verdict.path, bytes: stats.size }], leftOut: [] };
}
