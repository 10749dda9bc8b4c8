import {
  emptyDescription,
  MODEL_LIMITS,
  type ModelDescription,
  type ModelExpression,
  type ModelMotion,
  type ModelParameter,
} from '#shared/avatar/model.ts';
import { standardParameter } from '#shared/avatar/standard-parameters.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type DisplayNames, NO_DISPLAY_NAMES, readCdi3 } from './cdi3.ts';
import { readExpression3 } from './expression3.ts';
import { PNG_HEAD_BYTES, pngSize } from './image-size.ts';
import { collectLive2dFiles, isCubism2Entry, type Live2dFiles, live2dEntries, type ModelFiles } from './live2d-files.ts';
import type { Live2dManifest } from './live2d-manifest.ts';
import { cubismOfMoc, MOC_HEAD_BYTES, readMocVersion } from './moc3.ts';
import { baseName, folderOf, joinPath } from './model-path.ts';
import { CUBISM_2_ADVICE, readModel2 } from './model2.ts';
import { hitAreasOf, parameterGroup } from './model3.ts';
import { type Motion3, readMotion3 } from './motion3.ts';
import { type Physics3, physicsGroups, readPhysics3 } from './physics3.ts';
import { readPose3 } from './pose3.ts';
import { readUserdata3 } from './userdata3.ts';

/**
 * What the import learns of a Live2D folder without the Cubism Core: enough for the library, hotkeys and mappings. A stage that draws the model
 * completes it (exact parameters and ranges, ArtMeshes).
 */
export interface Live2dReport {
  /** Path of the `*.model3.json`. */
  readonly entry: string;
  /** A name for people, from the entry's file name. */
  readonly name: string;
  readonly mocVersion: number;
  /** "Cubism 5.0". */
  readonly madeWith: string;
  readonly description: ModelDescription;
  /** To be written as JSON to `LIVE2D_MANIFEST_FILE` beside the entry: the stage needs it. */
  readonly manifest: Live2dManifest;
  /** Sentences for the streamer about what was left out. */
  readonly problems: readonly string[];
}

/**
 * Reads the folder's first model, or the one at `entry`. Throws `StudioError` that says what is wrong and what to do: no model, a missing or cut file,
 * a reference out of the folder, Cubism 2. Broken expressions, motions and physics are left out and named in `problems`.
 */
export async function describeLive2d(
  files: ModelFiles,
  entry: string | undefined = live2dEntries(files.paths)[0],
): Promise<Live2dReport> {
  if (entry === undefined)
    throw new StudioError(
      'not-found',
      'there is no .model3.json in this folder; choose the folder that the Cubism Editor exported (with the .moc3 inside)',
    );
  if (isCubism2Entry(entry)) {
    const { name } = readModel2(await files.text(entry), entry);
    throw new StudioError('unavailable', `${name ?? entry}: ${CUBISM_2_ADVICE}`);
  }
  const found = await collectLive2dFiles(files, entry);
  const mocVersion = readMocVersion(await files.head(found.moc, MOC_HEAD_BYTES), found.moc);
  const problems = [...found.problems];
  const description = await descriptionOf(files, found, problems);
  const name = baseName(entry).replace(/\.model3\.json$/iu, '');
  return { entry, name, mocVersion, madeWith: cubismOfMoc(mocVersion), description, manifest: found.manifest, problems };
}

async function descriptionOf(files: ModelFiles, found: Live2dFiles, problems: string[]): Promise<ModelDescription> {
  const attempt = async <T>(path: string | undefined, read: (text: string, path: string) => T): Promise<T | undefined> => {
    if (path === undefined) return undefined;
    try {
      return read(await files.text(path), path);
    } catch (error) {
      problems.push(`${messageFromUnknown(error)}. The model is shown without it`);
      return undefined;
    }
  };
  const base = folderOf(found.entry);
  const names = (await attempt(found.displayInfo, readCdi3)) ?? NO_DISPLAY_NAMES;
  const tags = (await attempt(found.userData, readUserdata3)) ?? new Map<string, readonly string[]>();
  const physics = await attempt(found.physics, readPhysics3);
  await attempt(found.pose, readPose3);
  const expressions: ModelExpression[] = [];
  for (const { name, file } of found.manifest.expressions) {
    const expression = await attempt(joinPath(base, file), (text) => readExpression3(text, baseName(file), name));
    if (expression !== undefined) expressions.push(expression);
  }
  const motions: ModelMotion[] = [];
  const curves: Motion3[] = [];
  for (const { name, group, file } of found.manifest.motions) {
    const motion = await attempt(joinPath(base, file), readMotion3);
    if (motion === undefined) continue;
    curves.push(motion);
    motions.push({ name, file: baseName(file), group, duration: motion.duration, loop: motion.loop });
  }
  const areas = hitAreasOf(found.model);
  const meshes = [...new Set([...areas.map(({ mesh }) => mesh), ...tags.keys()])].slice(0, MODEL_LIMITS.meshes);
  return {
    ...emptyDescription,
    parameters: parametersOf(found, names, expressions, curves, physics),
    expressions,
    motions,
    meshes: meshes.map((id) => ({ id, tags: [...(tags.get(id) ?? [])] })),
    physicsGroups: physics === undefined ? [] : [...physicsGroups(physics)],
    hitAreas: [...new Set(areas.map(({ name }) => name))],
    textures: await texturesOf(files, found.textures),
  };
}

/** Every parameter that some file of the model mentions, with Cubism's standard range or, for the maker's own, one that covers the values in use. */
function parametersOf(
  found: Live2dFiles,
  names: DisplayNames,
  expressions: readonly ModelExpression[],
  motions: readonly Motion3[],
  physics: Physics3 | undefined,
): ModelParameter[] {
  const seen = new Map<string, { low: number; high: number }>();
  const note = (id: string, value: number): void => {
    const range = seen.get(id) ?? { low: 0, high: 0 };
    seen.set(id, { low: Math.min(range.low, value), high: Math.max(range.high, value) });
  };
  for (const id of names.parameters.keys()) note(id, 0);
  for (const id of [...parameterGroup(found.model, 'EyeBlink'), ...parameterGroup(found.model, 'LipSync')]) note(id, 0);
  for (const { parameters } of expressions)
    for (const { id, value, blend } of parameters) note(id, blend === 'multiply' ? 0 : value);
  for (const { curves } of motions)
    for (const { target, id, values } of curves) if (target === 'parameter') for (const value of values) note(id, value);
  for (const setting of physics?.PhysicsSettings ?? []) {
    for (const { Source } of setting.Input) note(Source.Id, 0);
    for (const { Destination } of setting.Output) note(Destination.Id, 0);
  }
  return [...seen].slice(0, MODEL_LIMITS.parameters).map(([id, { low, high }]) => {
    const standard = standardParameter(id);
    const name = names.parameters.get(id) ?? '';
    if (standard !== undefined) return { id, name, min: standard.min, max: standard.max, default: standard.default };
    return { id, name, min: Math.min(0, low), max: Math.max(1, high), default: 0 };
  });
}

async function texturesOf(files: ModelFiles, textures: readonly string[]): Promise<ModelDescription['textures']> {
  let largest = 0;
  for (const path of textures) {
    const size = pngSize(await files.head(path, PNG_HEAD_BYTES));
    if (size !== undefined) largest = Math.max(largest, size.width, size.height);
  }
  return { count: textures.length, largest };
}
