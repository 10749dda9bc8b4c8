import { addGrid, type Facing, type Part, type Skin } from './part.ts';
import { add, alongPath, at, cross, lerp, normalize, scale, subtract, type Vec2, type Vec3 } from './vector.ts';

const TURN = Math.PI * 2;

export interface Lathe {
  /** Heights of the rings, metres. */
  readonly heights: readonly number[];
  readonly columns: number;
  readonly facing?: Facing;
  /** A point of the ring at this height; the angle is 0 at the front and grows to the avatar's left. */
  point(angle: number, height: number, v: number): Vec3;
  skin(height: number, angle: number): Skin;
  uv(u: number, v: number): Vec2;
}

/** A surface of rings around the vertical axis. */
export function addLathe(part: Part, { heights, columns, facing = 'out', point, skin, uv }: Lathe): void {
  const rows = heights.length - 1;
  addGrid(part, { columns, rows, facing }, (u, v) => {
    const height = at(heights, Math.round(v * rows));
    const angle = u * TURN;
    return { position: point(angle, height, v), uv: uv(u, v), skin: skin(height, angle) };
  });
}

export const ellipse = (angle: number, rx: number, rz: number, y: number, z = 0): Vec3 => [
  rx * Math.sin(angle),
  y,
  z + rz * Math.cos(angle),
];

export interface Tube {
  readonly path: readonly Vec3[];
  readonly columns: number;
  /** Half height (along `up`) and half width at v = 0…1. */
  radius(v: number): readonly [up: number, side: number];
  /** What the tube's cross-section calls up. */
  readonly up: Vec3;
  skin(v: number, point: Vec3): Skin;
  uv(u: number, v: number): Vec2;
  readonly facing?: Facing;
}

/** A tube along a line of points. */
export function addTube(part: Part, { path, columns, radius, up, skin, uv, facing = 'out' }: Tube): void {
  const rows = path.length - 1;
  addGrid(part, { columns, rows, facing }, (u, v) => {
    const i = Math.round(v * rows);
    const centre = at(path, i);
    const forward = normalize(subtract(at(path, i + 1), at(path, i - 1)));
    const side = normalize(cross(up, forward));
    const upward = cross(forward, side);
    const [high, wide] = radius(v);
    const angle = u * TURN;
    const rim = add(scale(upward, high * Math.cos(angle)), scale(side, wide * Math.sin(angle)));
    return { position: add(centre, rim), uv: uv(u, v), skin: skin(v, centre) };
  });
}

export interface Lock {
  readonly path: readonly Vec3[];
  /** Half width and half thickness at its widest, metres. */
  readonly width: number;
  readonly thickness: number;
  readonly rows?: number;
  readonly columns?: number;
  /** Share of the full width at v = 0…1. */
  profile(v: number): number;
  /** The direction that the flat side looks to. */
  out(point: Vec3, v: number): Vec3;
  skin(v: number, point: Vec3): Skin;
  uv(across: number, point: Vec3, v: number): Vec2;
}

/** A lock of hair: a lens-shaped tube along a curve, rounder outside than inside, with a ridge that catches the light. */
export function addLock(part: Part, lock: Lock): void {
  const { path, width, thickness, rows = 14, columns = 7, profile, out, skin, uv } = lock;
  addGrid(part, { columns, rows, facing: 'out' }, (u, v) => {
    const centre = alongPath(path, v);
    const forward = normalize(subtract(alongPath(path, v + 0.01), alongPath(path, v - 0.01)));
    const side = normalize(cross(forward, out(centre, v)));
    const outward = cross(side, forward);
    const size = v > 0.999 ? 0.004 : Math.max(profile(v), 0.02);
    const angle = u * TURN;
    const across = Math.cos(angle);
    const bulge = Math.sin(angle) * (Math.sin(angle) > 0 ? 1 : 0.4) * (1 - 0.3 * Math.abs(across));
    const rim = add(scale(side, width * size * across), scale(outward, thickness * size * bulge));
    return { position: add(centre, rim), uv: uv(0.5 + 0.5 * across, centre, v), skin: skin(v, centre) };
  });
}

export interface Ball {
  readonly centre: Vec3;
  readonly radii: Vec3;
  readonly columns: number;
  readonly rows: number;
  readonly skin: Skin;
  uv(u: number, v: number): Vec2;
}

export function addBall(part: Part, { centre, radii, columns, rows, skin, uv }: Ball): void {
  addGrid(part, { columns, rows, facing: 'out' }, (u, v) => {
    const around = u * TURN;
    const tilt = (v - 0.5) * Math.PI;
    const unit: Vec3 = [Math.cos(tilt) * Math.cos(around), Math.sin(tilt), Math.cos(tilt) * Math.sin(around)];
    return { position: add(centre, [unit[0] * radii[0], unit[1] * radii[1], unit[2] * radii[2]]), uv: uv(u, v), skin };
  });
}

/** Blends of neighbours along a row of bones: `blendRow([[y0, 'a'], [y1, 'b']], y)`. */
export function blendRow(stops: readonly (readonly [position: number, bone: string])[], x: number): Skin {
  for (let i = 0; i < stops.length - 1; i++) {
    const [from, bone] = at(stops, i);
    const [to, next] = at(stops, i + 1);
    if (x <= to) {
      const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
      const eased = lerp(t, t * t * (3 - 2 * t), 0.7);
      return [
        [bone, 1 - eased],
        [next, eased],
      ];
    }
  }
  return [[at(stops, stops.length - 1)[1], 1]];
}
