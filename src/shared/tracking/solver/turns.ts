/** Small mathematics of directions and rotations (x y z w), in right-handed axes. For solvers that run some tens of times a second. */
export type Vector = readonly [x: number, y: number, z: number];
export type Quaternion = readonly [x: number, y: number, z: number, w: number];

export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vector): number => Math.sqrt(dot(a, a));
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const lerp = (a: Vector, b: Vector, way: number): Vector => [
  a[0] + (b[0] - a[0]) * way,
  a[1] + (b[1] - a[1]) * way,
  a[2] + (b[2] - a[2]) * way,
];
/** Of length 1; +X for none. */
export function unit(a: Vector): Vector {
  const size = length(a);
  return size > 1e-9 ? [a[0] / size, a[1] / size, a[2] / size] : [1, 0, 0];
}
/** What of `a` is at right angles to the direction `axis`, which has length 1. */
export function rejection(a: Vector, axis: Vector): Vector {
  const off = dot(a, axis);
  return [a[0] - axis[0] * off, a[1] - axis[1] * off, a[2] - axis[2] * off];
}

export const inverse = ([x, y, z, w]: Quaternion): Quaternion => [-x, -y, -z, w];
/** First `b`, then `a`. */
export const times = ([ax, ay, az, aw]: Quaternion, [bx, by, bz, bw]: Quaternion): Quaternion => [
  aw * bx + ax * bw + ay * bz - az * by,
  aw * by - ax * bz + ay * bw + az * bx,
  aw * bz + ax * by - ay * bx + az * bw,
  aw * bw - ax * bx - ay * by - az * bz,
];
export function turned(q: Quaternion, v: Vector): Vector {
  const [x, y, z] = times(times(q, [v[0], v[1], v[2], 0]), inverse(q));
  return [x, y, z];
}
/** `angle` in radians; the axis has length 1. */
export const twistAbout = ([x, y, z]: Vector, angle: number): Quaternion => {
  const sine = Math.sin(angle / 2);
  return [x * sine, y * sine, z * sine, Math.cos(angle / 2)];
};
const normal = (q: Quaternion): Quaternion => {
  const size = Math.hypot(...q) || 1;
  return [q[0] / size, q[1] / size, q[2] / size, q[3] / size];
};
/** The shortest turn from one direction of length 1 to another. */
export function turnFromTo(from: Vector, to: Vector): Quaternion {
  const cosine = dot(from, to);
  // Half a turn has no shortest way: about whatever is at right angles.
  if (cosine < -0.999999) return twistAbout(unit(rejection(Math.abs(from[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0], from)), Math.PI);
  const [x, y, z] = cross(from, to);
  return normal([x, y, z, 1 + cosine]);
}
/** The turn after which +X points along `x`, and +Y as near to `up` as it can. */
export function frameOf(x: Vector, up: Vector): Quaternion {
  const a = unit(x);
  const b = unit(rejection(up, a));
  const first = turnFromTo([1, 0, 0], a);
  const y = turned(first, [0, 1, 0]);
  return normal(times(twistAbout(a, Math.atan2(dot(cross(y, b), a), dot(y, b))), first));
}
/** Half of a turn, the shorter way. */
export function rootOf(q: Quaternion): Quaternion {
  const [x, y, z, w] = q[3] < 0 ? ([-q[0], -q[1], -q[2], -q[3]] as const) : q;
  return normal([x, y, z, 1 + w]);
}
/** The same turn, by `most` radians at most. */
export function limitedTo(q: Quaternion, most: number): Quaternion {
  const sign = q[3] < 0 ? -1 : 1;
  const sine = Math.hypot(q[0], q[1], q[2]);
  const angle = 2 * Math.atan2(sine, q[3] * sign);
  if (angle <= most || sine < 1e-9) return q;
  return twistAbout([(q[0] * sign) / sine, (q[1] * sign) / sine, (q[2] * sign) / sine], most);
}
