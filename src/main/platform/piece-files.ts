import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '#shared/errors.ts';

/** A file that was announced and comes in pieces. `path` undefined: it is not wanted, and its pieces are passed over. */
export interface AwaitedFile {
  /** Inside the folder; checked by the caller. */
  readonly path: string | undefined;
  readonly bytes: number;
}

/** Files of one upload as they come in. */
export interface PieceFiles {
  /**
   * Appends to file `index`. Pieces of one file are written one after the other. Rejects with a StudioError: `not-found` (no such file), `conflict`
   * (`offset` is not where it ends), `too-large` (beyond what was announced), `storage` (the disk took no more).
   */
  write(index: number, offset: number, bytes: Uint8Array): Promise<void>;
  /** Bytes. */
  readonly received: number;
  readonly total: number;
  readonly complete: boolean;
}

/** Makes the folder, and those files that are announced as empty. */
export async function createPieceFiles(folder: string, awaited: readonly AwaitedFile[]): Promise<PieceFiles> {
  const files = awaited.map(({ path, bytes }) => ({ path, bytes, received: 0, busy: Promise.resolve() }));
  const total = files.reduce((sum, { path, bytes }) => sum + (path === undefined ? 0 : bytes), 0);
  let received = 0;
  await mkdir(folder, { recursive: true });
  for (const { path, bytes } of files)
    if (path !== undefined && bytes === 0) await append(join(folder, path), 0, new Uint8Array(0));
  return {
    total,
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
