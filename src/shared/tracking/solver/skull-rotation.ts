import type { Rotation } from './head-pose.ts';
import type { FaceObservation } from './solver.types.ts';

/**
 * Points over bone with their places in MediaPipe's canonical face (cm; x to the person's left, y upwards, z out of the face): corners of the eyes, bridge, tip
 * and base of the nose, forehead, temples. The library's own matrix also leans on the mouth and the jaw: who opens the mouth nods by three degrees there.
 */
const SKULL = [
  [33, -4.45, 2.66, 3.17],
  [133, -1.86, 2.59, 3.76],
  [263, 4.45, 2.66, 3.17],
  [362, 1.86, 2.59, 3.76],
  [168, 0, 3.27, 5.24],
  [6, 0, 2.47, 5.79],
  [197, 0, 1.73, 6.32],
  [195, 0, 1.06, 6.77],
  [5, 0, 0.37, 7.24],
  [4, 0, -0.46, 7.59],
  [1, 0, -1.13, 7.48],
  [2, 0, -2.09, 6.06],
  [98, -1.41, -1.71, 5.24],
  [327, 1.41, -1.71, 5.24],
  [9, 0, 4.89, 5.39],
  [8, 0, 4.02, 5.28],
  [10, 0, 8.26, 4.48],
  [151, 0, 6.55, 5.03],
  [127, -7.74, 2.36, -2.01],
  [356, 7.74, 2.36, -2.01],
  [162, -7.56, 4.11, -0.99],
  [389, 7.56, 4.11, -0.99],
] as const;
const MIDDLE = [1, 2, 3].map((axis) => SKULL.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / SKULL.length);

/** Each step halves the distance to the rotation at first and squares it at the end. */
const STEPS = 30;
const CLOSE = 1e-12;

/** The rotation that turns the canonical skull best onto the one that is seen (least squares); NaN where none is seen. Allocates nothing after creation. */
export function createSkullRotation(): (observation: FaceObservation, out: Rotation) => void {
  const correlation = new Float64Array(9);
  return ({ landmarks, aspect }, out) => {
    correlation.fill(0);
    for (let i = 0; i < SKULL.length; i++) {
      const point = SKULL[i];
      if (point === undefined) continue;
      const at = point[0] * 3;
      const x = (landmarks[at] ?? Number.NaN) * aspect;
      const y = -(landmarks[at + 1] ?? Number.NaN);
      const z = -(landmarks[at + 2] ?? Number.NaN) * aspect;
      for (let axis = 0; axis < 3; axis++) {
        // Deviations of one side suffice: those of the other add up to nothing.
        const own = (point[axis + 1] ?? 0) - (MIDDLE[axis] ?? 0);
        correlation[axis] = (correlation[axis] ?? 0) + x * own;
        correlation[3 + axis] = (correlation[3 + axis] ?? 0) + y * own;
        correlation[6 + axis] = (correlation[6 + axis] ?? 0) + z * own;
      }
    }
    nearestRotation(correlation, out);
  };
}

/** The orthogonal part of `of` (Higham's iteration for the polar decomposition); NaN where it mirrors or is flat. */
function nearestRotation(of: Rotation, out: Rotation): void {
  let square = 0;
  for (let i = 0; i < 9; i++) square += (of[i] ?? Number.NaN) ** 2;
  for (let i = 0; i < 9; i++) out[i] = (of[i] ?? Number.NaN) / Math.sqrt(square);
  for (let step = 0, change = 1; step < STEPS && change > CLOSE; step++) change = stepToRotation(out);
}

/** The mean of a matrix and its inverse's transpose, in place. How far it moved. */
function stepToRotation(m: Rotation): number {
  const a = m[0] ?? Number.NaN;
  const b = m[1] ?? Number.NaN;
  const c = m[2] ?? Number.NaN;
  const d = m[3] ?? Number.NaN;
  const e = m[4] ?? Number.NaN;
  const f = m[5] ?? Number.NaN;
  const g = m[6] ?? Number.NaN;
  const h = m[7] ?? Number.NaN;
  const k = m[8] ?? Number.NaN;
  const determinant = a * (e * k - f * h) - b * (d * k - f * g) + c * (d * h - e * g);
  if (!(determinant > CLOSE)) {
    m.fill(Number.NaN);
    return 0;
  }
  m[0] = (a + (e * k - f * h) / determinant) / 2;
  m[1] = (b + (f * g - d * k) / determinant) / 2;
  m[2] = (c + (d * h - e * g) / determinant) / 2;
  m[3] = (d + (c * h - b * k) / determinant) / 2;
  m[4] = (e + (a * k - c * g) / determinant) / 2;
  m[5] = (f + (b * g - a * h) / determinant) / 2;
  m[6] = (g + (b * f - c * e) / determinant) / 2;
  m[7] = (h + (c * d - a * f) / determinant) / 2;
  m[8] = (k + (a * e - b * d) / determinant) / 2;
  return Math.abs((m[0] ?? 0) - a) + Math.abs((m[4] ?? 0) - e) + Math.abs((m[8] ?? 0) - k) + Math.abs((m[1] ?? 0) - b);
}
