import type { VRMHumanBoneName } from '@pixiv/three-vrm';
import type { VRMAnimation } from '@pixiv/three-vrm-animation';
import type { AnimationClip, Object3D } from 'three';
import type { ModelMotion } from '#shared/avatar/model.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { closedGltfLoader, closedManager } from './file-loader.ts';
import type { HumanoidBones } from './humanoid-bones.ts';
import { tracksFromMixamo } from './mixamo-tracks.ts';
import type { Curve, MotionTracks } from './motion-clip.ts';

/** Motions that lie beside a model: `motions/index.json` names them, files are relative to that folder. */
const INDEX = 'motions/index.json';
const FOLDER = 'motions/';
const MOST_MOTIONS = 1000;

/** None when there is no index. One that cannot be read is told on the console: the avatar is worth more than her motions. */
export async function fetchMotionIndex(modelUrl: string, signal: AbortSignal): Promise<readonly ModelMotion[]> {
  try {
    const response = await fetch(new URL(INDEX, new URL(modelUrl, location.href)), { signal });
    if (!response.ok) return [];
    return motionsFromIndex(await response.json());
  } catch (error) {
    if (!signal.aborted) console.warn(`the motions beside the avatar cannot be read: ${messageFromUnknown(error)}`);
    return [];
  }
}

/** Entries with a name and a file that stays in its folder; the rest of an entry may be missing. Checked by hand: no schema on the way to the first picture. */
export function motionsFromIndex(index: unknown): readonly ModelMotion[] {
  if (!Array.isArray(index)) return [];
  const names = new Set<string>();
  return index.slice(0, MOST_MOTIONS).flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { name, file, group, duration, loop } = { name: '', file: '', group: '', duration: 0, loop: false, ...entry };
    if (typeof name !== 'string' || name === '' || name.length > 200 || names.has(name)) return [];
    if (typeof file !== 'string' || !isInside(file)) return [];
    names.add(name);
    return [
      {
        name,
        file,
        group: typeof group === 'string' ? group.slice(0, 200) : '',
        duration: typeof duration === 'number' && duration >= 0 ? duration : 0,
        loop: loop === true,
      },
    ];
  });
}

function isInside(file: string): boolean {
  return file !== '' && file.length <= 300 && !/^[/\\]|\\|:|(^|\/)\.\.?(\/|$)/.test(file);
}

export interface MotionTarget {
  readonly bones: HumanoidBones;
  /** −1: VRM 0.x, whose axes X and Z point the other way. */
  readonly flip: 1 | -1;
}

/** Fetches and converts one motion: `.vrma`, or a Mixamo motion as `.fbx` or `.glb`. */
export async function loadMotionTracks(
  modelUrl: string,
  file: string,
  target: MotionTarget,
  signal: AbortSignal,
): Promise<MotionTracks> {
  const path = FOLDER + file.split('/').map(encodeURIComponent).join('/');
  const response = await fetch(new URL(path, new URL(modelUrl, location.href)), { signal });
  if (!response.ok)
    throw new StudioError('not-found', `the motion ${file} cannot be fetched (HTTP ${response.status}); import it again`);
  return motionFromBytes(await response.arrayBuffer(), file, target);
}

export async function motionFromBytes(bytes: ArrayBuffer, file: string, target: MotionTarget): Promise<MotionTracks> {
  const tracks = /\.fbx$/i.test(file) ? await readFbx(bytes, file, target) : await readGltf(bytes, file, target);
  const curves = [...tracks.rotations.values(), ...tracks.expressions.values(), tracks.hips, tracks.lookAt];
  const broken = curves.some((curve) => curve !== undefined && !isSound(curve));
  if (broken || !Number.isFinite(tracks.duration))
    throw new StudioError('invalid-input', `the motion ${file} holds keys that are no numbers; export it again`);
  return tracks;
}

function isSound({ times, values }: Curve): boolean {
  return (
    times.length > 0 && Array.prototype.every.call(times, Number.isFinite) && Array.prototype.every.call(values, Number.isFinite)
  );
}

async function readGltf(bytes: ArrayBuffer, file: string, target: MotionTarget): Promise<MotionTracks> {
  const { VRMAnimationLoaderPlugin } = await import('@pixiv/three-vrm-animation');
  const loader = closedGltfLoader();
  loader.register((parser) => new VRMAnimationLoaderPlugin(parser));
  const gltf = await loader.parseAsync(bytes, '').catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  const animations: readonly VRMAnimation[] = gltf.userData.vrmAnimations ?? [];
  const [animation] = animations;
  if (animation !== undefined) return tracksFromVrma(animation, target);
  return mixamo(gltf.animations, gltf.scene, file, target);
}

async function readFbx(bytes: ArrayBuffer, file: string, target: MotionTarget): Promise<MotionTracks> {
  const { FBXLoader } = await import('three/examples/jsm/loaders/FBXLoader.js');
  try {
    const root = new FBXLoader(closedManager()).parse(bytes, '');
    return mixamo(root.animations, root, file, target);
  } catch (cause) {
    throw cause instanceof StudioError ? cause : unreadable(file, cause);
  }
}

function mixamo(clips: readonly AnimationClip[], root: Object3D, file: string, { bones, flip }: MotionTarget): MotionTracks {
  // Files from Mixamo may begin with an empty "Take 001".
  const clip = clips.reduce<AnimationClip | undefined>(
    (best, one) => (best === undefined || one.tracks.length > best.tracks.length ? one : best),
    undefined,
  );
  const tracks = clip === undefined ? undefined : tracksFromMixamo(clip, root, bones, flip);
  if (tracks !== undefined) return tracks;
  const what = clip === undefined ? 'no animation' : 'no bone of a Mixamo skeleton';
  throw new StudioError(
    'invalid-input',
    `the motion ${file} holds ${what}; export a .vrma, or a Mixamo motion of the X Bot or Y Bot`,
  );
}

function unreadable(file: string, cause: unknown): StudioError {
  return new StudioError(
    'invalid-input',
    `the motion ${file} cannot be read (${messageFromUnknown(cause)}); choose a .vrma, .glb or .fbx file`,
    {
      cause,
    },
  );
}

function tracksFromVrma(animation: VRMAnimation, { bones, flip }: MotionTarget): MotionTracks {
  const rotations = new Map<VRMHumanBoneName, Curve>();
  for (const [bone, { times, values }] of animation.humanoidTracks.rotation)
    rotations.set(bone, { times, values: Float32Array.from(values, (value, i) => (i % 2 === 0 ? value * flip : value)) });
  const position = animation.humanoidTracks.translation.get('hips');
  const rest = animation.restHipsPosition.y;
  const scale = rest > 0.001 ? bones.hipsHeight / rest : 1;
  const expressions = new Map<string, Curve>();
  for (const tracks of [animation.expressionTracks.preset, animation.expressionTracks.custom])
    for (const [name, track] of tracks) expressions.set(name, track);
  return {
    duration: animation.duration,
    rotations,
    hips: position && {
      times: position.times,
      values: Float32Array.from(position.values, (value, i) => value * scale * (i % 3 === 1 ? 1 : flip)),
    },
    expressions,
    lookAt: animation.lookAtTrack ?? undefined,
  };
}
