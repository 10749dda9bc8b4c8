import { bell, clamp, curve, normalize, type Vec3 } from '../geometry/vector.ts';

/** Height of the head's middle, metres; the chin is HEAD_HALF below it. */
export const HEAD_CENTRE = 1.25;
export const HEAD_HALF = 0.15;

/** Profiles over height: −1 is the chin, 1 the crown. Half width, depth to the front and to the back, and the middle's shift to the front. */
const halfWidth = curve([
  [-1, 0.0004],
  [-0.994, 0.0125],
  [-0.975, 0.0255],
  [-0.92, 0.0455],
  [-0.82, 0.0695],
  [-0.62, 0.1025],
  [-0.35, 0.1285],
  [-0.05, 0.1375],
  [0.3, 0.138],
  [0.6, 0.117],
  [0.85, 0.077],
  [0.96, 0.041],
  [1, 0.004],
]);
const frontDepth = curve([
  [-1, 0.0004],
  [-0.994, 0.0085],
  [-0.97, 0.018],
  [-0.9, 0.034],
  [-0.8, 0.052],
  [-0.6, 0.082],
  [-0.35, 0.107],
  [-0.05, 0.124],
  [0.3, 0.128],
  [0.6, 0.107],
  [0.85, 0.07],
  [0.96, 0.038],
  [1, 0.004],
]);
const backDepth = curve([
  [-1, 0.0004],
  [-0.97, 0.02],
  [-0.9, 0.038],
  [-0.8, 0.058],
  [-0.6, 0.092],
  [-0.35, 0.125],
  [-0.05, 0.15],
  [0.3, 0.155],
  [0.6, 0.134],
  [0.85, 0.09],
  [0.96, 0.048],
  [1, 0.004],
]);
const forward = curve([
  [-1, 0.086],
  [-0.97, 0.088],
  [-0.9, 0.084],
  [-0.8, 0.07],
  [-0.6, 0.045],
  [-0.35, 0.019],
  [-0.05, 0],
  [0.3, -0.002],
  [0.6, -0.003],
  [0.85, -0.004],
  [0.96, -0.004],
  [1, -0.004],
]);
/** 2 is an ellipse; more is boxier: faces are flatter in front. */
const ROUNDNESS = 2.35;

export const headLevel = (y: number): number => (y - HEAD_CENTRE) / HEAD_HALF;

/** Depth of the face's surface at a place seen from the front. Everything on the face lies on it. */
export function faceDepth(x: number, y: number): number {
  const level = clamp(headLevel(y), -0.995, 0.995);
  const across = clamp(Math.abs(x) / halfWidth(level), 0, 0.985);
  const dy = y - HEAD_CENTRE;
  const nose = 0.0088 * bell(x, 0, 0.0098) * bell(dy, -0.0675, dy > -0.0675 ? 0.017 : 0.0068);
  return forward(level) + frontDepth(level) * (1 - across ** ROUNDNESS) ** (1 / ROUNDNESS) + nose;
}

export const onFace = (x: number, y: number, lift: number): Vec3 => [x, y, faceDepth(x, y) + lift];

/** A point of the head by angle (0 in front, growing to her left) and level, grown outwards; metres. */
export function onHead(angle: number, level: number, grow = 0, rise = 0): Vec3 {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const e = 2 / ROUNDNESS;
  const depth = (c > 0 ? frontDepth(level) : backDepth(level)) + grow;
  return [
    (halfWidth(level) + grow) * Math.sign(s) * Math.abs(s) ** e,
    HEAD_CENTRE + level * (HEAD_HALF + rise),
    forward(level) + depth * Math.sign(c) * Math.abs(c) ** e,
  ];
}

/** A ball's normals: toon shadows of faces must not show every bump. */
export const roundNormal = (p: Vec3): Vec3 => normalize([p[0] / 0.14, (p[1] - HEAD_CENTRE - 0.012) / 0.16, p[2] / 0.13]);
