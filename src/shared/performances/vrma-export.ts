import { BONES } from '#shared/tracking/bones.ts';
import { ARKIT_SHAPES } from '#shared/tracking/face-channels.ts';
import { type GlbNode, type GlbTrack, writeAnimationGlb } from './animation-glb.ts';
import type { RecordedPerformance } from './read-performance.ts';
import { type SampledInput, samplePerformance } from './sample-performance.ts';
import { thinCurve } from './thin-curve.ts';

type Inputs = ReadonlyMap<string, SampledInput>;
type Quaternion = [number, number, number, number];

/** Bones that carry another in a VRM's skeleton, and where they rest (metres, T-pose of a person of 1.6 m); the rest of the body hangs on its nearest. */
type Joint = readonly [bone: string, parent: string | undefined, rest: readonly [number, number, number]];
const SKELETON: readonly Joint[] = [
  ['hips', undefined, [0, 0.9, 0]],
  ['spine', 'hips', [0, 0.1, 0]],
  ['chest', 'spine', [0, 0.12, 0]],
  ['upperChest', 'chest', [0, 0.12, 0]],
  ['neck', 'upperChest', [0, 0.12, 0]],
  ['head', 'neck', [0, 0.08, 0]],
  ['jaw', 'head', [0, 0.02, 0.05]],
  ['leftEye', 'head', [0.03, 0.06, 0.06]],
  ['rightEye', 'head', [-0.03, 0.06, 0.06]],
  ...limbsOf('left', 1),
  ...limbsOf('right', -1),
];
function limbsOf(side: 'left' | 'right', out: 1 | -1): readonly Joint[] {
  const fingers = ['Thumb', 'Index', 'Middle', 'Ring', 'Little'].flatMap((finger, place): readonly Joint[] => {
    const parts = finger === 'Thumb' ? ['Metacarpal', 'Proximal', 'Distal'] : ['Proximal', 'Intermediate', 'Distal'];
    return parts.map((part, joint): Joint => {
      const parent = joint === 0 ? `${side}Hand` : `${side}${finger}${parts[joint - 1] ?? ''}`;
      return [`${side}${finger}${part}`, parent, joint === 0 ? [out * 0.08, 0, 0.03 - place * 0.02] : [out * 0.03, 0, 0]];
    });
  });
  return [
    [`${side}Shoulder`, 'upperChest', [out * 0.03, 0.1, 0]],
    [`${side}UpperArm`, `${side}Shoulder`, [out * 0.1, 0, 0]],
    [`${side}LowerArm`, `${side}UpperArm`, [out * 0.25, 0, 0]],
    [`${side}Hand`, `${side}LowerArm`, [out * 0.23, 0, 0]],
    ...fingers,
    [`${side}UpperLeg`, 'hips', [out * 0.08, -0.05, 0]],
    [`${side}LowerLeg`, `${side}UpperLeg`, [0, -0.4, 0]],
    [`${side}Foot`, `${side}LowerLeg`, [0, -0.4, 0]],
    [`${side}Toes`, `${side}Foot`, [0, -0.05, 0.1]],
  ];
}

const RADIANS = Math.PI / 180;
/** How a head's turn is shared out, summing up to the whole: a body goes a third of the way with it. */
const SHARES: Readonly<Record<string, number>> = { spine: 0.12, chest: 0.12, upperChest: 0.09, neck: 0.27, head: 0.4 };
/** Degrees of the eyes at 1. */
const LOOK = { yaw: 26, pitch: 20 } as const;
const VOWELS: Readonly<Record<string, string>> = { aa: 'VoiceA', ih: 'VoiceI', ou: 'VoiceU', ee: 'VoiceE', oh: 'VoiceO' };

const of = (inputs: Inputs, name: string): number => {
  const sampled = inputs.get(name);
  return sampled === undefined ? 0 : sampled.input.default + (sampled.value - sampled.input.default) * sampled.presence;
};
const unit = (value: number): number => Math.min(1, Math.max(0, value));
/** VTube Studio's open eye is at 0.5, more is wide. */
const shut = (inputs: Inputs, name: string): number => {
  const sampled = inputs.get(name);
  return sampled === undefined ? 0 : unit(1 - sampled.value / 0.5) * sampled.presence;
};
const happy = (inputs: Inputs): number => {
  const sampled = inputs.get('MouthSmile');
  return sampled === undefined ? 0 : unit((sampled.value - 0.6) / 0.4) * sampled.presence;
};

/** First turned about X, then Y, then Z of the turned axes, degrees: as the studio's own rigs do it. */
function euler(x: number, y: number, z: number): Quaternion {
  const [c1, c2, c3] = [Math.cos((x * RADIANS) / 2), Math.cos((y * RADIANS) / 2), Math.cos((z * RADIANS) / 2)];
  const [s1, s2, s3] = [Math.sin((x * RADIANS) / 2), Math.sin((y * RADIANS) / 2), Math.sin((z * RADIANS) / 2)];
  return [s1 * c2 * c3 + c1 * s2 * s3, c1 * s2 * c3 - s1 * c2 * s3, c1 * c2 * s3 + s1 * s2 * c3, c1 * c2 * c3 - s1 * s2 * s3];
}

interface Track {
  readonly node: string;
  readonly path: GlbTrack['path'];
  readonly values: number[][];
}

