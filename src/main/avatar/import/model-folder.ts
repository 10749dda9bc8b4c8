import { copyFile, mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type PictureHeader, readPictureHeader } from '#main/platform/image-header.ts';
import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';
import { StudioError } from '#shared/errors.ts';
import type { FoundModel } from './find-models.ts';
import { ImportFailure } from './import-failure.ts';
import { shrinkPicture, sizeWithin } from './textures/shrink-picture.ts';
import { checkPictureSize } from './vrm/inspect-vrm.ts';

/** Headers of pictures lie at their beginning; JPEGs may carry a camera's notes before theirs. */
const HEADER_BYTES = 512 * 1024;

/** The files of one found model in a folder of their own. `shared`: others of the same import use some of them too. */
export async function gatherModel(
  staging: string,
  source: string,
  found: FoundModel,
  index: number,
  shared: boolean,
): Promise<string> {
  const folder = `model-${index}`;
  const target = join(staging, folder);
  await mkdir(target, { recursive: true });
  for (const path of found.files) {
    const from = join(source, found.root, path);
    const to = join(target, path);
    await mkdir(dirname(to), { recursive: true });
    if (shared) await copyFile(from, to);
    else await rename(from, to);
  }
  return folder;
}

/** Read access for the formats' own readers, which work on paths that were checked already. */
export function filesOf(
  folder: string,
  paths: readonly string[],
): {
  readonly paths: readonly string[];
  text(path: string): Promise<string>;
  head(path: string, bytes: number): Promise<Uint8Array>;
} {
  const known = new Set(paths);
  const resolve = (path: string): string => {
    if (!known.has(path)) throw new StudioError('not-found', `${path} is not in the model's folder; copy the whole model again`);
    return join(folder, path);
  };
  return {
    paths,
    async text(path) {
      const { size } = await stat(resolve(path));
      if (size > IMPORT_LIMITS.jsonBytes)
        throw new StudioError('too-large', `${path} has ${size} bytes; at most ${IMPORT_LIMITS.jsonBytes} are read`);
      return textOf(await readFile(join(folder, path)));
    },
    head: (path, bytes) => readHead(resolve(path), bytes),
  };
}

/** Editors on Windows put a byte order mark in front. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);

export async function readHead(file: string, bytes: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export interface FolderPictures {
  readonly headers: ReadonlyMap<string, PictureHeader>;
  readonly shrunk: number;
  readonly largestBefore: number;
}

/** Checks every picture of the folder by its header, and makes those above `limit` smaller where `mayShrink`. Throws `ImportFailure`. */
export async function checkPictures(
  folder: string,
  paths: readonly string[],
  options: {
    readonly limit: number;
    readonly mayShrink: boolean;
    readonly signal: AbortSignal;
    readonly onProgress: (share: number) => void;
  },
): Promise<FolderPictures> {
  const headers = new Map<string, PictureHeader>();
  const pictures = paths.filter((path) => /\.(?:png|apng|gif|webp|jpe?g|ktx2)$/iu.test(path));
  let shrunk = 0;
  let largestBefore = 0;
  for (const [done, path] of pictures.entries()) {
    options.signal.throwIfAborted();
    const header = readPictureHeader(await readHead(join(folder, path), HEADER_BYTES));
    if (header === undefined)
      throw new ImportFailure(
        'damaged',
        path,
        `${path} is no picture, or cut off. Copy the model again, or save the picture anew.`,
      );
    checkPictureSize(header, path);
    headers.set(path, header);
    const target = sizeWithin(header, options.limit);
    if (target === undefined || header.animated) continue;
    if (!options.mayShrink)
      throw new ImportFailure(
        'texture-too-large',
        `${path}: ${header.width} × ${header.height}`,
        `${path} has ${header.width} × ${header.height} pixels, above the limit of ${options.limit}. Save it smaller, or raise the limit in the settings.`,
      );
    largestBefore = Math.max(largestBefore, header.width, header.height);
    await writeFile(
      join(folder, path),
      await shrinkPicture(await readFile(join(folder, path)), header, options.limit, path, options.signal),
    );
    headers.set(path, { ...header, ...target });
    shrunk += 1;
    options.onProgress((done + 1) / pictures.length);
  }
  return { headers, shrunk, largestBefore };
}

/** Bytes of everything below a folder. */
export async function folderBytes(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) total += await folderBytes(path);
    else if (entry.isFile()) total += (await stat(path)).size;
  }
  return total;
}
