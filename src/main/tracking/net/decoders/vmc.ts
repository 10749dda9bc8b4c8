import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import { emptyFace, FACE_AT } from '#shared/tracking/face-channels.ts';
import { anglesOf, copyQuaternion, multiplyInto } from '#shared/tracking/quaternions.ts';
import { type OscValue, readOsc } from '../osc.ts';
import { boneAt, PRESET_SHAPES, rotationAt } from '../vmc-names.ts';
import type { DecodedFacts, MotionDecoder } from './decoder.types.ts';
import { setFace, shapeAt, unit } from './face-values.ts';

const EXPRESSIONS_MOST = 400;
const NAME_MOST = 100;
/** Nobody walks further from where they stood. */
const METRES_MOST = 10;
const HIPS = BONE_AT.get('hips') ?? 0;
/** Bones from the trunk upwards, in the order in which they carry each other. */
const HEAD_CHAIN = ['spine', 'chest', 'upperChest', 'neck', 'head'].map(rotationAt);
const HEAD_BONES = ['neck', 'head'].map(rotationAt);
const EYES = [
  ['Left', rotationAt('leftEye')],
  ['Right', rotationAt('rightEye')],
] as const;

/**
 * VMC, from a performer (39539) or an assistant (39540): bones count as they come, expressions from `/VMC/Ext/Blend/Apply` on. Positions of bones other
 * than the hips are passed over: proportions differ.
 */
export function createVmcDecoder(): MotionDecoder {
  const seen: DecodedFacts = { persons: 0, blendshapes: false, device: '' };
  const body = createBody();
  const expressions = createExpressions(seen);
  let loaded = true;
  let tracked = true;
  let told = false;

  function take(address: string, values: readonly OscValue[]): void {
    switch (address) {
      case '/VMC/Ext/Bone/Pos':
        told = body.bone(values) || told;
        return;
      case '/VMC/Ext/Root/Pos':
        body.root(values);
        return;
      case '/VMC/Ext/Blend/Val':
        expressions.note(values);
        return;
      case '/VMC/Ext/Blend/Apply':
        told = expressions.apply() || told;
        return;
      case '/VMC/Ext/OK':
        loaded = values[0] !== 0;
        tracked = values[3] !== 0;
        told = true;
        return;
      case '/VMC/Ext/T':
        told = true;
        return;
      case '/VMC/Ext/VRM':
        if (typeof values[1] === 'string') seen.device = values[1].slice(0, NAME_MOST);
        return;
      default:
    }
  }

  return {
    wholeFrames: false,
    seen,
    decode(bytes, atMs) {
      told = false;
      readOsc(bytes, take);
      if (!told) return undefined;
      const found = loaded && tracked && (body.isTold() || expressions.isTold());
      seen.persons = found ? 1 : 0;
      if (!found) return { atMs, found, face: undefined, hands: undefined, pose: undefined };
      const pose = body.pose();
      const face = expressions.face(pose);
      return { atMs, found, face, hands: undefined, pose: body.isTold() ? pose : undefined };
    },
  };
}

/** Numbers `from` … `from + count − 1` are all finite numbers. */
function areNumbers(values: readonly OscValue[], from: number, count: number): boolean {
  for (let i = from; i < from + count; i++) if (typeof values[i] !== 'number' || !Number.isFinite(values[i])) return false;
  return true;
}
const at = (values: readonly OscValue[], index: number): number => {
  const value = values[index];
  return typeof value === 'number' ? value : Number.NaN;
};

interface Body {
  /** Whether the message was a bone's. */
  bone(values: readonly OscValue[]): boolean;
  root(values: readonly OscValue[]): void;
  isTold(): boolean;
  /** The pose with the hips placed in the room; its own, until the next call. */
  pose(): Float32Array;
}