/** A VRM animation (glTF binary with `VRMC_vrm_animation` 1.0): bones that were tracked, the head's and the eyes' movement by the inputs, and expressions. */
export function vrmaFromPerformance(performance: RecordedPerformance): Uint8Array {
  const has = new Set(performance.inputs.map(({ name }) => name));
  const custom = ARKIT_SHAPES.filter((shape) => has.has(shape));
  const presets = presetsOf(has);
  const recordedBones = bonesIn(performance);
  const headMoves = ['FaceAngleX', 'FaceAngleY', 'FaceAngleZ'].some((name) => has.has(name));
  const tracks = new Map<string, Track>();
  const add = (node: string, path: GlbTrack['path'], value: readonly number[]): void => {
    const track = tracks.get(`${node} ${path}`) ?? { node, path, values: [] };
    tracks.set(`${node} ${path}`, track);
    // A bone that is lost for a while stays where it was.
    track.values.push(value.every(Number.isFinite) ? [...value] : (track.values.at(-1) ?? restOf(path, node)));
  };
  const times: number[] = [];
  samplePerformance(performance, (seconds, inputs, pose) => {
    times.push(seconds);
    for (const bone of recordedBones) add(BONES[bone] ?? '', 'rotation', [...pose.subarray(3 + bone * 4, 7 + bone * 4)]);
    if (recordedBones.has(0)) {
      const rest = restOf('translation', 'hips');
      add(
        'hips',
        'translation',
        rest.map((value, axis) => value + (pose[axis] ?? Number.NaN)),
      );
    }
    for (const [bone, share] of Object.entries(SHARES)) {
      if (!headMoves || recordedBones.has(BONES.indexOf(bone))) continue;
      const [yaw, pitch, roll] = [of(inputs, 'FaceAngleX'), of(inputs, 'FaceAngleY'), of(inputs, 'FaceAngleZ')];
      add(bone, 'rotation', euler(-pitch * share, yaw * share, -roll * share));
    }
    for (const [name, value] of presets) add(`preset ${name}`, 'translation', [value(inputs), 0, 0]);
    for (const shape of custom) add(`custom ${shape}`, 'translation', [unit(of(inputs, shape)), 0, 0]);
    if (has.has('EyeRightX') || has.has('EyeLeftX')) {
      const side = has.has('EyeRightX') ? 'Right' : 'Left';
      add('lookAt', 'rotation', euler(-of(inputs, `Eye${side}Y`) * LOOK.pitch, of(inputs, `Eye${side}X`) * LOOK.yaw, 0));
    }
  });
  return writeVrma([...tracks.values()], times);
}

function restOf(path: GlbTrack['path'], node: string): number[] {
  if (path === 'rotation') return [0, 0, 0, 1];
  return [...(SKELETON.find(([bone]) => bone === node)?.[2] ?? [0, 0, 0])];
}

function presetsOf(has: ReadonlySet<string>): Map<string, (inputs: Inputs) => number> {
  const presets = new Map<string, (inputs: Inputs) => number>();
  for (const side of ['Left', 'Right'])
    if (has.has(`EyeOpen${side}`)) presets.set(`blink${side}`, (inputs) => shut(inputs, `EyeOpen${side}`));
  for (const [vowel, input] of Object.entries(VOWELS))
    if (has.has(input)) presets.set(vowel, (inputs) => unit(of(inputs, input)));
  if (has.has('MouthOpen') && !has.has('VoiceA')) presets.set('aa', (inputs) => unit(of(inputs, 'MouthOpen')));
  if (has.has('MouthSmile')) presets.set('happy', happy);
  return presets;
}

/** Bones of which any pose tells a rotation. */
function bonesIn(performance: RecordedPerformance): ReadonlySet<number> {
  const bones = new Set<number>();
  if (performance.poses.length > 0)
    samplePerformance(performance, (_seconds, _inputs, pose) => {
      for (let bone = 0; bone < BONES.length; bone++) if (!Number.isNaN(pose[3 + bone * 4] ?? Number.NaN)) bones.add(bone);
    });
  return bones;
}

function writeVrma(tracks: readonly Track[], times: readonly number[]): Uint8Array {
  const nodes: GlbNode[] = SKELETON.map(([name, parent, translation]) => ({ name, parent, translation }));
  for (const { node } of tracks)
    if (!nodes.some(({ name }) => name === node)) nodes.push({ name: node, parent: undefined, translation: [0, 0, 0] });
  const index = (name: string): { node: number } => ({ node: nodes.findIndex((node) => node.name === name) });
  const named = (prefix: string): Record<string, { node: number }> =>
    Object.fromEntries(
      tracks.flatMap(({ node }) => (node.startsWith(prefix) ? [[node.slice(prefix.length), index(node)] as const] : [])),
    );
  return writeAnimationGlb({
    nodes,
    tracks: tracks.map(({ node, path, values }) => thinned(node, path, values, times)),
    extensions: {
      VRMC_vrm_animation: {
        specVersion: '1.0',
        humanoid: { humanBones: Object.fromEntries(SKELETON.map(([bone]) => [bone, index(bone)])) },
        expressions: { preset: named('preset '), custom: named('custom ') },
        ...(tracks.some(({ node }) => node === 'lookAt')
          ? { lookAt: { ...index('lookAt'), offsetFromHeadBone: [0, 0.06, 0] } }
          : {}),
      },
    },
  });
}

/** Only the keys that straight lines need: half a thousandth of a rotation's parts, of a weight, or of a metre. */
function thinned(node: string, path: GlbTrack['path'], values: readonly number[][], times: readonly number[]): GlbTrack {
  const needed = new Set<number>();
  for (let part = 0; part < (values[0]?.length ?? 0); part++)
    for (const index of thinCurve(
      times,
      values.map((value) => value[part] ?? 0),
      0.0005,
    ))
      needed.add(index);
  const keys = [...needed].sort((a, b) => a - b);
  return { node, path, times: keys.map((key) => times[key] ?? 0), values: keys.flatMap((key) => values[key] ?? []) };
}
