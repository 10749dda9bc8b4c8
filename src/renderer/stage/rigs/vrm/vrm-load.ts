import { type VRM, type VRMExpression, VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import type { AvatarSource } from '#shared/avatar/model.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { splitEmotions } from './mouth-halves.ts';

export interface LoadedVrm {
  readonly vrm: VRM;
  /** The file's expressions, without the halves. */
  readonly expressions: readonly VRMExpression[];
  /** Mouth halves of emotions, by emotion. */
  readonly halves: ReadonlyMap<string, VRMExpression>;
}

export async function loadVrm(source: AvatarSource, signal: AbortSignal): Promise<LoadedVrm> {
  const file = await fetchModel(source, signal);
  const vrm = await parse(file, source);
  if (signal.aborted) {
    VRMUtils.deepDispose(vrm.scene);
    throw new StudioError('cancelled', `loading ${source.name} was overtaken by another avatar`);
  }
  return optimise(vrm);
}

async function fetchModel({ url, name }: AvatarSource, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal });
  if (!response.ok)
    throw new StudioError('not-found', `the avatar ${name} cannot be fetched (HTTP ${response.status}); choose another avatar`);
  return response.arrayBuffer();
}

async function parse(file: ArrayBuffer, { name }: AvatarSource): Promise<VRM> {
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  const gltf = await loader.parseAsync(file, '').catch((error: unknown) => {
    throw new StudioError(
      'invalid-input',
      `the avatar ${name} cannot be read (${messageFromUnknown(error)}); choose a .vrm file`,
      { cause: error },
    );
  });
  const vrm: VRM | undefined = gltf.userData.vrm;
  if (vrm === undefined) throw new StudioError('invalid-input', `the avatar ${name} is a 3D file but no VRM; choose a .vrm file`);
  return vrm;
}

/** Everything here stalls for a moment, which is why it happens once, before the first picture. */
function optimise(vrm: VRM): LoadedVrm {
  VRMUtils.removeUnnecessaryVertices(vrm.scene);
  VRMUtils.combineSkeletons(vrm.scene);
  const expressions = vrm.expressionManager?.expressions ?? [];
  const halves = vrm.expressionManager === undefined ? new Map<string, VRMExpression>() : splitEmotions(vrm.expressionManager);
  VRMUtils.combineMorphs(vrm);
  VRMUtils.rotateVRM0(vrm);
  // Bounds do not follow bones and morphs: parts would vanish at the picture's edge.
  vrm.scene.traverse((object) => {
    object.frustumCulled = false;
  });
  return { vrm, expressions, halves };
}
