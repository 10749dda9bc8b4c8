import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '#shared/errors.ts';
import { ImportFailure } from '../import/import-failure.ts';
import { judgePath } from '../import/safe-path.ts';
import { createQuota, requireRoom } from '../import/staged-files.ts';
import type { AnnouncedFile } from '../library.types.ts';

/** The files of one upload as they come in. */
export interface UploadStore {
  /** Appends to file `index`; rejects `conflict` when `offset` is not where it ends. Pieces of one file are written one after the other. */
  write(index: number, offset: number, bytes: Uint8Array): Promise<void>;
  readonly received: number;
  readonly total: number;
  readonly complete: boolean;
  /** Announced files that do not belong into a model; they are not sent for, and not written. */
  readonly leftOut: readonly string[];
}

/**
 * Checks what a page announces, before a byte is sent: paths, sizes, room on the disk. Throws `ImportFailure`. A single file keeps its name whatever it is: an archive, or something that deserves an explanation.
 */
export async function createUploadStore(folder: string, announced: readonly AnnouncedFile[]): Promise<UploadStore> {
  const quota = createQuota();
  const files = announced.map(({ path, bytes }) => ({
    path: targetOf(path, announced.length === 1),
    bytes,
    received: 0,
    busy: Promise.resolve(),
  }));
  for (const { path, bytes } of files) if (path !== undefined) quota.add(path, bytes);
  const total = files.reduce((sum, { path, bytes }) => sum + (path === undefined ? 0 : bytes), 0);
  await mkdir(folder, { recursive: true });
  await requireRoom(folder, total);
  for (const { path, bytes } of files)
    if (path !== undefined && bytes === 0) await append(join(folder, path), 0, new Uint8Array(0));
  let received = 0;
  return {
    total,
    leftOut: announced.filter((_, index) => files[index]?.path === undefined).map(({ path }) => path),
    get received() {
      return received;
    },
    get complete() {
      return files.every((file) => file.path === undefined || file.received === file.bytes);
    },
    write(index, offset, bytes) {
      const file = files[index];
      if (file === undefined) return Promise.reject(new StudioError('not-found', `the upload has no file number ${index}`));
      const { path } = file;
      if (path === undefined) return Promise.resolve();
      const written = file.busy.then(async () => {
        if (offset !== file.received)
          throw new StudioError('conflict', `the file goes on at byte ${file.received}, not ${offset}`);
        if (offset + bytes.length > file.bytes)
          throw new StudioError('too-large', `the file was announced with ${file.bytes} bytes`);
        await append(join(folder, path), offset, bytes);
        file.received += bytes.length;
        received += bytes.length;
      });
      file.busy = written.catch(() => undefined);
      return written;
    },
  };
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

async function append(file: string, offset: number, bytes: Uint8Array): Promise<void> {
  if (offset === 0) await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, offset === 0 ? 'w' : 'r+');
  try {
    let at = 0;
    while (at < bytes.length) at += (await handle.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
  } catch (cause) {
    throw new StudioError('storage', 'the disk took no more of the file; free some space and add it again', { cause });
  } finally {
    await handle.close();
  }
}
