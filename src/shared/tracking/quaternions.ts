/** Rotations x y z w inside flat arrays. Nothing here allocates. */
type Numbers = Float32Array | Float64Array;

/**
 * Writes the rotation that lies `way` (0…1) from `a` to `b` along the shorter arc, of length 1. For the small steps between samples the straight way
 * is as good as the arc.
 */
export function mixQuaternions(a: Numbers, aAt: number, b: Numbers, bAt: number, way: number, out: Numbers, outAt: number): void {
  let dot = 0;
  for (let k = 0; k < 4; k++) dot += (a[aAt + k] ?? 0) * (b[bAt + k] ?? 0);
  const sign = dot < 0 ? -1 : 1;
  let length = 0;
  for (let k = 0; k < 4; k++) {
    const from = a[aAt + k] ?? 0;
    const value = from + ((b[bAt + k] ?? 0) * sign - from) * way;
    out[outAt + k] = value;
    length += value * value;
  }
  normalise(out, outAt, Math.sqrt(length));
}

/** Makes a rotation of four numbers that may be none: false (and nothing written) where they have no direction. */
export function copyQuaternion(from: Numbers, at: number, out: Numbers, outAt: number): boolean {
  let length = 0;
  for (let k = 0; k < 4; k++) length += (from[at + k] ?? 0) ** 2;
  if (!(length > 1e-6)) return false;
  const scale = 1 / Math.sqrt(length);
  for (let k = 0; k < 4; k++) out[outAt + k] = (from[at + k] ?? 0) * scale;
  return true;
}

function normalise(out: Numbers, at: number, length: number): void {
  if (length > 1e-6) for (let k = 0; k < 4; k++) out[at + k] = (out[at + k] ?? 0) / length;
  else {
    out[at] = out[at + 1] = out[at + 2] = 0;
    out[at + 3] = 1;
  }
}

/** `out` becomes `out` · `b`: first turned by `b`, then by what was there. */
export function multiplyInto(out: Numbers, b: Numbers, bAt: number): void {
  const [ax, ay, az, aw] = [out[0] ?? 0, out[1] ?? 0, out[2] ?? 0, out[3] ?? 1];
  const [bx, by, bz, bw] = [b[bAt] ?? 0, b[bAt + 1] ?? 0, b[bAt + 2] ?? 0, b[bAt + 3] ?? 1];
  out[0] = aw * bx + ax * bw + ay * bz - az * by;
  out[1] = aw * by - ax * bz + ay * bw + az * bx;
  out[2] = aw * bz + ax * by - ay * bx + az * bw;
  out[3] = aw * bw - ax * bx - ay * by - az * bz;
}

/**
 * Of a rotation of something that faces +Z with +X to its left: writes yaw (to its left), pitch (upwards) and roll (towards its left shoulder), degrees.
 */
export function anglesOf(q: Numbers, out: Numbers): void {
  const [x, y, z, w] = [q[0] ?? 0, q[1] ?? 0, q[2] ?? 0, q[3] ?? 1];
  const degrees = 180 / Math.PI;
  out[0] = Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y)) * degrees;
  out[1] = Math.asin(Math.max(-1, Math.min(1, 2 * (y * z - w * x)))) * degrees;
  out[2] = -Math.atan2(2 * (x * y + w * z), 1 - 2 * (x * x + z * z)) * degrees;
}
