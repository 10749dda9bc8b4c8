import { BONE_AT } from '#shared/tracking/bones.ts';
import type { SolveBody } from './solver.types.ts';
import {
  cross,
  frameOf,
  inverse,
  length,
  lerp,
  limitedTo,
  minus,
  type Quaternion,
  rejection,
  rootOf,
  times,
  turned,
  turnFromTo,
  twistAbout,
  unit,
  type Vector,
} from './turns.ts';

/** MediaPipe's points of a body: what of one arm is where. */
const ARMS = {
  left: { shoulder: 11, elbow: 13, wrist: 15, pinky: 17, index: 19, side: 1 },
  right: { shoulder: 12, elbow: 14, wrist: 16, pinky: 18, index: 20, side: -1 },
} as const;
const HIPS = [23, 24] as const;
export const BODY_POINTS = 33;

/** A point counts from this certainty on, and until it falls below the other. */
const SEEN = { from: 0.65, until: 0.5 } as const;
export const BODY_SEEN = SEEN.until;
/** How far the line of the shoulders is believed, degrees: from the front, nobody sits farther round. */
const TRUNK_MOST = 40;
/** Sine of the elbow's bend from which on, and up to which, it says how the upper arm is twisted. */
const TELLING_BEND = { from: 0.2, full: 0.5 } as const;
/** Of a wrist, degrees: farther is a point that was seen wrongly. */
const WRIST = { swing: 50, twist: 90 } as const;
/** Share of the hand's twist that the forearm takes: two bones of its own in a body. */
const FOREARM_TWIST = 0.6;
const RADIANS = Math.PI / 180;

/**
 * A solver for one person's trunk and arms. It tells spine, chest, and of each arm what can be seen of it; an arm outside the picture is not told and hangs
 * as the avatar's own does. Rotations are against a T-pose: left arm along +X, palms down.
 */
export function createBodySolver(): SolveBody {
  const isSeen = new Uint8Array(BODY_POINTS);

  return ({ world, visibility }, out) => {
    out.fill(Number.NaN);
    for (let i = 0; i < BODY_POINTS; i++) isSeen[i] = (visibility[i] ?? 0) >= (isSeen[i] === 1 ? SEEN.until : SEEN.from) ? 1 : 0;
    const seen = (...points: readonly number[]): boolean => points.every((point) => isSeen[point] === 1);
    /** MediaPipe: x to the person's left, y downwards, z away from the camera. */
    const point = (i: number): Vector => [world[i * 3] ?? 0, -(world[i * 3 + 1] ?? 0), -(world[i * 3 + 2] ?? 0)];
    const write = (bone: string, turn: Quaternion): void => {
      const at = 3 + (BONE_AT.get(bone) ?? 0) * 4;
      for (let k = 0; k < 4; k++) out[at + k] = turn[k] ?? 0;
    };

    if (!seen(ARMS.left.shoulder, ARMS.right.shoulder)) return false;
    const shoulders = minus(point(ARMS.left.shoulder), point(ARMS.right.shoulder));
    const up: Vector = seen(...HIPS)
      ? minus(lerp(point(ARMS.left.shoulder), point(ARMS.right.shoulder), 0.5), lerp(point(HIPS[0]), point(HIPS[1]), 0.5))
      : [0, 1, 0];
    if (length(shoulders) < 0.05 || length(cross(shoulders, up)) < 0.01) return false;
    const trunk = limitedTo(frameOf(shoulders, up), TRUNK_MOST * RADIANS);
    // Spine and chest share it.
    const half = rootOf(trunk);
    write('spine', half);
    write('chest', half);

    for (const name of ['left', 'right'] as const) {
      const { shoulder, elbow, wrist, pinky, index, side } = ARMS[name];
      if (!seen(elbow)) continue;
      const toTrunk = inverse(trunk);
      const rest: Vector = [side, 0, 0];
      const upper = unit(turned(toTrunk, minus(point(elbow), point(shoulder))));
      if (!seen(wrist)) {
        write(`${name}UpperArm`, turnFromTo(rest, upper));
        continue;
      }
      const lower = unit(turned(toTrunk, minus(point(wrist), point(elbow))));
      const upperTurn = upperArmTurn(side, upper, lower);
      const hinge = turnFromTo(rest, turned(inverse(upperTurn), lower));
      write(`${name}UpperArm`, upperTurn);
      if (!seen(pinky, index)) {
        write(`${name}LowerArm`, hinge);
        continue;
      }
      const toForearm = inverse(times(times(trunk, upperTurn), hinge));
      const across = turned(toForearm, minus(point(index), point(pinky)));
      const fingers = turned(toForearm, minus(lerp(point(index), point(pinky), 0.5), point(wrist)));
      // In a T-pose the thumb's side of the hand looks forward.
      const twist = Math.max(-WRIST.twist, Math.min(WRIST.twist, -Math.atan2(across[1], across[2]) / RADIANS)) * RADIANS;
      const forearm = twistAbout([1, 0, 0], twist * FOREARM_TWIST);
      write(`${name}LowerArm`, times(hinge, forearm));
      const swing = limitedTo(turnFromTo(rest, unit(turned(inverse(forearm), fingers))), WRIST.swing * RADIANS);
      write(`${name}Hand`, times(swing, twistAbout([1, 0, 0], twist * (1 - FOREARM_TWIST))));
    }
    return true;
  };
}

/**
 * Along the arm, and so twisted that the elbow bends the way it is seen to bend. A straight elbow says nothing of that: then the shortest way round from
 * the T-pose counts.
 */
function upperArmTurn(side: 1 | -1, upper: Vector, lower: Vector): Quaternion {
  const shortest = turnFromTo([side, 0, 0], upper);
  const seen = cross(upper, lower);
  const bend = length(seen);
  const share = Math.max(0, Math.min(1, (bend - TELLING_BEND.from) / (TELLING_BEND.full - TELLING_BEND.from)));
  if (share === 0) return shortest;
  // A T-pose's elbow bends forwards: about −Y at the left.
  const guessed = turned(shortest, [0, -side, 0]);
  const axis = rejection(lerp(guessed, unit(seen), share * share * (3 - 2 * share)), upper);
  if (length(axis) < 1e-3) return shortest;
  return frameOf([side * upper[0], side * upper[1], side * upper[2]], [-side * axis[0], -side * axis[1], -side * axis[2]]);
}
