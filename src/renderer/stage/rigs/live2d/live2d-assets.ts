import { type DisplayNames, NO_DISPLAY_NAMES, readCdi3 } from '#shared/avatar/cubism/cdi3.ts';
import { parseCubismJson } from '#shared/avatar/cubism/cubism-json.ts';
import { readExpression3 } from '#shared/avatar/cubism/expression3.ts';
import {
  expressionNameOf,
  LIVE2D_MANIFEST_FILE,
  type Live2dManifest,
  live2dManifestSchema,
  motionNameOf,
  uniqueNames,
} from '#shared/avatar/cubism/live2d-manifest.ts';
import { baseName, resolveModelPath } from '#shared/avatar/cubism/model-path.ts';
import { CUBISM_2_ADVICE } from '#shared/avatar/cubism/model2.ts';
import { type Model3, model3Schema } from '#shared/avatar/cubism/model3.ts';
import { type Motion3, readMotion3 } from '#shared/avatar/cubism/motion3.ts';
import { type Physics3, readPhysics3 } from '#shared/avatar/cubism/physics3.ts';
import { type Pose3, readPose3 } from '#shared/avatar/cubism/pose3.ts';
import { readUserdata3 } from '#shared/avatar/cubism/userdata3.ts';
import type { AvatarSource, ModelExpression } from '#shared/avatar/model.ts';
import { StudioError } from '#shared/errors.ts';

/** A motion of the model, read. */
export interface NamedMotion {
  readonly name: string;
  readonly group: string;
  readonly file: string;
  readonly motion: Motion3;
  /** Seconds; undefined: nobody said. */
  readonly fadeIn: number | undefined;
  readonly fadeOut: number | undefined;
}

/** Everything that a model's files hold, read and checked, pictures still packed. */
export interface Live2dAssets {
  readonly model: Model3;
  readonly moc: ArrayBuffer;
  readonly mocFile: string;
  readonly textures: readonly { readonly file: string; readonly blob: Blob }[];
  readonly physics: Physics3 | undefined;
  readonly pose: Pose3 | undefined;
  readonly names: DisplayNames;
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly expressions: readonly ModelExpression[];
  readonly motions: readonly NamedMotion[];
}

/** Bytes; no Cubism file of any kind comes near. */
const LARGEST_JSON = 32 * 1024 * 1024;
const LARGEST_MOC = 512 * 1024 * 1024;
/** Requests at a time: a model may have hundreds of motions. */
const AT_ONCE = 6;

/**
 * Fetches the model at `source.url` and all that it names beside it. The moc and its textures are needed; expressions, motions, physics and pose that are
 * missing or broken are left out (the import has told the streamer).
 */
export async function fetchLive2dAssets(source: AvatarSource, signal: AbortSignal): Promise<Live2dAssets> {
  const entry = baseName(decodeURIComponent(new URL(source.url, location.href).pathname));
  if (!/\.model3\.json$/iu.test(entry)) throw new StudioError('unavailable', `${source.name}: ${CUBISM_2_ADVICE}`);
  const fetchFile = (path: string): Promise<Response> => fetchBeside(source.url, path, signal);
  const model = parseCubismJson(model3Schema, await textOf(await required(fetchFile(entry), entry), entry), entry);
  const manifest = await manifestOf(model, entry, fetchFile);
  const actual = (reference: string): string => manifest.renamed[reference] ?? resolveModelPath('', reference, entry);
  const optional = async <T>(reference: string | undefined, read: (text: string, file: string) => T): Promise<T | undefined> => {
    if (reference === undefined || reference === '') return undefined;
    try {
      const response = await fetchFile(actual(reference));
      return response.ok ? read(await textOf(response, reference), reference) : undefined;
    } catch (error) {
      if (signal.aborted) throw error;
      return undefined;
    }
  };
  const { FileReferences: files } = model;
  const mocFile = actual(files.Moc);
  const [moc, textures, physics, pose, names, tags] = await Promise.all([
    required(fetchFile(mocFile), mocFile).then((response) => bytesOf(response, mocFile)),
    Promise.all(
      files.Textures.map(async (reference) => ({
        file: reference,
        blob: await (await required(fetchFile(actual(reference)), reference)).blob(),
      })),
    ),
    optional(files.Physics, readPhysics3),
    optional(files.Pose, readPose3),
    optional(files.DisplayInfo, readCdi3),
    optional(files.UserData, readUserdata3),
  ]);
  const expressions = await inTurns(manifest.expressions, ({ name, file }) =>
    optional(file, (text) => readExpression3(text, baseName(file), name)),
  );
  const motions = await inTurns(manifest.motions, ({ name, group, file, fadeIn, fadeOut }) =>
    optional(file, (text): NamedMotion => {
      const motion = readMotion3(text, file);
      return { name, group, file: baseName(file), motion, fadeIn: motion.fadeIn ?? fadeIn, fadeOut: motion.fadeOut ?? fadeOut };
    }),
  );
  return {
    model,
    moc,
    mocFile,
    textures,
    physics,
    pose,
    names: names ?? NO_DISPLAY_NAMES,
    tags: tags ?? new Map(),
    expressions,
    motions,
  };
}

