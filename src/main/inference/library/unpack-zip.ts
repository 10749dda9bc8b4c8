import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, open, type ZipFile } from 'yauzl';
import { codeFromError } from '#main/platform/disk-problem.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { MODEL_LIMITS } from '#shared/inference/local-models.ts';
import { ModelFailure, megabytes } from './model-failure.ts';
import { createQuota, judgePath, unsafePath } from './model-paths.ts';

/** Weights hardly pack at all; a hundred times as much is an archive made to fill disks. */
const BOMB_RATIO = 100;
const BOMB_FROM_BYTES = 50_000_000;
const MAX_ENTRIES = 8 * MODEL_LIMITS.files;
/** Unix file type of a symbolic link, in the upper half of the external attributes. */
const TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;

interface Planned {
  readonly entry: Entry;
  readonly path: string;
}

/** Unpacks `file` into the empty folder `target`; what no model has is left out. The whole list is checked before the first byte is written. */
export async function unpackZip(
  file: string,
  target: string,
  options: {
    readonly signal: AbortSignal;
    readonly requireRoom: (bytes: number) => Promise<void>;
    readonly onShare: (share: number) => void;
  },
): Promise<void> {
  const zip = await openZip(file);
  try {
    const planned = plan(await listEntries(zip, options.signal));
    const total = planned.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
    const { size } = await stat(file);
    if (total > BOMB_FROM_BYTES && total > size * BOMB_RATIO)
      throw new ModelFailure(
        'archive-bomb',
        `${megabytes(size)} → ${megabytes(total)}`,
        `The archive claims to hold ${megabytes(total)} in ${megabytes(size)}: that is no model. It was not unpacked.`,
      );
    await options.requireRoom(total);
    let done = 0;
    for (const { entry, path } of planned) {
      options.signal.throwIfAborted();
      await writeEntry(zip, entry, join(target, path), path, options.signal);
      done += entry.uncompressedSize;
      options.onShare(total === 0 ? 1 : done / total);
    }
  } finally {
    zip.close();
  }
}

function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(brokenArchive(error));
      else resolve(zip);
    });
  });
}

function listEntries(zip: ZipFile, signal: AbortSignal): Promise<readonly Entry[]> {
  if (zip.entryCount > MAX_ENTRIES) throw tooMany(zip.entryCount);
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', (error: unknown) => reject(brokenArchive(error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (signal.aborted) reject(signal.reason);
      else if (entries.length > MAX_ENTRIES) reject(tooMany(entries.length));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

/** Which entries become which files. Throws at the first that tries to leave the folder. */
function plan(entries: readonly Entry[]): readonly Planned[] {
  const quota = createQuota();
  return entries.flatMap((entry) => {
    const verdict = judgePath(entry.fileName);
    const isLink = ((entry.externalFileAttributes >>> 16) & TYPE_MASK) === SYMLINK;
    if (verdict.kind === 'unsafe' || isLink) throw unsafePath(entry.fileName);
    if (verdict.kind === 'left-out' || entry.fileName.endsWith('/')) return [];
    if (entry.isEncrypted())
      throw new ModelFailure(
        'archive-encrypted',
        verdict.path,
        'The archive is locked with a password. Unpack it yourself and add the folder.',
      );
    quota.add(verdict.path, entry.uncompressedSize);
    return [{ entry, path: verdict.path }];
  });
}

async function writeEntry(zip: ZipFile, entry: Entry, to: string, path: string, signal: AbortSignal): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, readable) => (error ? reject(error) : resolve(readable)));
    });
    await pipeline(stream, createWriteStream(to, { flags: 'wx' }), { signal });
  } catch (error) {
    const code = codeFromError(error);
    if (signal.aborted || (code !== '' && !/^(?:EEXIST|ENOTDIR|Z_.*|ERR_.*)$/u.test(code))) throw error;
    throw brokenArchive(error, path);
  }
}

const tooMany = (count: number): ModelFailure =>
  new ModelFailure(
    'too-many-files',
    String(count),
    'The archive holds far more files than a model has. Unpack it and add the folder of one model.',
  );

function brokenArchive(cause: unknown, path = ''): ModelFailure {
  const what = `${path === '' ? '' : `${path}: `}${messageFromUnknown(cause).slice(0, 200)}`;
  // yauzl refuses such names by itself.
  if (/invalid relative path|absolute path|invalid characters in fileName/iu.test(what)) return unsafePath(what);
  return new ModelFailure(
    'archive-broken',
    what,
    `The archive is broken (${what}). Download it again, or unpack it yourself and add the folder.`,
    { cause },
  );
}
