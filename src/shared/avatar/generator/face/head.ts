import { faceUv, swatchUv } from '../atlas/atlas-layout.ts';
import { addGrid, createPart, type Part, vertexAt } from '../geometry/part.ts';
import { add, bell, clamp, normalize, scale, smoothstep, type Vec3 } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';
import { type EyeShape, eyeShapeOf } from './eye-shape.ts';
import { LID_REACH_X, LID_REACH_Y } from './eyes.ts';
import { addFaceMorphs, HEAD_SKIN } from './face-part.ts';
import type { FacePose } from './face-pose.ts';
import { faceDepth, HEAD_CENTRE, onHead, roundNormal } from './head-shape.ts';

const COLUMNS = 60;
const ROWS = 52;

/** The skull's skin, open where the eyes are and where hair always covers it. */
export function createHead(options: AvatarOptions): Part {
  const part = createPart();
  addGrid(part, { columns: COLUMNS, rows: ROWS, facing: 'out' }, (u, v) => {
    // Denser in front, where the eyes are cut out.
    const turn = u * 2 - 1;
    const angle = Math.PI * (0.6 * turn + 0.4 * turn ** 3);
    const [x, y, z] = onHead(angle, -Math.cos(Math.PI * v) * 0.9995);
    const position: Vec3 = [x, y, Math.abs(angle) < 1.2 ? faceDepth(x, y) : z];
    return { position, uv: faceUv(position), skin: HEAD_SKIN };
  });
  cutHoles(part, eyeShapeOf(options.eyes.shape));
  part.normalOf = (vertex, computed) => normalize(add(scale(computed, 0.3), scale(roundNormal(vertex.position), 0.7)));
  const rest = part.vertices.map((vertex) => vertex.position);
  addFaceMorphs(part, rest, (pose) => (movesSkin(pose) ? rest.map((point) => add(point, moved(point, pose))) : rest));
  return part;
}

/** Drops triangles that lids or hair cover; their vertices go when meshes are put together. */
function cutHoles(part: Part, eye: EyeShape): void {
  const high = Math.max(eye.up, eye.low);
  const inEye = ([x, y, z]: Vec3, reachX: number, reachY: number): boolean =>
    z > 0 && Math.hypot((Math.abs(x) - eye.centreX) / (eye.halfWidth * reachX), (y - eye.centreY) / (high * reachY)) < 1;
  const underHair = ([, y, z]: Vec3): boolean => z < -0.03 && y > HEAD_CENTRE - 0.06;
  const kept: number[] = [];
  for (let k = 0; k + 2 < part.triangles.length; k += 3) {
    const triangle = part.triangles.slice(k, k + 3);
    const points = triangle.map((index) => vertexAt(part, index).position);
    const covered =
      points.every((p) => inEye(p, LID_REACH_X * 0.95, LID_REACH_Y * 0.95)) || points.some((p) => inEye(p, 1.09, 1.09));
    if (!covered && !points.every(underHair)) kept.push(...triangle);
  }
  part.triangles.length = 0;
  for (const index of kept) part.triangles.push(index);
}

const movesSkin = ({ jaw, puff, cheekLeft, cheekRight, sneerLeft, sneerRight }: FacePose): boolean =>
  jaw !== undefined || (puff ?? cheekLeft ?? cheekRight ?? sneerLeft ?? sneerRight) !== undefined;

/** How skin moves under a pose; the jaw hangs, cheeks fill. */
function moved([x, y, z]: Vec3, pose: FacePose): Vec3 {
  if (z <= 0) return [0, 0, 0];
  const dy = y - HEAD_CENTRE;
  const jaw = smoothstep(-0.085, -0.135, dy) * smoothstep(-0.01, 0.06, z);
  const cheek = (sign: number): number => bell(x, sign * 0.075, 0.03) * bell(dy, -0.085, 0.025);
  const nostril = (sign: number): number => bell(x, sign * 0.008, 0.01) * bell(dy, -0.065, 0.012);
  const { open = 0, forward = 0, left = 0 } = pose.jaw ?? {};
  const puff = pose.puff ?? 0;
  const [cl, cr] = [cheek(1), cheek(-1)];
  const squint = (pose.cheekLeft ?? 0) * cl + (pose.cheekRight ?? 0) * cr;
  const sneer = (pose.sneerLeft ?? 0) * nostril(1) + (pose.sneerRight ?? 0) * nostril(-1);
  return [
    left * jaw + puff * 0.01 * (cl - cr),
    -open * jaw + 0.003 * squint + 0.003 * sneer,
    (forward - open * 0.15) * jaw + puff * 0.006 * (cl + cr) + 0.002 * squint + 0.001 * sneer,
  ];
}

/** Ears, for hair that shows them. */
export function createEar(sign: number): readonly Part[] {
  const shell = createPart();
  addGrid(shell, { columns: 16, rows: 12, facing: 'out' }, (u, v) => {
    const around = u * 2 * Math.PI;
    const tilt = (v - 0.5) * Math.PI;
    const wide = Math.cos(tilt) ** 0.8 * (0.72 + 0.28 * clamp(Math.sin(tilt) + 0.6));
    const dent = Math.cos(around) > 0.3 ? -0.0035 * Math.cos(tilt) * smoothstep(0.3, 1, Math.cos(around)) : 0;
    const position: Vec3 = [
      sign * (0.137 + 0.0095 * wide * Math.cos(around) + dent + 0.006 * Math.sin(tilt)),
      HEAD_CENTRE - 0.03 + 0.034 * Math.sin(tilt),
      -0.004 + 0.021 * wide * Math.sin(around) - 0.008 * Math.sin(tilt),
    ];
    return { position, uv: swatchUv(dent < -0.002 ? 'skinShade' : 'skin', 0.3), skin: HEAD_SKIN };
  });
  return [shell];
}
