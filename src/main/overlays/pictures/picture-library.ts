import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type PictureHeader, type PictureType, readPictureHeader } from '#main/platform/image-header.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import { OVERLAY_PICTURE_BYTES, type OverlayPicture } from '#shared/contract/overlays.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { PictureLibrary } from '../overlays.types.ts';

const MOST_PICTURES = 500;
/** A picture of more would take a browser source's whole memory. */
const MOST_PIXELS = 40_000_000;
const HEADER_BYTES = 512 * 1024;
const ENDINGS: Partial<Record<PictureType, readonly string[]>> = {
  png: ['.png', '.apng'],
  jpeg: ['.jpg', '.jpeg'],
  webp: ['.webp'],
  gif: ['.gif'],
};

/** The pictures of frame, cards and alerts: files in a folder of the streamer's, which may also be filled by hand. */
export function createPictureLibrary(options: {
  readonly folder: string;
  readonly urlOf: (fileName: string) => string;
  readonly logger: Logger;
}): PictureLibrary {
  const { folder, urlOf, logger } = options;
  const pictures = createCell<readonly OverlayPicture[]>([]);
  const find = (fileName: string): OverlayPicture | undefined => pictures.get().find((one) => one.fileName === fileName);

  async function readAll(): Promise<void> {
    const names = (await readdir(folder, { withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b));
    const found = await Promise.all(names.slice(0, MOST_PICTURES).map((name) => readPicture(folder, name, urlOf)));
    pictures.set(found.filter((one) => one !== undefined));
  }
  const ready = readAll().catch((cause: unknown) =>
    logger.warn('the pictures of the overlays cannot be read', { folder, cause: messageFromUnknown(cause) }),
  );

  return {
    pictures,
    ready,
    find,
    async add(fileName, bytes) {
      await ready;
      if (bytes.length > OVERLAY_PICTURE_BYTES)
        throw new StudioError('too-large', `${fileName} has more than 10 MB. Save it smaller and add it again.`);
      if (pictures.get().length >= MOST_PICTURES)
        throw new StudioError('invalid-input', `There are ${MOST_PICTURES} pictures already. Remove some first.`);
      const header = headerOf(fileName, bytes);
      const name = freeName(safeName(fileName, header.type), (one) => find(one) !== undefined);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, name), bytes, { flag: 'wx' });
      } catch (cause) {
        throw new StudioError(
          'storage',
          `${name} could not be kept: ${messageFromUnknown(cause)}. Free some space and try again.`,
          {
            cause,
          },
        );
      }
      const picture = { fileName: name, url: urlOf(name), width: header.width, height: header.height, bytes: bytes.length };
      pictures.set([...pictures.get(), picture].sort((a, b) => a.fileName.localeCompare(b.fileName)));
      return picture;
    },
    async remove(fileName) {
      await ready;
      if (find(fileName) === undefined) throw new StudioError('not-found', `There is no picture ${fileName}.`);
      await rm(join(folder, fileName), { force: true });
      pictures.set(pictures.get().filter((one) => one.fileName !== fileName));
    },
  };
}

/** By what is in the file, never by its name. */
function headerOf(fileName: string, bytes: Uint8Array): PictureHeader {
  const header = readPictureHeader(bytes);
  if (header === undefined || ENDINGS[header.type] === undefined)
    throw new StudioError('invalid-input', `${fileName} is no PNG, JPEG, GIF or WebP picture. Save it as one of these.`);
  if (header.width * header.height > MOST_PIXELS)
    throw new StudioError(
      'too-large',
      `${fileName} has ${header.width} × ${header.height} pixels, too many for an overlay. Save it smaller.`,
    );
  return header;
}

async function readPicture(
  folder: string,
  fileName: string,
  urlOf: (fileName: string) => string,
): Promise<OverlayPicture | undefined> {
  const path = join(folder, fileName);
  const { size } = await stat(path);
  if (size > OVERLAY_PICTURE_BYTES) return undefined;
  const handle = await open(path, 'r');
  try {
    const head = new Uint8Array(Math.min(size, HEADER_BYTES));
    await handle.read(head, 0, head.length, 0);
    const { width, height } = headerOf(fileName, head);
    return { fileName, url: urlOf(fileName), width, height, bytes: size };
  } catch {
    // Somebody else's file in the folder.
    return undefined;
  } finally {
    await handle.close();
  }
}

/** A name that every file system takes, with an ending that says what is in the file. */
function safeName(fileName: string, type: PictureType): string {
  const cleaned = basename(fileName.replaceAll('\\', '/'))
    .replace(/[\p{Cc}<>:"/|?*%#]/gu, '')
    .replace(/^\.+|[. ]+$/gu, '')
    .slice(-120);
  const endings = ENDINGS[type] ?? [];
  const stem = cleaned.slice(0, cleaned.length - extname(cleaned).length) || 'picture';
  return endings.includes(extname(cleaned).toLowerCase()) ? cleaned : `${stem}${endings[0] ?? ''}`;
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
