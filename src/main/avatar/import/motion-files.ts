import { constants, copyFile, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ImportNote } from '#shared/avatar/model-import.ts';
import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';
import { ImportFailure } from './import-failure.ts';
import { judgePath } from './safe-path.ts';
import { listFolder, requireRoom, type StagedFile } from './staged-files.ts';
import { parseGlb } from './vrm/glb.ts';

/** Motions that a streamer added to a VRM lie here, beside its entry file. */
export const MOTION_FOLDER = 'motions';
export const MOTION_LIST = 'motions.json';
const FBX_BINARY = 'Kaydara FBX Binary';

/** Copies motion files (.vrma, .fbx, .glb with an animation) of `source` beside the model's entry and lists them for the stage. Throws `ImportFailure`. */
export async function addMotionFiles(source: string, modelFolder: string, entry: string): Promise<readonly ImportNote[]> {
  const stats = await lstat(source);
  const files: readonly StagedFile[] = stats.isDirectory()
    ? (await listFolder(source)).files
    : stats.isFile()
      ? [{ path: basename(source), bytes: stats.size }]
      : [];
  const root = stats.isDirectory() ? source : dirname(source);
  const motions = files.filter(({ path }) => /\.(?:vrma|fbx|glb)$/iu.test(path) && judgePath(path).kind === 'safe');
  if (motions.length === 0)
    throw new ImportFailure(
      'nothing-known',
      basename(source),
      'There is no motion among these files. Choose .vrma files, or .fbx files of a Mixamo character.',
    );
  const target = join(modelFolder, dirname(entry), MOTION_FOLDER);
  await mkdir(target, { recursive: true });
  await requireRoom(
    target,
    motions.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const { path } of motions) await checkMotion(join(root, path), basename(path));
  for (const { path } of motions) await copyFile(join(root, path), join(target, basename(path)), constants.COPYFILE_FICLONE);
  const all = (await listFolder(target)).files.map(({ path }) => path).filter((path) => /\.(?:vrma|fbx|glb)$/iu.test(path));
  await writeFile(join(target, MOTION_LIST), JSON.stringify({ version: 1, files: all.sort() }));
  return [
    {
      code: 'motions-added',
      detail: motions
        .map(({ path }) => basename(path))
        .join(', ')
        .slice(0, 2000),
    },
  ];
}

async function checkMotion(file: string, name: string): Promise<void> {
  const { size } = await lstat(file);
  if (size > IMPORT_LIMITS.fileBytes)
    throw new ImportFailure('too-large', name, `${name} has ${size} bytes, too many for a motion.`);
  const bytes = await readFile(file);
  if (/\.fbx$/iu.test(name)) {
    const isText = /^\s*; FBX \d/u.test(bytes.toString('latin1', 0, 64));
    if (bytes.toString('latin1', 0, FBX_BINARY.length) !== FBX_BINARY && !isText)
      throw new ImportFailure(
        'damaged',
        name,
        `${name} is no FBX file. Download it again from Mixamo, as FBX Binary without skin.`,
      );
    return;
  }
  parseGlb(bytes, name);
}
