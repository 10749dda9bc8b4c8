import { StudioError } from '#shared/errors.ts';
import { parseCubismJson } from './cubism-json.ts';
import { expressionNameOf, type Live2dManifest, motionNameOf, uniqueNames } from './live2d-manifest.ts';
import { baseName, createFileIndex, type FileIndex, folderOf, resolveModelPath } from './model-path.ts';
import { type Model3, model3Schema } from './model3.ts';

/** A model's folder as the import sees it, unpacked or not. Paths with forward slashes, relative to the folder's top. */
export interface ModelFiles {
  readonly paths: readonly string[];
  /** UTF-8. Rejects when the file is missing or larger than the reader allows. */
  text(path: string): Promise<string>;
  /** The first `bytes` bytes, or as many as there are. */
  head(path: string, bytes: number): Promise<Uint8Array>;
}

/** All files that a Cubism 3–5 model consists of. Paths as the folder has them. */
export interface Live2dFiles {
  readonly entry: string;
  readonly model: Model3;
  readonly moc: string;
  readonly textures: readonly string[];
  readonly physics: string | undefined;
  readonly pose: string | undefined;
  readonly displayInfo: string | undefined;
  readonly userData: string | undefined;
  readonly manifest: Live2dManifest;
  /** Sentences about what is missing but not needed. */
  readonly problems: readonly string[];
}

/** Entry files of a folder: `*.model3.json`, best first (shallow before deep); where there is none, `model.json` of Cubism 2. */
export function live2dEntries(paths: readonly string[]): readonly string[] {
  const order = (a: string, b: string): number => depth(a) - depth(b) || (a < b ? -1 : a > b ? 1 : 0);
  const cubism3 = paths.filter((path) => /\.model3\.json$/iu.test(path));
  const found = cubism3.length > 0 ? cubism3 : paths.filter((path) => /(?:^|[./])model\.json$/iu.test(baseName(path)));
  return [...found].sort(order);
}

export const isCubism2Entry = (entry: string): boolean => !/\.model3\.json$/iu.test(entry);

/**
 * Follows every reference of `entry`. Throws `not-found` when a file is missing without which nothing can be drawn, `invalid-input` when a reference
 * leaves the folder. Expressions and motions that lie in the folder but that the entry omits (as VTube Studio models have them) are added.
 */
export async function collectLive2dFiles(files: ModelFiles, entry: string): Promise<Live2dFiles> {
  const index = createFileIndex(files.paths);
  const model = parseCubismJson(model3Schema, await files.text(entry), entry);
  const { FileReferences: names } = model;
  const base = folderOf(entry);
  const problems: string[] = [];
  const renamed = new Map<string, string>();
  const find = (reference: string): string | undefined => {
    const wanted = resolveModelPath(base, reference, entry);
    const found = index.find(wanted);
    if (found !== undefined && found !== wanted) renamed.set(reference, relativeTo(base, found));
    return found;
  };
  const needed = (reference: string, what: string): string => {
    const found = find(reference);
    if (found !== undefined) return found;
    throw new StudioError(
      'not-found',
      `${entry} names the ${what} ${reference}, which is not in the folder; add the file, or copy the whole model again`,
    );
  };
  const wanted = (reference: string | undefined, what: string): string | undefined => {
    if (reference === undefined || reference === '') return undefined;
    const found = find(reference);
    if (found === undefined) problems.push(`the ${what} ${reference} is missing; the model is shown without it`);
    return found;
  };
  const moc = needed(names.Moc, 'model file');
  const textures = names.Textures.map((texture) => needed(texture, 'texture'));
  const physics = wanted(names.Physics, 'physics file');
  const pose = wanted(names.Pose, 'pose file');
  const displayInfo = wanted(names.DisplayInfo, 'list of names') ?? besideEntry(index, entry, '.cdi3.json');
  const userData = wanted(names.UserData, 'user data') ?? besideEntry(index, entry, '.userdata3.json');
  const expressions = expressionsOf(model, index, base, (file) => wanted(file, 'expression'));
  const motions = motionsOf(model, index, base, (file) => wanted(file, 'motion'));
  const manifest: Live2dManifest = { version: 1, expressions, motions, renamed: Object.fromEntries(renamed) };
  return { entry, model, moc, textures, physics, pose, displayInfo, userData, manifest, problems };
}

function expressionsOf(
  model: Model3,
  index: FileIndex,
  base: string,
  find: (file: string) => string | undefined,
): Live2dManifest['expressions'] {
  const named = (model.FileReferences.Expressions ?? []).flatMap(({ Name, File }) => {
    const file = find(File);
    return file === undefined
      ? []
      : [{ name: Name === undefined || Name === '' ? expressionNameOf(file) : nameOfExpression(Name), file }];
  });
  const more = omitted(index, base, /\.exp3\.json$/iu, new Set(named.map(({ file }) => file))).map((file) => ({
    name: expressionNameOf(file),
    file,
  }));
  const all = [...named, ...more].slice(0, 400);
  const names = uniqueNames(all.map(({ name }) => name));
  return all.map(({ file }, at) => ({ name: names[at] ?? file, file: relativeTo(base, file) }));
}

/** Some exporters write the file's name as the expression's. */
const nameOfExpression = (name: string): string => (/\.exp3?\.json$/iu.test(name) ? expressionNameOf(name) : name);

function motionsOf(
  model: Model3,
  index: FileIndex,
  base: string,
  find: (file: string) => string | undefined,
): Live2dManifest['motions'] {
  const named = Object.entries(model.FileReferences.Motions ?? {}).flatMap(([group, list]) =>
    list.flatMap(({ File, FadeInTime, FadeOutTime }) => {
      const file = find(File);
      return file === undefined ? [] : [{ group, file, fadeIn: fade(FadeInTime), fadeOut: fade(FadeOutTime) }];
    }),
  );
  const more = omitted(index, base, /\.motion3\.json$/iu, new Set(named.map(({ file }) => file))).map((file) => ({
    group: '',
    file,
    fadeIn: undefined,
    fadeOut: undefined,
  }));
  const all = [...named, ...more].slice(0, 1000);
  const names = uniqueNames(all.map(({ file }) => motionNameOf(file)));
  return all.map(({ group, file, fadeIn, fadeOut }, at) => ({
    name: names[at] ?? file,
    group,
    file: relativeTo(base, file),
    ...(fadeIn === undefined ? {} : { fadeIn }),
    ...(fadeOut === undefined ? {} : { fadeOut }),
  }));
}

/** Files of a kind in the entry's folder and below it that nothing names yet. */
function omitted(index: FileIndex, base: string, ending: RegExp, known: ReadonlySet<string>): readonly string[] {
  const inside = base === '' ? '' : `${base}/`;
  return index.paths.filter((path) => path.startsWith(inside) && ending.test(path) && !known.has(path));
}

/** `x.cdi3.json` beside `x.model3.json`, or the only one of its folder. */
function besideEntry(index: FileIndex, entry: string, ending: string): string | undefined {
  const exact = index.find(entry.replace(/\.model3\.json$/iu, ending));
  if (exact !== undefined) return exact;
  const all = index.paths.filter((path) => folderOf(path) === folderOf(entry) && path.toLowerCase().endsWith(ending));
  return all.length === 1 ? all[0] : undefined;
}

function fade(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds < 0 ? undefined : Math.min(10, seconds);
}

function relativeTo(base: string, path: string): string {
  return base === '' ? path : path.slice(base.length + 1);
}

function depth(path: string): number {
  return path.split('/').length;
}