function createBody(): Body {
  const bones = emptyPose();
  const placed = emptyPose();
  const [scratch, turn] = [new Float32Array(4), new Float64Array(4)];
  const root = new Float32Array([0, 0, 0, 1]);
  const rootPlace = new Float64Array(3);
  const hipsPlace = new Float64Array(3).fill(Number.NaN);
  const rest = new Float64Array(3).fill(Number.NaN);
  let any = false;

  /** Unity's rotation in our space. */
  function rotation(values: readonly OscValue[], out: Float32Array, outAt: number): boolean {
    scratch[0] = at(values, 4);
    scratch[1] = -at(values, 5);
    scratch[2] = -at(values, 6);
    scratch[3] = at(values, 7);
    return copyQuaternion(scratch, 0, out, outAt);
  }
  function place(values: readonly OscValue[], out: Float64Array): void {
    out[0] = -at(values, 1);
    out[1] = at(values, 2);
    out[2] = at(values, 3);
  }

  return {
    bone(values) {
      const bone = typeof values[0] === 'string' ? boneAt(values[0]) : -1;
      if (bone < 0 || !areNumbers(values, 1, 7) || !rotation(values, bones, 3 + 4 * bone)) return false;
      if (bone === HIPS) place(values, hipsPlace);
      any = true;
      return true;
    },
    root(values) {
      if (areNumbers(values, 1, 7) && rotation(values, root, 0)) place(values, rootPlace);
    },
    isTold: () => any,
    pose() {
      placed.set(bones);
      for (let i = 0; i < 3; i++) {
        const here = (hipsPlace[i] ?? Number.NaN) + (rootPlace[i] ?? 0);
        if (Number.isNaN(rest[i] ?? Number.NaN)) rest[i] = here;
        const moved = here - (rest[i] ?? 0);
        placed[i] = Math.abs(moved) <= METRES_MOST ? moved : Number.NaN;
      }
      const hips = 3 + 4 * HIPS;
      if (!Number.isNaN(bones[hips])) {
        turn.set(root);
        multiplyInto(turn, bones, hips);
        copyQuaternion(turn, 0, placed, hips);
      }
      return placed;
    },
  };
}

interface Expressions {
  note(values: readonly OscValue[]): void;
  /** Whether there was anything to commit. */
  apply(): boolean;
  isTold(): boolean;
  /** Shapes as committed, head and gaze as the bones have them; undefined where neither is told. */
  face(pose: Float32Array): Float32Array | undefined;
}

function createExpressions(seen: DecodedFacts): Expressions {
  const pending = new Map<string, number>();
  const shapes = emptyFace();
  const face = emptyFace();
  const [turn, angles] = [new Float64Array(4), new Float64Array(3)];
  let any = false;

  function commitShapes(): void {
    seen.blendshapes = true;
    for (const [name, value] of pending) {
      const shape = shapeAt(name);
      if (shape >= 0) shapes[shape] = value;
    }
  }
  /** Presets add up: a vowel opens the mouth of a smile. */
  function commitPresets(): void {
    shapes.fill(Number.NaN);
    for (const [name, value] of pending)
      for (const [shape, weight] of PRESET_SHAPES.get(name) ?? [])
        shapes[FACE_AT[shape]] = unit((shapes[FACE_AT[shape]] || 0) + value * weight);
  }

  /** Whether the bones say how the head stands. */
  function writeHead(pose: Float32Array): boolean {
    if (HEAD_BONES.every((bone) => Number.isNaN(pose[bone]))) return false;
    turn.fill(0);
    turn[3] = 1;
    for (const bone of HEAD_CHAIN) if (!Number.isNaN(pose[bone])) multiplyInto(turn, pose, bone);
    anglesOf(turn, angles);
    setFace(face, 'headYaw', angles[0] ?? Number.NaN);
    setFace(face, 'headPitch', angles[1] ?? Number.NaN);
    setFace(face, 'headRoll', angles[2] ?? Number.NaN);
    return true;
  }
  function writeGaze(pose: Float32Array): boolean {
    let isTold = false;
    for (const [side, bone] of EYES) {
      if (Number.isNaN(pose[bone])) continue;
      turn.fill(0);
      turn[3] = 1;
      multiplyInto(turn, pose, bone);
      anglesOf(turn, angles);
      setFace(face, `gazeYaw${side}`, angles[0] ?? Number.NaN);
      setFace(face, `gazePitch${side}`, angles[1] ?? Number.NaN);
      isTold = true;
    }
    return isTold;
  }

  return {
    note(values) {
      const [name, value] = values;
      if (typeof name !== 'string' || name.length > NAME_MOST || typeof value !== 'number') return;
      const folded = name.toLowerCase();
      if (pending.size < EXPRESSIONS_MOST || pending.has(folded)) pending.set(folded, unit(value) || 0);
    },
    apply() {
      if (pending.size === 0) return false;
      let hasShapes = false;
      for (const name of pending.keys()) if (shapeAt(name) >= 0) hasShapes = true;
      if (hasShapes) commitShapes();
      else if (!seen.blendshapes) commitPresets();
      // A sender of endless new names takes no place from those who come after it.
      if (pending.size >= EXPRESSIONS_MOST) pending.clear();
      any = true;
      return true;
    },
    isTold: () => any,
    face(pose) {
      face.set(shapes);
      const hasHead = writeHead(pose);
      const hasGaze = writeGaze(pose);
      return any || hasHead || hasGaze ? face : undefined;
    },
  };
}
