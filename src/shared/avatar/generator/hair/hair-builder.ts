import { hairUv } from '../atlas/atlas-layout.ts';
import { HEAD_SKIN } from '../face/face-part.ts';
import { HEAD_CENTRE, onHead } from '../face/head-shape.ts';
import { addGrid, createPart, type Part, type Skin } from '../geometry/part.ts';
import { addLock } from '../geometry/sweep.ts';
import { lerp, normalize, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { blendSkins, type Chain, chainSkin, type Skeleton, type Spring } from '../skeleton.ts';

/** What builders of hair share. */
export interface HairBuilder {
  readonly skeleton: Skeleton;
  readonly parts: Part[];
}

/** Short hair: stiff, soon at rest. */
export const BANG_SPRING: Spring = { stiffness: 3.2, drag: 0.65, gravity: 0, hitRadius: 0.006, collides: [] };
export const SIDE_SPRING: Spring = { stiffness: 4, drag: 0.7, gravity: 0.04, hitRadius: 0.012, collides: ['torso'] };
export const BACK_SPRING: Spring = { stiffness: 4, drag: 0.72, gravity: 0.04, hitRadius: 0.016, collides: ['torso'] };
/** Long hair: soft and much damped, so that it trails and does not whip: on a shake of 15 cm at 3 Hz the tip of a 60 cm tail moves 8 cm. */
export const TAIL_SPRING: Spring = { stiffness: 1.6, drag: 0.85, gravity: 0.2, hitRadius: 0.03, collides: ['torso', 'arms'] };

/** Away from the head, seen from above; flat, so that locks lie like shingles. */
export const awayFromHead = (p: Vec3): Vec3 => normalize([p[0], (p[1] - HEAD_CENTRE) * 0.25, p[2]]);

export interface HairLock {
  readonly path: readonly Vec3[];
  readonly width: number;
  readonly thickness: number;
  readonly rows?: number;
  readonly columns?: number;
  readonly inner?: boolean;
  profile?(v: number): number;
  out?(point: Vec3, v: number): Vec3;
  skin(v: number): Skin;
}

/** Wide from soon after the root, then running out in a point. */
export const pointed = (v: number): number => Math.sin(Math.PI * Math.min(1, 0.16 + v * 0.84)) ** 0.75 * (1 - v * v * 0.25);
/** Stays wide and ends blunt, with rounded corners. */
export const blunt = (v: number): number => smoothstep(-0.35, 0.25, v) * (1 - 0.08 * v) * (1 - smoothstep(0.93, 1.0, v) * 0.75);
export const leaf =
  (start: number, power: number) =>
  (v: number): number =>
    Math.sin(Math.PI * Math.min(1, start + v * (1 - start))) ** power;

export function addHairLock(parts: Part[], lock: HairLock): void {
  const part = createPart();
  addLock(part, {
    ...lock,
    profile: lock.profile ?? pointed,
    out: lock.out ?? awayFromHead,
    uv: (across, point) => hairUv(across, point[1], lock.inner),
  });
  parts.push(part);
}

/** Weights of a lock whose bones begin at v = `from` and end at v = 1. */
export const lockSkin =
  (chain: Chain, from: number) =>
  (v: number): Skin =>
    v <= 0 ? HEAD_SKIN : chainSkin(chain, ((v - from) / (1 - from)) * (chain.bones.length - 1));

/** Weights for a lock between two swinging rows, `share` towards the second. */
export function sharedSkin(a: Chain, b: Chain, share: number, from: number): (v: number) => Skin {
  return (v) =>
    blendSkins([
      [lockSkin(a, from)(v), 1 - share],
      [lockSkin(b, from)(v), share],
    ]);
}

/** Level of the hairline by angle; the cap begins there. */
export type Hairline = (angle: number) => number;
export const longHairline: Hairline = (angle) => {
  const a = Math.abs(angle);
  return lerp(lerp(0.56, -0.05, smoothstep(1.0, 1.5, a)), -0.8, smoothstep(1.6, 2.3, a));
};
export const shortHairline: Hairline = (angle) => {
  const a = Math.abs(angle);
  return lerp(lerp(0.58, 0.12, smoothstep(1.0, 1.42, a)), -0.72, smoothstep(1.75, 2.2, a));
};

const CAP_COLUMNS = 64;

/** Hair that lies on the skull, under all locks. */
export function addHairCap(parts: Part[], hairline: Hairline, volume: number): void {
  const part = createPart();
  addGrid(part, { columns: CAP_COLUMNS, rows: 16, facing: 'out' }, (u, v) => {
    const angle = (u - 0.5) * 2 * Math.PI;
    const level = lerp(hairline(angle), 0.9995, Math.sin((v * Math.PI) / 2));
    // The rim dives under the skin: nobody looks between hair and head.
    const grow = lerp(-0.006, 0.012, smoothstep(0, 0.16, v)) + volume * Math.sin(Math.PI * Math.min(1, v * 1.2));
    const position = onHead(angle, level, grow, 0.017);
    return { position, uv: hairUv(Math.round(u * CAP_COLUMNS) % 2, position[1]), skin: HEAD_SKIN };
  });
  parts.push(part);
}

/** On the skull, lifted: `angle` in radians to her left, `level` −1 chin … 1 crown. */
export const onScalp = (angle: number, level: number, lift: number): Vec3 => onHead(angle, level, lift, lift * 0.8);
