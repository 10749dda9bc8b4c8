import type { Rect } from '../puppet-format.ts';
import { centreX, type Figure, grow, type Part, type Side, union } from './art.ts';
import { limbSegment } from './layer-roles.ts';
import type { RigBuilder } from './rig-builder.ts';

const ENDS = [-10, 10] as const;
const BENT = [-10, 0, 10] as const;
/** Degrees at the ends of the parameters: the arm from the shoulder, the forearm from the elbow, the hand from the wrist, the leg from the hip. */
const SHOULDER_DEGREES = 22;
const ELBOW_DEGREES = 55;
const WRIST_DEGREES = 30;
const HIP_DEGREES = 14;
/** Where the elbow is in an arm of one picture, from the shoulder to the wrist. */
const ELBOW_AT = 0.5;

type Point = { readonly x: number; readonly y: number };

/** Raised arms go outwards: her left one, right in the picture, against the clock. */
const outwardOf = (side: Side): 1 | -1 => (side === 'L' ? -1 : 1);

/**
 * What a part of an arm hangs on. The arm turns at the shoulder and lifts a little with each breath, the forearm turns at the elbow, the hand at the wrist;
 * an arm of one picture bends softly. `parts`: all of that side's arm.
 */
export function addArm(rig: RigBuilder, side: Side, part: Part, parts: readonly Part[]): string {
  if (!hasDeformer(rig, `arm-${side}`)) rigArm(rig, side, parts);
  if (part.role === 'hand') return `hand-${side}`;
  const segment = limbSegment(part.art.name, part.art.folders);
  if (segment === 'lower') return `forearm-${side}`;
  const isWhole = segment === undefined && !parts.some(({ art }) => limbSegment(art.name, art.folders) === 'lower');
  return isWhole ? bendOf(rig, side, part.art.bounds, elbowOf(parts)) : `arm-${side}`;
}

function rigArm(rig: RigBuilder, side: Side, parts: readonly Part[]): void {
  const outward = outwardOf(side);
  const upper = armBounds(parts, 'upper') ?? armBounds(parts) ?? parts[0]?.art.bounds;
  if (upper === undefined) return;
  const shoulder = { x: centreX(upper) + outward * upper.width * 0.25, y: upper.y + upper.height * 0.08 };
  rig.transform(`arm-${side}`, 'torso', shoulder, [
    {
      axes: [{ parameter: `ParamArm${side}A`, keys: ENDS }],
      form: (to) => ({ angle: ((to ?? 0) / 10) * outward * SHOULDER_DEGREES }),
    },
    { axes: [{ parameter: 'ParamBreath', keys: [0, 1] }], form: (breath) => ({ angle: (breath ?? 0) * outward * 0.9 }) },
  ]);
  rig.transform(`forearm-${side}`, `arm-${side}`, elbowOf(parts), [
    {
      axes: [{ parameter: `ParamArm${side}B`, keys: ENDS }],
      form: (to) => ({ angle: ((to ?? 0) / 10) * outward * ELBOW_DEGREES }),
    },
  ]);
  const hand = union(parts.filter(({ role }) => role === 'hand').map(({ art }) => art.bounds));
  if (hand === undefined) return;
  rig.parameter(`ParamHand${side}`, { name: side === 'L' ? 'Left hand' : 'Right hand', min: -10, max: 10 });
  rig.transform(`hand-${side}`, `forearm-${side}`, { x: centreX(hand), y: hand.y + hand.height * 0.1 }, [
    {
      axes: [{ parameter: `ParamHand${side}`, keys: ENDS }],
      form: (to) => ({ angle: ((to ?? 0) / 10) * outward * WRIST_DEGREES }),
    },
  ]);
}

/** An arm of one picture: below the elbow it goes the forearm's way, around the elbow a part of it. */
function bendOf(rig: RigBuilder, side: Side, bounds: Rect, elbow: Point): string {
  const id = `bend-${side}`;
  if (hasDeformer(rig, id)) return id;
  const soft = bounds.height * 0.12;
  return rig.warp(
    id,
    `arm-${side}`,
    grow(bounds, 0.04),
    [4, 10],
    [
      {
        axes: [{ parameter: `ParamArm${side}B`, keys: BENT }],
        shift: (x, y, to = 0) => {
          const share = smooth((y - elbow.y + soft) / (2 * soft));
          return turnedBy(x, y, elbow, (to / 10) * outwardOf(side) * ELBOW_DEGREES * share);
        },
      },
    ],
  );
}

