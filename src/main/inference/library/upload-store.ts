import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '#shared/errors.ts';
import type { AnnouncedModelFile } from '../library.types.ts';
import { createQuota, judgePath, unsafePath } from './model-paths.ts';

/** The files of one upload as they come in. */
export interface UploadStore {
  /** Appends to file `index`; rejects `conflict` when `offset` is not where it ends. Pieces of one file are written one after the other. */
  write(index: number, offset: number, bytes: Uint8Array): Promise<void>;
  readonly received: number;
  readonly total: number;
  readonly complete: boolean;
}

interface Slot {
  /** undefined: of no use to a model; it is not sent for and not written. */
  readonly path: string | undefined;
  readonly bytes: number;
  received: number;
  busy: Promise<void>;
}

/** Checks what a page announces before a byte is sent. Throws `ModelFailure`. A single file keeps its name whatever it is: it deserves an explanation. */
export async function createUploadStore(
  folder: string,
  announced: readonly AnnouncedModelFile[],
  requireRoom: (bytes: number) => Promise<void>,
): Promise<UploadStore> {
  const quota = createQuota();
  const slots = announced.map(({ path, bytes }): Slot => {
    const target = targetOf(path, announced.length === 1);
    if (target !== undefined) quota.add(target, bytes);
    return { path: target, bytes, received: 0, busy: Promise.resolve() };
  });
  const total = slots.reduce((sum, { path, bytes }) => sum + (path === undefined ? 0 : bytes), 0);
  await mkdir(folder, { recursive: true });
  await requireRoom(total);
  for (const { path, bytes } of slots)
    if (path !== undefined && bytes === 0) await append(join(folder, path), 0, new Uint8Array(0));
  let received = 0;
  return {
    total,
    get received() {
      return received;
    },
    get complete() {
      return slots.every((slot) => slot.path === undefined || slot.received === slot.bytes);
    },
    write(index, offset, bytes) {
      const slot = slots[index];
      if (slot === undefined) return Promise.reject(new StudioError('not-found', `the upload has no file number ${index}`));
      const { path } = slot;
      if (path === undefined) return Promise.resolve();
      const written = slot.busy.then(async () => {
        if (offset !== slot.received)
          throw new StudioError('conflict', `the file goes on at byte ${slot.received}, not ${offset}`);
        if (offset + bytes.length > slot.bytes)
          throw new StudioError('too-large', `the file was announced with ${slot.bytes} bytes`);
        await append(join(folder, path), offset, bytes);
        slot.received += bytes.length;
        received += bytes.length;
      });
      slot.busy = written.catch(() => undefined);
      return written;
    },
  };
}

function targetOf(raw: string, isOnly: boolean): string | undefined {
  const verdict = judgePath(raw);
  if (verdict.kind === 'unsafe') throw unsafePath(raw);
  if (verdict.kind === 'safe') return verdict.path;
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
