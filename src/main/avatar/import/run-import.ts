import type { Stats } from 'node:fs';
import { lstat, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportNote, ImportState } from '#shared/avatar/model-import.ts';
import { findModels } from './find-models.ts';
import { ImportFailure } from './import-failure.ts';
import { inspectModel } from './inspect-model.ts';
import { gatherModel, readHead } from './model-folder.ts';
import { stageFile } from './stage-file.ts';
import { listFolder, type Staged, stageFolder } from './staged-files.ts';
import type { StagedModel } from './staged-model.ts';
import { unpackZip } from './unpack-zip.ts';

export interface ImportRequest {
  /** A file or folder anywhere, or the files that were uploaded. */
  readonly source: string;
  /** The source lies in the staging folder and may be moved from there. */
  readonly owned: boolean;
  /** For people: what was dropped. */
  readonly name: string;
  /** Empty folder of this import alone, on the library's disk. */
  readonly staging: string;
  readonly textureLimit: number;
}

export type OnProgress = (state: ImportState, share: number) => void;

/** Brings in what `source` holds, as models in folders below `staging`. Throws `ImportFailure`, or the signal's reason. Writes nowhere else. */
export async function runImport(
  request: ImportRequest,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<readonly StagedModel[]> {
  onProgress('unpacking', 0);
  const staged = await stage(request, signal, (share) => onProgress('unpacking', share));
  const found = findModels(
    staged.files.map(({ path }) => path),
    request.name,
  );
  const models: StagedModel[] = [];
  for (const [index, model] of found.entries()) {
    signal.throwIfAborted();
    onProgress('checking', index / found.length);
    const folder = await gatherModel(request.staging, staged.root, model, index, found.length > 1);
    const inspected = await inspectModel({
      folder: join(request.staging, folder),
      found: model,
      droppedName: request.name.replace(/\.[^.]*$/u, ''),
      textureLimit: request.textureLimit,
      signal,
      onTextures: (share) => onProgress('textures', share),
    });
    models.push({ ...inspected, folder, notes: [...inspected.notes, ...leftOutNote(index === 0 ? staged.leftOut : [])] });
  }
  await rm(join(request.staging, UNPACKED), { recursive: true, force: true });
  onProgress('storing', 1);
  return models;
}

interface StagedAt extends Staged {
  /** Folder that the files' paths start from. */
  readonly root: string;
}

/** Folder of what was unpacked or copied, below the staging folder. */
const UNPACKED = 'files';

async function stage(request: ImportRequest, signal: AbortSignal, onShare: (share: number) => void): Promise<StagedAt> {
  const { source, owned } = request;
  if (!(await requireNoLink(source, request.name)).isDirectory()) return stageOne(request, source, request.name, signal, onShare);
  const inside = await listFolder(source);
  const all = [...inside.files.map(({ path }) => path), ...inside.leftOut];
  const [only] = all;
  // One file in a folder: it may be an archive, or deserve an explanation of its own.
  if (only !== undefined && all.length === 1) {
    const path = join(source, only);
    await requireNoLink(path, only);
    if (inside.files.length === 0 || (await isZip(path))) return stageOne(request, path, basename(only), signal, onShare);
  }
  if (owned) return { ...inside, root: source };
  const root = await unpackedFolder(request);
  return { ...(await stageFolder(source, root, signal, onShare)), root };
}

async function stageOne(
  request: ImportRequest,
  path: string,
  name: string,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<StagedAt> {
  const root = await unpackedFolder(request);
  if (await isZip(path)) return { ...(await unpackZip(path, root, signal, onShare)), root };
  return { ...(await stageFile(path, name, root, request.owned)), root };
}

async function unpackedFolder({ staging }: ImportRequest): Promise<string> {
  const folder = join(staging, UNPACKED);
  await mkdir(folder, { recursive: true });
  return folder;
}

async function requireNoLink(path: string, name: string): Promise<Stats> {
  const stats = await lstat(path);
  if (stats.isSymbolicLink())
    throw new ImportFailure('unsafe-path', name, `${name} is a link. Add the file or folder that it leads to.`);
  if (!stats.isFile() && !stats.isDirectory())
    throw new ImportFailure('not-readable', name, `${name} is neither a file nor a folder. Choose another.`);
  return stats;
}

/** By its first bytes: archives come under many names (.zip, .vmodel, none). */
async function isZip(file: string): Promise<boolean> {
  const head = Buffer.from(await readHead(file, 4));
  return head.length === 4 && (head.readUInt32LE(0) === 0x04034b50 || head.readUInt32LE(0) === 0x06054b50);
}

function leftOutNote(leftOut: readonly string[]): readonly ImportNote[] {
  const told = leftOut.filter((path) => !/(?:^|\/)(?:\.|__MACOSX|desktop\.ini$|thumbs\.db$)/iu.test(path));
  return told.length === 0
    ? []
    : [
        {
          code: 'files-left-out',
          detail: `${told.slice(0, 10).join(', ')}${told.length > 10 ? ` … (${told.length})` : ''}`.slice(0, 2000),
        },
      ];
}
