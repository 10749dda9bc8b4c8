import { live2dEntries } from '#shared/avatar/cubism/live2d-files.ts';
import type { ModelFormat } from '#shared/avatar/model.ts';
import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';
import { ImportFailure } from './import-failure.ts';

/** A model among the files that came in. */
export interface FoundModel {
  readonly format: ModelFormat;
  /** Folder of everything that belongs to it; '' is the top. */
  readonly root: string;
  /** Relative to the root. */
  readonly entry: string;
  /** Relative to the root. */
  readonly files: readonly string[];
}

const PICTURE = /\.(?:png|apng|gif|webp|jpe?g)$/iu;

/** What the files are: every model in them, or a reason why there is none. Throws `ImportFailure`. `name` is what was dropped. */
export function findModels(paths: readonly string[], name: string): readonly FoundModel[] {
  const found = [...puppets(paths), ...live2d(paths), ...vrms(paths)];
  // Artists put the PSD beside what was made of it; only where there is nothing else is it the model.
  const models = [found, drawings(paths), pictures(paths)].find((some) => some.length > 0) ?? [];
  if (models.length === 0) throw nothingIn(paths, name);
  if (models.length > IMPORT_LIMITS.modelsAtOnce)
    throw new ImportFailure(
      'too-many-models',
      String(models.length),
      `${name} holds ${models.length} models; at most ${IMPORT_LIMITS.modelsAtOnce} are taken at once. Add them in smaller groups.`,
    );
  return models;
}

/** PSB only so that its reader can say what to do with it. */
export const isDrawing = (path: string): boolean => /\.ps[db]$/iu.test(path);

function puppets(paths: readonly string[]): readonly FoundModel[] {
  return paths
    .filter((path) => /(?:^|\/)puppet\.json$/iu.test(path))
    .map((path) => within(paths, folderOf(path), path, 'puppet'));
}

/** A folder with its textures and motions in folders below; costumes lie side by side or in one folder, each with its own entry file. */
function live2d(paths: readonly string[]): readonly FoundModel[] {
  return live2dEntries(paths).map((path) => within(paths, folderOf(path), path, 'live2d'));
}

/** Everything is in the one file. */
function vrms(paths: readonly string[]): readonly FoundModel[] {
  const entries = paths.filter((path) => /\.vrm$/iu.test(path));
  const single = entries.length > 0 ? entries : paths.filter((path) => /\.glb$/iu.test(path) && paths.length === 1);
  return single.map((path) => {
    const root = folderOf(path);
    const entry = relativeTo(root, path);
    const motions = paths
      .filter((other) => /\.vrma$/iu.test(other) && isInside(root, other))
      .map((other) => relativeTo(root, other));
    return { format: 'vrm', root, entry, files: [entry, ...motions] };
  });
}

/** Layered paintings, each of which is rigged by the names of its layers. */
function drawings(paths: readonly string[]): readonly FoundModel[] {
  return paths
    .filter(isDrawing)
    .map((path) => ({ format: 'puppet', root: folderOf(path), entry: nameOf(path), files: [nameOf(path)] }));
}

/** Pictures alone: one drawn by mouth and eyes, named for what they show. `image.json` says it outright. */
function pictures(paths: readonly string[]): readonly FoundModel[] {
  const manifest = paths.find((path) => /(?:^|\/)image\.json$/iu.test(path));
  const all = paths.filter((path) => PICTURE.test(path));
  if (manifest !== undefined) return [within(paths, folderOf(manifest), manifest, 'image')];
  const others = paths.filter((path) => !PICTURE.test(path) && !/\.(?:txt|md|pdf|rtf)$/iu.test(path));
  if (all.length === 0 || others.length > 0) return [];
  const root = commonFolder(all);
  return [{ format: 'image', root, entry: 'image.json', files: all.map((path) => relativeTo(root, path)) }];
}

function within(paths: readonly string[], root: string, entry: string, format: ModelFormat): FoundModel {
  return {
    format,
    root,
    entry: relativeTo(root, entry),
    files: paths.filter((path) => isInside(root, path)).map((path) => relativeTo(root, path)),
  };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
const isInside = (root: string, path: string): boolean => root === '' || path.startsWith(`${root}/`);
const relativeTo = (root: string, path: string): string => (root === '' ? path : path.slice(root.length + 1));

function commonFolder(paths: readonly string[]): string {
  const [first = '', ...rest] = paths.map(folderOf);
  let common = first;
  for (const folder of rest)
    while (common !== '' && folder !== common && !folder.startsWith(`${common}/`)) common = folderOf(common);
  return common;
}

/** The usual mistakes, each with the way out. */
const ADVICE: readonly {
  readonly pattern: RegExp;
  readonly code: 'editor-file' | 'other-archive' | 'other-format' | 'missing-files' | 'needs-model';
  readonly message: string;
}[] = [
  {
    pattern: /\.(?:cmo3|can3|cmp3|cmox|canx)$/iu,
    code: 'editor-file',
    message:
      'is a file of the Live2D editor. In the editor choose File → Export for runtime (moc3) and add the folder that it makes.',
  },
  {
    pattern: /\.(?:moc3|moc)$/iu,
    code: 'missing-files',
    message: 'is one part of a Live2D model. Add the whole folder, with the .model3.json and the textures.',
  },
  {
    pattern: /\.(?:vrma|fbx|bvh)$/iu,
    code: 'needs-model',
    message:
      'is a motion. Open a VRM model in the library and add it there. A character in FBX must be turned into a VRM first (VRoid Studio, UniVRM or the VRM add-on for Blender).',
  },
  {
    pattern: /\.(?:rar|7z|tar|gz|lzh|unitypackage)$/iu,
    code: 'other-archive',
    message: 'is a kind of archive that is not read. Unpack it yourself and add the folder, or pack it as zip.',
  },
  {
    pattern: /\.(?:pmx|pmd|x|blend|vroid|fbx|obj|dae|gltf|glb|inp|inx|spine)$/iu,
    code: 'other-format',
    message: 'is of a format that is not read. Turn it into a VRM with VRoid Studio, UniVRM or the VRM add-on for Blender.',
  },
  {
    pattern: /\.(?:clip|sai2?|kra)$/iu,
    code: 'other-format',
    message: 'is a layered painting. Save it as PSD, with its layers, and add that.',
  },
];

export function nothingIn(paths: readonly string[], name: string): ImportFailure {
  for (const { pattern, code, message } of ADVICE) {
    const path = [...paths, name].find((each) => pattern.test(each));
    if (path !== undefined) return new ImportFailure(code, path, `${path} ${message}`);
  }
  return new ImportFailure(
    'nothing-known',
    name,
    `There is no avatar in ${name}: no .vrm, no .model3.json, no puppet.json and no picture. Choose the file or folder that the model's author gave you.`,
  );
}
