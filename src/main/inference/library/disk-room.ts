import { statfs } from 'node:fs/promises';
import { ModelFailure, megabytes } from './model-failure.ts';

/** Free bytes of the disk that holds `folder`; undefined: it does not say. */
export type FreeBytes = (folder: string) => Promise<number | undefined>;

/** Left free on the disk, in bytes: the program and the system need to write too. */
const RESERVE = 200_000_000;

export const freeBytesOfDisk: FreeBytes = async (folder) => {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
};

/** Throws `disk-full` when `folder`'s disk has no room for `bytes` more. */
export async function requireRoom(folder: string, bytes: number, freeBytes: FreeBytes): Promise<void> {
  const free = await freeBytes(folder);
  if (free !== undefined && free < bytes + RESERVE)
    throw new ModelFailure(
      'disk-full',
      megabytes(bytes + RESERVE - free),
      `The disk has too little room: ${megabytes(bytes + RESERVE)} are needed and ${megabytes(free)} are free. Free some space, then go on.`,
    );
}
