import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadIntake } from '#main/server/uploads.types.ts';
import { StudioError } from '#shared/errors.ts';
import type { Clock } from './host.ts';
import { createPieceFiles, type PieceFiles } from './piece-files.ts';

/** Single files that come in piece by piece, as long as they may be. */
export interface FileIntake extends UploadIntake {
  begin(name: string, bytes: number): Promise<{ readonly id: string; readonly url: string }>;
  /** All is there: `take` gets the file's name and where it lies, and moves it away. Rejects `conflict` while something is missing, else as `take` does. */
  finish<T>(id: string, take: (name: string, path: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Incoming {
  readonly name: string;
  readonly pieces: PieceFiles;
  cancelSilence: () => void;
}

const INCOMING = '.incoming';
const FILE = 'file';
const AT_ONCE = 4;
/** A page that was closed in the middle sends nothing more. */
const SILENCE_MS = 60_000;

/** What is not yet whole lies in a hidden folder of `folder`. */
export function createFileIntake(folder: string, clock: Clock): FileIntake {
  const incoming = new Map<string, Incoming>();
  const place = (id: string): string => join(folder, INCOMING, id);
  const clear = (id: string): Promise<void> => rm(place(id), { recursive: true, force: true });
  const forget = (id: string): void => {
    incoming.get(id)?.cancelSilence();
    incoming.delete(id);
  };
  const awaitMore = (id: string, one: Incoming): void => {
    one.cancelSilence();
    one.cancelSilence = clock.after(SILENCE_MS, () => {
      forget(id);
      void clear(id).catch(() => undefined);
    });
  };
  const find = (id: string): Incoming => {
    const one = incoming.get(id);
    if (one === undefined) throw new StudioError('not-found', 'no such upload is awaited; add the file again');
    return one;
  };
  const clearing = rm(join(folder, INCOMING), { recursive: true, force: true }).catch(() => undefined);

  return {
    async begin(name, bytes) {
      if (incoming.size >= AT_ONCE)
        throw new StudioError('conflict', 'Several files are on their way already. Wait for one of them.');
      await clearing;
      const id = randomBytes(16).toString('hex');
      const one = { name, pieces: await createPieceFiles(place(id), [{ path: FILE, bytes }]), cancelSilence: () => undefined };
      incoming.set(id, one);
      awaitMore(id, one);
      return { id, url: `/uploads/${id}` };
    },
    async write(id, index, offset, bytes) {
      const one = find(id);
      await one.pieces.write(index, offset, bytes);
      if (incoming.has(id)) awaitMore(id, one);
    },
    async finish(id, take) {
      const { name, pieces } = find(id);
      if (!pieces.complete)
        throw new StudioError('conflict', `Only ${pieces.received} of ${pieces.total} bytes came. Add the file again.`);
      forget(id);
      try {
        return await take(name, join(place(id), FILE));
      } finally {
        await clear(id).catch(() => undefined);
      }
    },
    async close() {
      const ids = [...incoming.keys()];
      for (const id of ids) forget(id);
      await clearing;
      await Promise.allSettled(ids.map(clear));
    },
  };
}