/** What the import wrote beside the entry; a folder that nobody imported is taken as its entry file says. */
async function manifestOf(model: Model3, entry: string, fetchFile: (path: string) => Promise<Response>): Promise<Live2dManifest> {
  const response = await fetchFile(LIVE2D_MANIFEST_FILE);
  if (response.ok) {
    const parsed = live2dManifestSchema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
  }
  const check = (reference: string): string => resolveModelPath('', reference, entry);
  const expressions = (model.FileReferences.Expressions ?? []).map(({ Name, File }) => ({
    name: Name ?? expressionNameOf(File),
    file: check(File),
  }));
  const expressionNames = uniqueNames(expressions.map(({ name }) => name));
  const motions = Object.entries(model.FileReferences.Motions ?? {}).flatMap(([group, list]) =>
    list.map(({ File }) => ({ group, file: check(File) })),
  );
  const motionNames = uniqueNames(motions.map(({ file }) => motionNameOf(file)));
  return {
    version: 1,
    expressions: expressions.map(({ file }, at) => ({ name: expressionNames[at] ?? file, file })),
    motions: motions.map(({ group, file }, at) => ({ name: motionNames[at] ?? file, group, file })),
    renamed: {},
  };
}

function fetchBeside(entryUrl: string, path: string, signal: AbortSignal): Promise<Response> {
  const url = new URL(path.split('/').map(encodeURIComponent).join('/'), new URL(entryUrl, location.href));
  return fetch(url, { signal });
}

async function required(response: Promise<Response>, file: string): Promise<Response> {
  const answer = await response;
  if (answer.ok) return answer;
  throw new StudioError(
    'not-found',
    `the model’s file ${file} is missing (HTTP ${answer.status}); add the model to the library again with all its files`,
  );
}

async function textOf(response: Response, file: string): Promise<string> {
  const text = await response.text();
  if (text.length <= LARGEST_JSON) return text;
  throw new StudioError(
    'too-large',
    `${file} is larger than any Cubism file (${Math.round(text.length / 1e6)} MB); export the model again`,
  );
}

async function bytesOf(response: Response, file: string): Promise<ArrayBuffer> {
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength <= LARGEST_MOC) return bytes;
  throw new StudioError(
    'too-large',
    `${file} has ${Math.round(bytes.byteLength / 1e6)} MB, more than a Cubism Core can hold; export the model with fewer vertices`,
  );
}

/** Keeps the order; leaves out what came to nothing. */
async function inTurns<T, R>(list: readonly T[], work: (item: T) => Promise<R | undefined>): Promise<R[]> {
  const results: (R | undefined)[] = new Array(list.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < list.length; at = next++) {
      const item = list[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results.filter((result): result is R => result !== undefined);
}
