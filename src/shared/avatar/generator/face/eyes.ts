import type { SwatchName } from '../atlas/atlas-layout.ts';
import { faceUv, irisUv, swatchUv, whiteUv } from '../atlas/atlas-layout.ts';
import type { Part } from '../geometry/part.ts';
import { clamp, lerp, smoothstep, type Vec2, type Vec3 } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';
import { EYE_PIVOT, type Side, turnAround } from '../skeleton.ts';
import { type EyeShape, eyeShapeOf, lids } from './eye-shape.ts';
import { createFacePatch } from './face-part.ts';
import type { EyePose, FacePose } from './face-pose.ts';
import { faceDepth, onFace } from './head-shape.ts';

/**
 * An eye is a hole in the face. Behind it lie a shell for the white and, a little before that, the iris; both are pieces of balls around the eye bone,
 * so turning the bone slides the iris along behind the lids and never through anything. Lids are skin around the hole that stretches over it.
 */
export function createEye(side: Side, sign: number, options: AvatarOptions): readonly Part[] {
  const shape = eyeShapeOf(options.eyes.shape);
  const eye: Eye = { side, sign, shape, pose: (pose) => (sign > 0 ? pose.eyeLeft : pose.eyeRight) ?? {} };
  return [white(eye), iris(eye), rim(eye), lid(eye), upperLash(eye), ...lashTips(eye), lowerLash(eye), crease(eye)];
}

interface Eye {
  readonly side: Side;
  readonly sign: number;
  readonly shape: EyeShape;
  pose(pose: FacePose): EyePose;
}

/** Metres from the eye bone. */
const WHITE_RADIUS = 0.107;
const IRIS_RADIUS = 0.1108;
/** How much of the bone's turn the iris follows; the rest stays with the head: drawn irises are too large to turn as far as real ones. */
const FOLLOW = 0.255;
/** Bone angles that the full look shapes stand for, radians. */
const FULL_YAW = (25 * Math.PI) / 180;
const FULL_PITCH = (18 * Math.PI) / 180;

function onBall(x: number, y: number, radius: number): Vec3 {
  const [dx, dy] = [x - EYE_PIVOT[0], y - EYE_PIVOT[1]];
  return [x, y, EYE_PIVOT[2] + Math.sqrt(Math.max(0.0001, radius * radius - dx * dx - dy * dy))];
}
const mirrored = ([x, y, z]: Vec3, sign: number): Vec3 => [sign * x, y, z];

function white({ sign, shape }: Eye): Part {
  const points = (): Vec3[] =>
    patch(8, 6, (u, v) => {
      const x = shape.centreX + lerp(-1.22, 1.26, u) * shape.halfWidth;
      const y = shape.centreY + lerp(shape.up * 1.35, -shape.low * 1.35, v);
      return mirrored(onBall(x, y, WHITE_RADIUS), sign);
    });
  return createFacePatch({ columns: 8, rows: 6, shape: points, uv: (i) => whiteUv((i % 9) / 8, Math.floor(i / 9) / 6) });
}

const IRIS_COLUMNS = 28;
const IRIS_ROWS = 5;

function iris({ side, sign, shape, pose }: Eye): Part {
  const points = (face: FacePose): Vec3[] => {
    const { shrink = 0, out = 0, up = 0 } = pose(face);
    return patch(IRIS_COLUMNS, IRIS_ROWS, (u, v) => {
      const angle = u * Math.PI * 2;
      const size = (1 - shrink) * v;
      const x = shape.centreX + 0.0004 + shape.irisWidth * size * Math.cos(angle);
      const y = shape.centreY + shape.irisY + shape.irisHeight * size * Math.sin(angle);
      const rest = onBall(x, y, IRIS_RADIUS);
      const turned = turnAround(EYE_PIVOT, rest, out * FULL_YAW, up * FULL_PITCH);
      return mirrored(
        [lerp(rest[0], turned[0], FOLLOW), lerp(rest[1], turned[1], FOLLOW), lerp(rest[2], turned[2], FOLLOW)],
        sign,
      );
    });
  };
  const uv = (i: number): Vec2 => {
    const angle = ((i % (IRIS_COLUMNS + 1)) / IRIS_COLUMNS) * Math.PI * 2;
    const r = Math.floor(i / (IRIS_COLUMNS + 1)) / IRIS_ROWS;
    return irisUv(side, 0.5 + 0.5 * r * Math.cos(angle) * sign, 0.5 - 0.5 * r * Math.sin(angle));
  };
  const skin = [
    [`${side}Eye`, FOLLOW],
    ['head', 1 - FOLLOW],
  ] as const;
  return createFacePatch({ columns: IRIS_COLUMNS, rows: IRIS_ROWS, shape: points, uv, skin });
}

