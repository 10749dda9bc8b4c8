import { constants, copyFile, lstat, mkdir, readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';
import { ImportFailure } from './import-failure.ts';
import { judgePath, pathKey } from './safe-path.ts';

/** A file below the staging folder. */
export interface StagedFile {
  /** With forward slashes, relative to the folder. */
  readonly path: string;
  readonly bytes: number;
}

export interface Staged {
  readonly files: readonly StagedFile[];
  readonly leftOut: readonly string[];
}

/** Left free on the disk, in bytes: the program itself needs to write too. */
const DISK_RESERVE = 200_000_000;

/** Counts what comes in against the limits. Throws `ImportFailure` at the first that goes too far. */
export function createQuota(): { add(path: string, bytes: number): void } {
  const seen = new Set<string>();
  let total = 0;
  return {
    add(path, bytes) {
      const key = pathKey(path);
      if (seen.has(key))
        throw new ImportFailure(
          'damaged',
          path,
          `${path} is there twice (capital letters do not count). Remove one of them and try again.`,
        );
      seen.add(key);
      if (seen.size > IMPORT_LIMITS.files)
        throw new ImportFailure(
          'too-many-files',
          String(IMPORT_LIMITS.files),
          `There are more than ${IMPORT_LIMITS.files} files. Choose the folder of one model, not one above it.`,
        );
      const limit = path.toLowerCase().endsWith('.json') ? IMPORT_LIMITS.jsonBytes : IMPORT_LIMITS.fileBytes;
      if (bytes > limit)
        throw new ImportFailure(
          'too-large',
          `${path}: ${megabytes(bytes)}`,
          `${path} has ${megabytes(bytes)}; at most ${megabytes(limit)} are taken. Make it smaller, for example with smaller textures.`,
        );
      total += bytes;
      if (total > IMPORT_LIMITS.modelBytes)
        throw new ImportFailure(
          'too-large',
          megabytes(total),
          `All files together have more than ${megabytes(IMPORT_LIMITS.modelBytes)}. Choose the folder of one model only.`,
        );
    },
  };
}

/** Throws `disk-full` when `folder`'s disk has no room for `bytes` more. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes + DISK_RESERVE)
    throw new ImportFailure(
      'disk-full',
      megabytes(bytes),
      `The disk has too little room: ${megabytes(bytes + DISK_RESERVE)} are needed. Free some space and try again.`,
    );
}

/** Copies the files of `source` that may belong to a model into `target`. Links are not followed: what they lead to may be anything. */
export async function stageFolder(
  source: string,
  target: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Staged> {
  const found = await listFolder(source);
  await requireRoom(
    target,
    found.files.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const [index, { path }] of found.files.entries()) {
    signal.throwIfAborted();
    const to = join(target, path);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(join(source, path), to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    onProgress((index + 1) / found.files.length);
  }
  return found;
}

/** The files below `folder` by the same rules, without touching them. */
export async function listFolder(folder: string): Promise<Staged> {
  const files: StagedFile[] = [];
  const leftOut: string[] = [];
  const quota = createQuota();
  const waiting = [''];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== '__MACOSX' && entry.name !== 'node_modules') waiting.push(path);
        continue;
      }
      const verdict = entry.isFile() ? judgePath(path) : { kind: 'left-out' as const };
      if (verdict.kind !== 'safe') {
        leftOut.push(path);
        if (leftOut.length + waiting.length > 10 * IMPORT_LIMITS.files) quota.add(path, Number.POSITIVE_INFINITY);
        continue;
      }
      const { size } = await lstat(join(folder, path));
      quota.add(path, size);
      files.push({ path, bytes: size });
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, leftOut };
}

export const megabytes = (bytes: number): string =>
  `${bytes < 10_000_000 ? (bytes / 1e6).toFixed(1) : Math.round(bytes / 1e6)} MB`;
