/** Rotations as four numbers (x, y, z, w) somewhere in an array: nothing is allocated and nobody is told. */
export type Flat = Float64Array;

/** Rotation about X, then Y, then Z of the turned axes (three's order XYZ), radians. */
export function setEuler(out: Flat, at: number, x: number, y: number, z: number): void {
  const c1 = Math.cos(x / 2);
  const c2 = Math.cos(y / 2);
  const c3 = Math.cos(z / 2);
  const s1 = Math.sin(x / 2);
  const s2 = Math.sin(y / 2);
  const s3 = Math.sin(z / 2);
  out[at] = s1 * c2 * c3 + c1 * s2 * s3;
  out[at + 1] = c1 * s2 * c3 - s1 * c2 * s3;
  out[at + 2] = c1 * c2 * s3 + s1 * s2 * c3;
  out[at + 3] = c1 * c2 * c3 - s1 * s2 * s3;
}

/** out = by · out */
export function premultiply(out: Flat, at: number, by: Flat, byAt: number): void {
  const ax = by[byAt] ?? 0;
  const ay = by[byAt + 1] ?? 0;
  const az = by[byAt + 2] ?? 0;
  const aw = by[byAt + 3] ?? 1;
  const bx = out[at] ?? 0;
  const by_ = out[at + 1] ?? 0;
  const bz = out[at + 2] ?? 0;
  const bw = out[at + 3] ?? 1;
  out[at] = ax * bw + aw * bx + ay * bz - az * by_;
  out[at + 1] = ay * bw + aw * by_ + az * bx - ax * bz;
  out[at + 2] = az * bw + aw * bz + ax * by_ - ay * bx;
  out[at + 3] = aw * bw - ax * bx - ay * by_ - az * bz;
}

/** Moves `out` the share `t` (0…1) of the shorter way towards `goal`. */
export function slerpTowards(out: Flat, at: number, goal: Flat, goalAt: number, t: number): void {
  const ax = out[at] ?? 0;
  const ay = out[at + 1] ?? 0;
  const az = out[at + 2] ?? 0;
  const aw = out[at + 3] ?? 1;
  const bx = goal[goalAt] ?? 0;
  const by = goal[goalAt + 1] ?? 0;
  const bz = goal[goalAt + 2] ?? 0;
  const bw = goal[goalAt + 3] ?? 1;
  const dot = ax * bx + ay * by + az * bz + aw * bw;
  const sign = dot < 0 ? -1 : 1;
  const cos = dot * sign;
  let one = 1 - t;
  let two = t * sign;
  if (cos < 0.9995) {
    const angle = Math.acos(cos);
    const sin = Math.sin(angle);
    one = Math.sin(one * angle) / sin;
    two = (Math.sin(t * angle) / sin) * sign;
  }
  const x = ax * one + bx * two;
  const y = ay * one + by * two;
  const z = az * one + bz * two;
  const w = aw * one + bw * two;
  // Not `hypot`: it is a call, to which numbers go in boxes.
  const length = Math.sqrt(x * x + y * y + z * z + w * w) || 1;
  out[at] = x / length;
  out[at + 1] = y / length;
  out[at + 2] = z / length;
  out[at + 3] = w / length;
}