const LOOP = 44;

/** The lids' edge at a share of the loop around the eye: from the outer corner over the upper lid to the inner one, and back below. */
function edgeAt(shape: EyeShape, pose: EyePose, u: number): Vec2 {
  const angle = u * Math.PI * 2;
  const s = Math.cos(angle);
  const [upper, lower] = lids(shape, s, pose);
  return [shape.centreX + s * shape.halfWidth, shape.centreY + (Math.sin(angle) >= 0 ? upper : lower)];
}

export const LID_REACH_X = 1.48;
export const LID_REACH_Y = 1.44;
const LID_ROWS = 5;

/** Skin around the eye, from the lids' edge to where it lies on the face for good. */
function lid({ sign, shape, pose }: Eye): Part {
  const points = (face: FacePose): Vec3[] =>
    patch(LOOP, LID_ROWS, (u, v) => {
      const [ex, ey] = edgeAt(shape, pose(face), u);
      const angle = u * Math.PI * 2;
      const ox = shape.centreX + Math.cos(angle) * shape.halfWidth * LID_REACH_X;
      const oy = shape.centreY + Math.sin(angle) * Math.max(shape.up, shape.low) * LID_REACH_Y;
      const [x, y] = [lerp(ex, ox, v), lerp(ey, oy, v)];
      return onFace(sign * x, y, lerp(0.0012 + 0.0008 * closing(pose(face)), 0.0006, v));
    });
  return createFacePatch({ columns: LOOP, rows: LID_ROWS, shape: points, uv: (_, p) => faceUv(p) });
}

/** The thickness of the lids, from their edge back to the white: nobody looks past the eye into the head. */
function rim({ sign, shape, pose }: Eye): Part {
  const points = (face: FacePose): Vec3[] =>
    patch(LOOP, 1, (u, v) => {
      const [x, y] = edgeAt(shape, pose(face), u);
      const front = faceDepth(x, y) + 0.001;
      const back = onBall(x, y, WHITE_RADIUS)[2] - 0.003;
      return [sign * x, y, lerp(front, Math.min(back, front - 0.002), v)];
    });
  return createFacePatch({
    columns: LOOP,
    rows: 1,
    shape: points,
    uv: (i) => swatchUv(i % (LOOP + 1) < LOOP / 2 ? 'lashes' : 'lidRim', 0.5),
    facing: 'in',
  });
}

const closing = (pose: EyePose): number => Math.max(pose.blink ?? 0, pose.joy ?? 0);

const LASH_COLUMNS = 30;

/** The upper lid's edge with its 2D normal, t = 0 at the inner corner, 1 at the outer one. */
function upperEdge(shape: EyeShape, pose: EyePose, t: number): { x: number; y: number; nx: number; ny: number } {
  const point = (k: number): Vec2 => edgeAt(shape, pose, 0.5 * (1 - clamp(k, 0.004, 0.996)));
  const [x, y] = point(t);
  const [x0, y0] = point(t - 0.02);
  const [x1, y1] = point(t + 0.02);
  const size = Math.hypot(x1 - x0, y1 - y0) || 1;
  return { x, y, nx: -(y1 - y0) / size, ny: (x1 - x0) / size };
}

