/** Metres; x to the avatar's left, y up, z to where she looks. */
export type Vec3 = readonly [number, number, number];
export type Vec2 = readonly [number, number];

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, k: number): Vec3 => [a[0] * k, a[1] * k, a[2] * k];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const length = (a: Vec3): number => Math.sqrt(dot(a, a));
export function normalize(a: Vec3): Vec3 {
  const size = length(a);
  return size > 0 ? scale(a, 1 / size) : [0, 0, 1];
}

export const lerp = (a: number, b: number, t: number): number => a + (b - a) * t;
export const mix = (a: Vec3, b: Vec3, t: number): Vec3 => [lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)];
export const clamp = (x: number, low = 0, high = 1): number => Math.min(high, Math.max(low, x));
/** 0 at `from`, 1 at `to` (which may be the smaller one), with flat ends. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from));
  return t * t * (3 - 2 * t);
}
export const bell = (x: number, centre: number, width: number): number => Math.exp(-(((x - centre) / width) ** 2));

/** `count` + 1 values from `from` to `to`. */
export const range = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count + 1 }, (_, i) => lerp(from, to, i / count));

/** The element, or the nearest one that exists. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const found = list[clamp(index, 0, list.length - 1)];
  if (found === undefined) throw new RangeError('an empty list has no elements');
  return found;
}

/** Cubic curve through (x, y) pairs with rising x; flat outside of them. */
export function curve(points: readonly Vec2[]): (x: number) => number {
  const slope = (i: number): number => {
    const [x0, y0] = at(points, i - 1);
    const [x1, y1] = at(points, i + 1);
    return (y1 - y0) / (x1 - x0);
  };
  return (x) => {
    let i = 0;
    while (i < points.length - 2 && x > at(points, i + 1)[0]) i++;
    const [x0, y0] = at(points, i);
    const [x1, y1] = at(points, i + 1);
    const h = x1 - x0;
    const t = clamp((x - x0) / h);
    const t2 = t * t;
    const t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * y0 + (t3 - 2 * t2 + t) * slope(i) * h + (-2 * t3 + 3 * t2) * y1 + (t3 - t2) * slope(i + 1) * h;
  };
}

/** Catmull-Rom curve through all points; t from 0 to 1. */
export function alongPath(path: readonly Vec3[], t: number): Vec3 {
  const f = clamp(t) * (path.length - 1);
  const i = Math.min(path.length - 2, Math.floor(f));
  const u = f - i;
  const [a, b, c, d] = [at(path, i - 1), at(path, i), at(path, i + 1), at(path, i + 2)];
  const axis = (k: 0 | 1 | 2): number =>
    0.5 *
    (2 * b[k] +
      (c[k] - a[k]) * u +
      (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * u * u +
      (-a[k] + 3 * b[k] - 3 * c[k] + d[k]) * u * u * u);
  return [axis(0), axis(1), axis(2)];
}
