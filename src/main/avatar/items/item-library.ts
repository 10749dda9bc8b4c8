import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { ItemLibrary } from '#main/avatar/items.types.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { ItemFile } from '#shared/avatar/items.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { extensionFits, itemFormatOf, itemKindOf, usualExtension } from './item-kind.ts';

export interface ItemLibraryOptions {
  /** The streamer's folder; made when needed. */
  readonly folder: string;
  readonly shippedFolder: string;
  readonly urlOf: (path: string) => string;
  readonly shippedUrlOf: (path: string) => string;
  readonly logger: Logger;
}

export const ITEM_BYTES_LIMIT = 12 * 1024 * 1024;
const MOST_FILES = 2000;
const HEAD_BYTES = 8192;

export function createItemLibrary(options: ItemLibraryOptions): ItemLibrary {
  const { folder, shippedFolder, logger } = options;
  const files = createCell<readonly ItemFile[]>([]);
  const own = new Set<string>();
  const find = (fileName: string): ItemFile | undefined =>
    files.get().find((file) => file.fileName.toLowerCase() === fileName.toLowerCase());

  async function readAll(): Promise<void> {
    const shipped = await readFolder(shippedFolder, options.shippedUrlOf);
    const mine = await readFolder(folder, options.urlOf);
    for (const { fileName } of mine) own.add(fileName);
    const names = new Set(mine.map(({ fileName }) => fileName.toLowerCase()));
    files.set([...shipped.filter(({ fileName }) => !names.has(fileName.toLowerCase())), ...mine].slice(0, MOST_FILES));
  }

  const ready = readAll().catch((error: unknown) => {
    logger.warn('the items could not be read', { folder, cause: messageFromUnknown(error) });
  });

  return {
    files,
    ready,
    find,
    isShipped: (fileName) => !own.has(fileName),
    async add(fileName, bytes) {
      await ready;
      if (bytes.length > ITEM_BYTES_LIMIT)
        throw new StudioError(
          'invalid-input',
          `An item may have ${ITEM_BYTES_LIMIT >> 20} MB; this one has ${bytes.length >> 20}. Make the picture smaller.`,
        );
      if (files.get().length >= MOST_FILES)
        throw new StudioError('invalid-input', `There are ${MOST_FILES} items already. Remove some first.`);
      const format = itemFormatOf(bytes);
      if (format === undefined)
        throw new StudioError('invalid-input', `"${fileName}" is no PNG, JPEG, GIF, WebP or GLB file. Choose one of these.`);
      const name = freeName(
        safeName(fileName, usualExtension(format), (candidate) => extensionFits(format, candidate)),
        (candidate) => find(candidate) !== undefined,
      );
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, name), bytes, { flag: 'wx' });
      const file: ItemFile = {
        fileName: name,
        kind: itemKindOf(format, bytes),
        url: options.urlOf(name),
        frameUrls: [],
        bytes: bytes.length,
      };
      own.add(name);
      files.set([...files.get(), file]);
      return file;
    },
    async remove(fileName) {
      await ready;
      const file = find(fileName);
      if (file === undefined || !own.has(file.fileName)) return undefined;
      await rm(join(folder, file.fileName), { recursive: true, force: true });
      own.delete(file.fileName);
      files.set(files.get().filter((other) => other !== file));
      return file;
    },
  };
}

/** Pictures and props of a folder; a folder in it with numbered pictures is one animation. */
async function readFolder(folder: string, urlOf: (path: string) => string): Promise<ItemFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith('.'))
      .slice(0, MOST_FILES)
      .map((entry) => {
        if (entry.isDirectory()) return readFrames(folder, entry.name, urlOf);
        return entry.isFile() ? readFile(folder, entry.name, urlOf) : undefined;
      }),
  );
  return files.filter((file) => file !== undefined).sort((a, b) => a.fileName.localeCompare(b.fileName));
}

async function readFile(folder: string, name: string, urlOf: (path: string) => string): Promise<ItemFile | undefined> {
  const head = await headOf(join(folder, name));
  const format = itemFormatOf(head.bytes);
  if (format === undefined || head.size > ITEM_BYTES_LIMIT) return undefined;
  return { fileName: name, kind: itemKindOf(format, head.bytes), url: urlOf(name), frameUrls: [], bytes: head.size };
}

const MOST_FRAMES = 1024;

async function readFrames(folder: string, name: string, urlOf: (path: string) => string): Promise<ItemFile | undefined> {
  const inside = await readdir(join(folder, name));
  const frames = inside
    .filter((file) => /\.(png|jpe?g|webp)$/iu.test(file))
    .sort(byNumber)
    .slice(0, MOST_FRAMES);
  const frameUrls = frames.map((file) => urlOf(`${name}/${file}`));
  const [url] = frameUrls;
  if (url === undefined) return undefined;
  const sizes = await Promise.all(frames.map(async (file) => (await stat(join(folder, name, file))).size));
  return { fileName: name, kind: 'frames', url, frameUrls, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

let collator: Intl.Collator | undefined;
/** The first order of this kind costs the runtime a lot: it is made when something is to be ordered. */
function byNumber(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}

async function headOf(path: string): Promise<{ bytes: Uint8Array; size: number }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const bytes = new Uint8Array(Math.min(size, HEAD_BYTES));
    await handle.read(bytes, 0, bytes.length, 0);
    return { bytes, size };
  } finally {
    await handle.close();
  }
}

/** A name that every file system takes, with an ending that fits what is in the file. */
function safeName(fileName: string, extension: string, fits: (name: string) => boolean): string {
  const cleaned = basename(fileName.replace(/\\/gu, '/'))
    .replace(/[\p{Cc}<>:"/|?*]/gu, '')
    .replace(/^\.+|[. ]+$/gu, '')
    .slice(0, 120);
  const name = cleaned === '' ? 'item' : cleaned;
  return fits(name) ? name : `${name.slice(0, name.length - extname(name).length) || 'item'}${extension}`;
}

function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let number = 2; ; number++) {
    const candidate = `${stem} (${number})${extension}`;
    if (!isTaken(candidate)) return candidate;
  }
}