function upperLash({ sign, shape, pose }: Eye): Part {
  const points = (face: FacePose): Vec3[] => {
    const now = pose(face);
    const shut = closing(now);
    return patch(LASH_COLUMNS, 3, (u, v) => {
      const t = lerp(0.02, 1, u);
      const { x, y, nx, ny } = upperEdge(shape, now, t);
      const swell = smoothstep(0, 0.3, t) * (0.5 + 0.5 * smoothstep(0.25, 0.8, t)) * (1 - smoothstep(0.93, 1, t) * 0.75);
      const thick = shape.lash * swell * (1 - 0.42 * shut);
      const wing = smoothstep(0.8, 1, t) * v;
      const [wx, wy] = [shape.wing * wing, shape.wing * (0.42 - 0.75 * (now.joy ?? 0) - 0.5 * (now.blink ?? 0)) * wing];
      const k = lerp(-0.0014, thick, v);
      return onFace(sign * (x + nx * k + wx), y + ny * k + wy, 0.0022 + 0.0012 * v * (1 - shut));
    });
  };
  return createFacePatch({ columns: LASH_COLUMNS, rows: 3, shape: points, uv: () => swatchUv('lashes', 0.5) });
}

/** A few lashes stand out at the outer side. */
function lashTips(eye: Eye): readonly Part[] {
  const tip = (t: number, long: number, lean: number): Part => {
    const points = (face: FacePose): Vec3[] => {
      const now = eye.pose(face);
      const shut = closing(now);
      const { x, y, nx, ny } = upperEdge(eye.shape, now, t);
      const back = upperEdge(eye.shape, now, t - 0.07);
      const [dx, dy] = [nx * (1 - lean) + lean, ny * (1 - lean) + lean * 0.35 - 1.1 * shut * ny];
      const base = eye.shape.lash * 0.35;
      const at = (px: number, py: number, lift: number): Vec3 => onFace(eye.sign * px, py, lift);
      const top = at(x + dx * long, y + dy * long, 0.0034);
      return [at(back.x + back.nx * base, back.y + back.ny * base, 0.0028), at(x + nx * base, y + ny * base, 0.0028), top, top];
    };
    return createFacePatch({ columns: 1, rows: 1, shape: points, uv: () => swatchUv('lashes', 0.5) });
  };
  return eye.shape.tips.map(([t, long, lean]) => tip(t, long, lean));
}

function lowerLash({ sign, shape, pose }: Eye): Part {
  const columns = 14;
  const points = (face: FacePose): Vec3[] => {
    const now = pose(face);
    return patch(columns, 1, (u, v) => {
      const around = lerp(0.985, 0.685, u);
      const [x, y] = edgeAt(shape, now, around);
      const thick = 0.0021 * Math.sin(Math.PI * u ** 0.65) * (1 - closing(now));
      return onFace(sign * x, y + lerp(0.0006, -thick, v), 0.0018);
    });
  };
  return createFacePatch({ columns, rows: 1, shape: points, uv: () => swatchUv('lowerLash', 0.5) });
}

function crease({ sign, shape, pose }: Eye): Part {
  const columns = 16;
  const points = (face: FacePose): Vec3[] => {
    const now = pose(face);
    return patch(columns, 1, (u, v) => {
      const { x, y, nx, ny } = upperEdge(shape, now, lerp(0.3, 0.86, u));
      const away = shape.lash + lerp(0.0046, 0.009, closing(now) * 0.5) + (v - 0.5) * 0.0014 * Math.sin(Math.PI * u);
      return onFace(sign * (x + nx * away), y + ny * away, 0.0018);
    });
  };
  const swatch: SwatchName = 'crease';
  return createFacePatch({ columns, rows: 1, shape: points, uv: () => swatchUv(swatch, 0.5) });
}

export function patch(columns: number, rows: number, point: (u: number, v: number) => Vec3): Vec3[] {
  const points: Vec3[] = [];
  for (let j = 0; j <= rows; j++) for (let i = 0; i <= columns; i++) points.push(point(i / columns, j / rows));
  return points;
}
