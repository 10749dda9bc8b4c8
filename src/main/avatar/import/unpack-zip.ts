import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, getFileNameLowLevel, open, type ZipFile } from 'yauzl';
import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { ImportFailure } from './import-failure.ts';
import { judgePath } from './safe-path.ts';
import { createQuota, megabytes, requireRoom, type Staged, type StagedFile } from './staged-files.ts';
import { nameDecoderFor } from './zip-names.ts';

/** Packed models come to a fifth of their size at best; far more is an archive made to fill disks. */
const BOMB_RATIO = 100;
const BOMB_FROM_BYTES = 50_000_000;
/** Unix file type of a symbolic link, in the upper half of the external attributes. */
const TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;
const UTF8_FLAG = 0x800;

interface PlannedEntry extends StagedFile {
  readonly entry: Entry;
}

/** Unpacks the archive `file` into the empty folder `target`. The whole list is checked before the first byte is written. */
export async function unpackZip(
  file: string,
  target: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Staged> {
  const zip = await openZip(file);
  try {
    const { files, leftOut } = plan(await listEntries(zip, signal));
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const { size } = await stat(file);
    if (total > BOMB_FROM_BYTES && total > size * BOMB_RATIO)
      throw new ImportFailure(
        'archive-bomb',
        `${megabytes(size)} → ${megabytes(total)}`,
        `The archive claims to hold ${megabytes(total)} in ${megabytes(size)}: that is no model. It was not unpacked.`,
      );
    await requireRoom(target, total);
    let done = 0;
    for (const { entry, path, bytes } of files) {
      signal.throwIfAborted();
      await writeEntry(zip, entry, join(target, path), path, signal);
      done += bytes;
      onProgress(total === 0 ? 1 : done / total);
    }
    return { files: files.map(({ path, bytes }) => ({ path, bytes })), leftOut };
  } finally {
    zip.close();
  }
}

function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false, decodeStrings: false }, (error, zip) => {
      if (error) reject(brokenArchive(error));
      else resolve(zip);
    });
  });
}

function listEntries(zip: ZipFile, signal: AbortSignal): Promise<readonly Entry[]> {
  if (zip.entryCount > 4 * IMPORT_LIMITS.files) throw tooMany();
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', (error: unknown) => reject(brokenArchive(error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (signal.aborted) reject(signal.reason);
      else if (entries.length > 4 * IMPORT_LIMITS.files) reject(tooMany());
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

/** Which entries become which files. Throws at the first that tries to leave the folder. */
function plan(entries: readonly Entry[]): { files: readonly PlannedEntry[]; leftOut: readonly string[] } {
  const legacy = nameDecoderFor(entries.filter((entry) => (entry.generalPurposeBitFlag & UTF8_FLAG) === 0).map(rawName));
  const quota = createQuota();
  const files: PlannedEntry[] = [];
  const leftOut: string[] = [];
  for (const entry of entries) {
    const name = nameOf(entry, (bytes) => legacy.decode(bytes));
    const verdict = judgePath(name);
    if (verdict.kind === 'unsafe' || isSymlink(entry))
      throw new ImportFailure(
        'unsafe-path',
        name.slice(0, 200),
        `The archive holds ${JSON.stringify(name.slice(0, 200))}, which leads out of its folder. Models do not do that; get it anew from its author.`,
      );
    if (/[/\\]$/u.test(name)) continue;
    if (verdict.kind === 'left-out') {
      leftOut.push(name);
      continue;
    }
    if (entry.isEncrypted())
      throw new ImportFailure(
        'archive-encrypted',
        verdict.path,
        'The archive is locked with a password. Unpack it yourself and add the folder.',
      );
    quota.add(verdict.path, entry.uncompressedSize);
    files.push({ entry, path: verdict.path, bytes: entry.uncompressedSize });
  }
  return { files, leftOut };
}

/** yauzl hands the bytes when it is told not to decode; its types do not say so. */
function rawName(entry: Entry): Buffer {
  const name: unknown = entry.fileName;
  return Buffer.isBuffer(name) ? name : Buffer.from(String(name));
}

function nameOf(entry: Entry, legacy: (bytes: Uint8Array) => string): string {
  const raw = rawName(entry);
  if ((entry.generalPurposeBitFlag & UTF8_FLAG) !== 0) return raw.toString('utf8');
  const hasUnicodePath = entry.extraFields.some(({ id }) => id === 0x7075);
  return hasUnicodePath ? getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true) : legacy(raw);
}

const isSymlink = (entry: Entry): boolean => ((entry.externalFileAttributes >>> 16) & TYPE_MASK) === SYMLINK;

async function writeEntry(zip: ZipFile, entry: Entry, to: string, path: string, signal: AbortSignal): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, readable) => (error ? reject(error) : resolve(readable)));
    });
    await pipeline(stream, createWriteStream(to, { flags: 'wx' }), { signal });
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (signal.aborted || (code !== undefined && code !== 'EEXIST' && code !== 'ENOTDIR' && !/^(?:Z_|ERR_)/u.test(String(code))))
      throw error;
    throw brokenArchive(error, path);
  }
}

const tooMany = (): ImportFailure =>
  new ImportFailure(
    'too-many-files',
    String(IMPORT_LIMITS.files),
    `The archive holds more than ${IMPORT_LIMITS.files} files. Unpack it and add the folder of one model.`,
  );

function brokenArchive(cause: unknown, path = ''): ImportFailure {
  const what = messageFromUnknown(cause).slice(0, 200);
  return new ImportFailure(
    'archive-broken',
    path === '' ? what : `${path}: ${what}`,
    `The archive is broken (${path === '' ? '' : `${path}: `}${what}). Download it again, or unpack it yourself and add the folder.`,
    { cause },
  );
}
