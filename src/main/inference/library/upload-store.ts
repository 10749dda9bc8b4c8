import { mkdir } from 'node:fs/promises';
import { createPieceFiles, type PieceFiles } from '#main/platform/piece-files.ts';
import type { AnnouncedModelFile } from '../library.types.ts';
import { createQuota, judgePath, unsafePath } from './model-paths.ts';

/** Checks what a page announces before a byte is sent. Throws `ModelFailure`. A single file keeps its name whatever it is: it deserves an explanation. */
export async function createUploadStore(
  folder: string,
  announced: readonly AnnouncedModelFile[],
  requireRoom: (bytes: number) => Promise<void>,
): Promise<PieceFiles> {
  const quota = createQuota();
  const files = announced.map(({ path, bytes }) => {
    const target = targetOf(path, announced.length === 1);
    if (target !== undefined) quota.add(target, bytes);
    return { path: target, bytes };
  });
  await mkdir(folder, { recursive: true });
  await requireRoom(files.reduce((sum, { path, bytes }) => sum + (path === undefined ? 0 : bytes), 0));
  return createPieceFiles(folder, files);
}

/** undefined: of no use to a model. */
function targetOf(raw: string, isOnly: boolean): string | undefined {
  const verdict = judgePath(raw);
  if (verdict.kind === 'unsafe') throw unsafePath(raw);
  if (verdict.kind === 'safe') return verdict.path;
  const name = raw.split(/[/\\]/u).at(-1) ?? '';
  return isOnly && /^[^.][^<>"|?*]*$/u.test(name) ? name : undefined;
}
