import { constants, copyFile, lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import { uniqueNames } from '#shared/avatar/cubism/live2d-manifest.ts';
import { MODEL_LIMITS, type ModelMotion } from '#shared/avatar/model.ts';
import { IMPORT_LIMITS, type ImportNote } from '#shared/avatar/model-import.ts';
import { ImportFailure } from './import-failure.ts';
import { judgePath } from './safe-path.ts';
import { listFolder, requireRoom, type StagedFile } from './staged-files.ts';
import { parseGlb } from './vrm/glb.ts';

/** Motions of a VRM lie here beside its entry file; a stage, which cannot list folders, reads the index. */
const FOLDER = 'motions';
const INDEX = 'index.json';
const MOTION = /\.(?:vrma|fbx|glb)$/iu;
const FBX_BINARY = 'Kaydara FBX Binary';

/** Adds motion files (.vrma, .fbx, .glb with an animation) of `source`, a file or a folder, to a VRM of the library. Throws `ImportFailure`. */
export async function addMotionFiles(source: string, modelFolder: string, entry: string): Promise<readonly ImportNote[]> {
  const { root, files } = await motionsAt(source);
  const target = join(modelFolder, dirname(entry), FOLDER);
  await mkdir(target, { recursive: true });
  await requireRoom(
    target,
    files.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const { path } of files) await checkMotion(join(root, path), basename(path));
  for (const { path } of files) await copyFile(join(root, path), join(target, basename(path)), constants.COPYFILE_FICLONE);
  await writeIndex(target);
  return [
    {
      code: 'motions-added',
      detail: files
        .map(({ path }) => basename(path))
        .join(', ')
        .slice(0, 2000),
    },
  ];
}

/** Puts motions that came with a VRM where its stage looks for them; broken ones go. There is an index in any case: nothing to ask for in vain. */
export async function settleMotions(modelFolder: string, paths: readonly string[]): Promise<void> {
  const target = join(modelFolder, FOLDER);
  await mkdir(target, { recursive: true });
  for (const path of paths.filter((each) => MOTION.test(each))) {
    const from = join(modelFolder, path);
    const isSound = await checkMotion(from, basename(path)).then(
      () => true,
      () => false,
    );
    if (isSound) await rename(from, join(target, basename(path)));
    else await rm(from);
  }
  await writeIndex(target);
}

async function motionsAt(source: string): Promise<{ root: string; files: readonly StagedFile[] }> {
  const stats = await lstat(source);
  const found = stats.isDirectory() ? (await listFolder(source)).files : [{ path: basename(source), bytes: stats.size }];
  const files =
    stats.isDirectory() || stats.isFile() ? found.filter(({ path }) => MOTION.test(path) && judgePath(path).kind === 'safe') : [];
  if (files.length === 0)
    throw new ImportFailure(
      'nothing-known',
      basename(source),
      'There is no motion among these files. Choose .vrma files, or .fbx files of a Mixamo character.',
    );
  return { root: stats.isDirectory() ? source : dirname(source), files };
}

async function writeIndex(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((file) => MOTION.test(file)).sort();
  const names = uniqueNames(files.map((file) => file.replace(MOTION, '').slice(0, 200)));
  const motions = files
    .slice(0, MODEL_LIMITS.motions)
    .map((file, at): ModelMotion => ({ name: names[at] ?? file, file, group: '', duration: 0, loop: false }));
  await writeFileAtomic(join(folder, INDEX), JSON.stringify(motions));
}

async function checkMotion(file: string, name: string): Promise<void> {
  const { size } = await lstat(file);
  if (size > IMPORT_LIMITS.fileBytes)
    throw new ImportFailure('too-large', name, `${name} has ${size} bytes, too many for a motion.`);
  const bytes = await readFile(file);
  if (!/\.fbx$/iu.test(name)) {
    parseGlb(bytes, name);
    return;
  }
  const isText = /^\s*; FBX \d/u.test(bytes.toString('latin1', 0, 64));
  if (bytes.toString('latin1', 0, FBX_BINARY.length) !== FBX_BINARY && !isText)
    throw new ImportFailure(
      'damaged',
      name,
      `${name} is no FBX file. Download it again from Mixamo, as FBX Binary without skin.`,
    );
}
