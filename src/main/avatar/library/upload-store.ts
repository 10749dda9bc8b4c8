import { mkdir } from 'node:fs/promises';
import { createPieceFiles, type PieceFiles } from '#main/platform/piece-files.ts';
import { ImportFailure } from '../import/import-failure.ts';
import { judgePath } from '../import/safe-path.ts';
import { createQuota, requireRoom } from '../import/staged-files.ts';
import type { AnnouncedFile } from '../library.types.ts';

/**
 * Checks what a page announces, before a byte is sent: paths, sizes, room on the disk. Throws `ImportFailure`. A single file keeps its name whatever it is: an archive, or something that deserves an explanation.
 */
export async function createUploadStore(folder: string, announced: readonly AnnouncedFile[]): Promise<PieceFiles> {
  const quota = createQuota();
  const files = announced.map(({ path, bytes }) => ({ path: targetOf(path, announced.length === 1), bytes }));
  for (const { path, bytes } of files) if (path !== undefined) quota.add(path, bytes);
  await mkdir(folder, { recursive: true });
  await requireRoom(
    folder,
    files.reduce((sum, { path, bytes }) => sum + (path === undefined ? 0 : bytes), 0),
  );
  return createPieceFiles(folder, files);
}

function targetOf(raw: string, isOnly: boolean): string | undefined {
  const verdict = judgePath(raw);
  if (verdict.kind === 'safe') return verdict.path;
  if (verdict.kind === 'unsafe')
    throw new ImportFailure(
      'unsafe-path',
      raw.slice(0, 200),
      `${JSON.stringify(raw.slice(0, 200))} is no plain path inside a folder. Rename it and add it again.`,
    );
  const name = raw.split(/[/\\]/u).at(-1) ?? '';
  return isOnly && /^[^.][^<>"|?*]*$/u.test(name) ? name : undefined;
}
