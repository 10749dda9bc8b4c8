import { type VRM, type VRMExpression, VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import type { GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import type { AvatarSource, ModelMotion } from '#shared/avatar/model.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { takeFetched } from '../fetched-ahead.ts';
import { closedGltfLoader } from './file-loader.ts';
import { createHumanoidBones, type HumanoidBones } from './humanoid-bones.ts';
import { fetchMotionIndex } from './motion-files.ts';
import { splitEmotions } from './mouth-halves.ts';
import { optimise } from './optimise.ts';
import { readSpringGroups, type SpringGroup } from './spring-groups.ts';

export interface LoadedVrm {
  readonly source: AvatarSource;
  readonly vrm: VRM;
  readonly bones: HumanoidBones;
  /** −1: VRM 0.x, which looks the other way; it is turned round already. */
  readonly flip: 1 | -1;
  /** The file's expressions. */
  readonly expressions: readonly VRMExpression[];
  /** Mouth halves of emotions, by emotion. */
  readonly halves: ReadonlyMap<string, VRMExpression>;
  readonly springGroups: readonly SpringGroup[];
  readonly motions: readonly ModelMotion[];
}

export async function loadVrm(source: AvatarSource, signal: AbortSignal): Promise<LoadedVrm> {
  const [file, motions] = await Promise.all([fetchModel(source, signal), fetchMotionIndex(source.url, signal)]);
  return vrmFromBytes(file, { source, motions, signal });
}

export interface VrmFromBytesOptions {
  readonly source: AvatarSource;
  readonly motions: readonly ModelMotion[];
  readonly signal: AbortSignal;
}

export async function vrmFromBytes(file: ArrayBuffer, { source, motions, signal }: VrmFromBytesOptions): Promise<LoadedVrm> {
  const gltf = await parse(file, source);
  const vrm: VRM | undefined = gltf.userData.vrm;
  try {
    if (vrm === undefined)
      throw new StudioError('invalid-input', `the avatar ${source.name} is a 3D file but no VRM; choose a .vrm file`);
    if (signal.aborted) throw overtaken(source);
    return await prepare(source, gltf, vrm, motions);
  } catch (error) {
    VRMUtils.deepDispose(gltf.scene);
    throw error;
  }
}

async function fetchModel(source: AvatarSource, signal: AbortSignal): Promise<ArrayBuffer> {
  try {
    const response = await takeFetched(source.url, signal);
    if (response.ok) return await response.arrayBuffer();
    const what = `the avatar ${source.name} cannot be fetched (HTTP ${response.status})`;
    throw new StudioError('not-found', `${what}; import it again, or choose another avatar`);
  } catch (error) {
    if (signal.aborted) throw overtaken(source);
    if (error instanceof StudioError) throw error;
    const what = `the avatar ${source.name} cannot be fetched (${messageFromUnknown(error)})`;
    throw new StudioError('network', `${what}; look whether the studio still runs`, { cause: error });
  }
}

function overtaken({ name }: AvatarSource): StudioError {
  return new StudioError('cancelled', `loading ${name} was overtaken by another avatar`);
}

async function parse(file: ArrayBuffer, { name }: AvatarSource): Promise<GLTF> {
  const loader = closedGltfLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  return loader.parseAsync(file, '').catch((error: unknown) => {
    throw new StudioError(
      'invalid-input',
      `the avatar ${name} cannot be read (${messageFromUnknown(error)}); choose a .vrm file that other programs can open`,
      { cause: error },
    );
  });
}

/** Everything here stalls for a moment, which is why it happens once, before the first picture. */
async function prepare(source: AvatarSource, gltf: GLTF, vrm: VRM, motions: readonly ModelMotion[]): Promise<LoadedVrm> {
  const springGroups = await readSpringGroups(gltf);
  const { expressionManager } = vrm;
  const expressions = expressionManager?.expressions ?? [];
  const halves = expressionManager === undefined ? new Map<string, VRMExpression>() : splitEmotions(expressionManager);
  optimise(vrm);
  const bones = createHumanoidBones(vrm);
  const flip = vrm.meta.metaVersion === '0' ? -1 : 1;
  VRMUtils.rotateVRM0(vrm);
  unburden(vrm, expressionManager?.expressions ?? []);
  return { source, vrm, bones, flip, expressions, halves, springGroups, motions };
}

/**
 * The renderer walks through every node in every frame. Expressions and the second, normalised skeleton are nodes only so that three's animations find
 * them, which nobody here uses; and of the rest, only bones move.
 */
function unburden(vrm: VRM, expressions: readonly VRMExpression[]): void {
  for (const expression of expressions) expression.removeFromParent();
  vrm.humanoid.normalizedHumanBonesRoot.removeFromParent();
  const constrained = new Set([...(vrm.nodeConstraintManager?.constraints ?? [])].map(({ destination }) => destination));
  vrm.scene.traverse((node) => {
    node.updateMatrix();
    node.matrixAutoUpdate = constrained.has(node);
  });
}