function elbowOf(parts: readonly Part[]): Point {
  const lower = armBounds(parts, 'lower');
  if (lower !== undefined) return { x: centreX(lower), y: lower.y + lower.height * 0.07 };
  const arm = armBounds(parts) ?? parts[0]?.art.bounds ?? { x: 0, y: 0, width: 1, height: 1 };
  return { x: centreX(arm), y: arm.y + arm.height * ELBOW_AT };
}

function armBounds(parts: readonly Part[], segment?: 'upper' | 'lower'): Rect | undefined {
  const own = parts.filter(
    ({ role, art }) => role === 'arm' && (segment === undefined || limbSegment(art.name, art.folders) === segment),
  );
  return union(own.map(({ art }) => art.bounds));
}

/**
 * What legs hang on: their feet stay where they stand while the hips above them shift and sink, knees give way, and a jump takes them along. A leg of its
 * own can be lifted from the hip. `parts`: all legs.
 */
export function addLeg(rig: RigBuilder, figure: Figure, part: Part, parts: readonly Part[]): string {
  const legs = union(parts.map(({ art }) => art.bounds)) ?? part.art.bounds;
  if (!hasDeformer(rig, 'legs')) rigStand(rig, figure, legs);
  const { side } = part;
  const own = parts.filter((one) => one.side === side);
  const hip = union(own.map(({ art }) => art.bounds));
  if (side === undefined || hip === undefined) return 'legs';
  const id = `leg-${side}`;
  if (hasDeformer(rig, id)) return id;
  rig.parameter(`ParamLeg${side}`, { name: side === 'L' ? 'Left leg' : 'Right leg', min: -10, max: 10 });
  return rig.transform(id, 'legs', { x: centreX(hip), y: hip.y + hip.height * 0.06 }, [
    {
      axes: [{ parameter: `ParamLeg${side}`, keys: ENDS }],
      form: (to) => ({ angle: ((to ?? 0) / 10) * outwardOf(side) * HIP_DEGREES }),
    },
  ]);
}

function rigStand(rig: RigBuilder, { face }: Figure, legs: Rect): void {
  const middle = centreX(legs);
  /** 1 at the hips, 0 at the feet. */
  const carried = (y: number): number => smooth((legs.y + legs.height * 0.9 - y) / (legs.height * 0.85));
  const knee = (y: number): number => smooth(1 - Math.abs(y - legs.y - legs.height * 0.5) / (legs.height * 0.4));
  rig.warp(
    'legs',
    null,
    grow(legs, 0.04),
    [4, 10],
    [
      {
        axes: [{ parameter: 'ParamBaseX', keys: ENDS }],
        shift: (_x, y, to = 0) => ({ x: (to / 10) * face.width * 0.25 * carried(y), y: 0 }),
      },
      {
        axes: [{ parameter: 'ParamBaseY', keys: BENT }],
        shift: (x, y, to = 0) => {
          const way = (-to / 10) * face.height * 0.2;
          // Down is a bend of the knees, up is a jump.
          if (to > 0) return { x: 0, y: way };
          return { x: Math.sign(x - middle) * way * 0.35 * knee(y), y: way * carried(y) };
        },
      },
    ],
  );
}

const hasDeformer = ({ pieces }: RigBuilder, id: string): boolean => pieces.deformers.some((one) => one.id === id);

/** The way of a point that turns about another, degrees, clockwise. */
function turnedBy(x: number, y: number, { x: aboutX, y: aboutY }: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const [dx, dy] = [x - aboutX, y - aboutY];
  return {
    x: dx * Math.cos(angle) - dy * Math.sin(angle) - dx,
    y: dx * Math.sin(angle) + dy * Math.cos(angle) - dy,
  };
}

/** Smoothstep, limited to 0…1. */
function smooth(x: number): number {
  const t = Math.max(0, Math.min(1, x));
  return t * t * (3 - 2 * t);
}
