import { type SwatchName, swatchUv } from '../atlas/atlas-layout.ts';
import { armSkin, spineSkin } from '../body/limbs.ts';
import { createPart, type Part, type Skin } from '../geometry/part.ts';
import { addLathe, addTube, ellipse } from '../geometry/sweep.ts';
import { add, curve, lerp, range, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { BODY, type Side, type Skeleton } from '../skeleton.ts';

/** What builders of clothes share. */
export interface Wardrobe {
  readonly skeleton: Skeleton;
  readonly parts: Part[];
}

const bodyX = curve([
  [0.64, 0.092],
  [0.7, 0.09],
  [0.76, 0.077],
  [0.83, 0.0675],
  [0.89, 0.073],
  [0.95, 0.0835],
  [0.985, 0.0855],
  [1.012, 0.078],
  [1.034, 0.058],
  [1.052, 0.0405],
]);
const bodyZ = curve([
  [0.64, 0.078],
  [0.7, 0.078],
  [0.76, 0.0655],
  [0.83, 0.0575],
  [0.89, 0.0655],
  [0.935, 0.0745],
  [0.985, 0.0655],
  [1.012, 0.052],
  [1.034, 0.0445],
  [1.052, 0.0385],
]);
const bodyForward = (y: number): number => 0.005 * smoothstep(0.83, 0.93, y) * smoothstep(1.03, 0.95, y);

/** A point of the trunk by angle (0 in front) and height, `grow` metres outside of it. */
export function onTrunk(angle: number, y: number, grow: number): Vec3 {
  return ellipse(angle, bodyX(y) + grow, bodyZ(y) + grow, y, bodyForward(y));
}

/** Clothing of the trunk between two heights; `loose`: metres it stands off at v = 0 (bottom) … 1. */
export function addTrunk(
  parts: Part[],
  {
    from,
    to,
    swatch,
    loose,
    rows = 22,
    folds = 0,
  }: { from: number; to: number; swatch: SwatchName; loose: (v: number) => number; rows?: number; folds?: number },
): void {
  const part = createPart();
  addLathe(part, {
    heights: range(from, to, rows),
    columns: 36,
    point: (angle, y, v) => onTrunk(angle, y, loose(v) + folds * Math.sin(angle * 7 + y * 60) * (1 - v) ** 2),
    skin: (y) => spineSkin(y),
    uv: (_, v) => swatchUv(swatch, 0.75 * (1 - v)),
  });
  parts.push(part);
}

/** A band that lies on the trunk, following `height(angle)`. */
export function addTrunkBand(
  parts: Part[],
  { height, wide, grow, swatch }: { height: (angle: number) => number; wide: number; grow: number; swatch: SwatchName },
): void {
  const part = createPart();
  addLathe(part, {
    heights: [0, 0.15, 0.85, 1],
    columns: 48,
    point: (angle, k) => onTrunk(angle, height(angle) + (k - 0.5) * wide, grow + (k > 0.1 && k < 0.9 ? 0.0028 : 0)),
    skin: (k, angle) => spineSkin(height(angle) + (k - 0.5) * wide),
    uv: (_, v) => swatchUv(swatch, 1 - v),
  });
  parts.push(part);
}

export interface Sleeve {
  readonly side: Side;
  readonly sign: number;
  /** Distance from the middle, metres. */
  readonly from: number;
  readonly to: number;
  readonly swatch: SwatchName;
  radius(v: number): number;
  /** Closes the sleeve's end towards the arm. */
  readonly lining: SwatchName;
}

/** A sleeve along the arm, hanging a little, with its opening drawn in. */
export function addSleeve(parts: Part[], { side, sign, from, to, swatch, radius, lining }: Sleeve): void {
  const part = createPart();
  const y = BODY.shoulderY;
  const rows = Math.max(8, Math.round((to - from) / 0.012));
  const centre = (x: number): Vec3 => [sign * x, y - 0.003 * smoothstep(0.09, 0.2, x), 0];
  const skin = (_: number, [x]: Vec3): Skin => armSkin(side, x);
  const wrinkle = (v: number): number => 0.0014 * Math.sin(v * 34) * smoothstep(0.2, 0.5, v);
  addTube(part, {
    path: range(from, to, rows).map(centre),
    columns: 20,
    up: [0, 1, 0],
    radius: (v) => [radius(v) + wrinkle(v), radius(v) + wrinkle(v)],
    skin,
    uv: (_, v) => swatchUv(swatch, 0.1 + 0.6 * v),
  });
  const end = radius(1);
  addTube(part, {
    path: [0.0005, -0.004, -0.014].map((d) => centre(to + d)),
    columns: 20,
    up: [0, 1, 0],
    radius: (v) => [lerp(end, end * 0.6, v), lerp(end, end * 0.6, v)],
    skin,
    uv: () => swatchUv(lining, 1),
    facing: 'in',
  });
  parts.push(part);
}

/** A ring around the arm: cuffs, wristbands, stripes. */
export function addArmBand(
  parts: Part[],
  side: Side,
  sign: number,
  from: number,
  to: number,
  radius: number,
  swatch: SwatchName,
): void {
  const part = createPart();
  addTube(part, {
    path: [from, from + 0.001, to - 0.001, to].map((x): Vec3 => [sign * x, BODY.shoulderY - 0.003 * smoothstep(0.09, 0.2, x), 0]),
    columns: 20,
    up: [0, 1, 0],
    radius: (v) => (v > 0.2 && v < 0.8 ? [radius, radius] : [radius - 0.0035, radius - 0.0035]),
    skin: (_, [x]) => armSkin(side, x),
    uv: (_, v) => swatchUv(swatch, v),
  });
  parts.push(part);
}

/** A bow of two loops, a knot and two ends, in front of `centre`; `size` 1 is a hand wide. */
export function addBow(
  parts: Part[],
  {
    centre,
    size,
    swatch,
    fold,
    skin,
    back = 0,
  }: { centre: Vec3; size: number; swatch: SwatchName; fold: SwatchName; skin: Skin; back?: number },
): void {
  const part = createPart();
  const turn = back === 0 ? 1 : -1;
  const place = (x: number, y: number, z: number): Vec3 => add(centre, [x * size, y * size, z * size * turn]);
  for (const sign of [1, -1]) {
    addTube(part, {
      path: range(0, 1, 9).map((v) =>
        place(sign * (0.004 + v * 0.044), 0.004 * v + 0.003 * Math.sin(v * 3), 0.004 - 0.012 * v * v),
      ),
      columns: 14,
      up: [0, 1, 0],
      radius: (v) => {
        const open = 0.006 + 0.0185 * Math.sin(Math.PI * Math.min(1, v * 0.86 + 0.05)) ** 0.8;
        return [open * size, (0.0025 + 0.0085 * Math.sin(Math.PI * (v * 0.9 + 0.05))) * size];
      },
      skin: () => skin,
      uv: (u, v) => swatchUv(v < 0.28 || (u > 0.4 && u < 0.6) ? fold : swatch, v),
    });
    addTube(part, {
      path: range(0, 1, 5).map((v) => place(sign * (0.005 + 0.018 * v), -0.006 - 0.046 * v, 0.003 - 0.003 * v)),
      columns: 8,
      up: [0, 0, 1],
      radius: (v) => [0.0028 * size, (0.0055 + 0.0075 * v) * (v > 0.95 ? 0.75 : 1) * size],
      skin: () => skin,
      uv: (_, v) => swatchUv(v < 0.2 ? fold : swatch, v),
    });
  }
  addTube(part, {
    path: range(-1, 1, 6).map((k) => place(0, k * 0.0105, 0.004)),
    columns: 10,
    up: [0, 0, 1],
    radius: (v) => [0.0088 * size * Math.sin(Math.PI * (0.12 + 0.76 * v)), 0.0098 * size * Math.sin(Math.PI * (0.15 + 0.7 * v))],
    skin: () => skin,
    uv: (_, v) => swatchUv(swatch, v),
  });
  parts.push(part);
}
