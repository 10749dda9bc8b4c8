import { type SwatchName, swatchUv } from '../atlas/atlas-layout.ts';
import { spineSkin } from '../body/limbs.ts';
import { createPart, type Skin } from '../geometry/part.ts';
import { addLathe } from '../geometry/sweep.ts';
import { lerp, range, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { blendSkins, type Chain, chainSkin, type Spring } from '../skeleton.ts';
import type { Wardrobe } from './garment.ts';

const SPRING: Spring = { stiffness: 4.5, drag: 0.75, gravity: 0.1, hitRadius: 0.018, collides: ['legs'] };
const CHAINS = 10;

export interface Skirt {
  readonly top: number;
  readonly hem: number;
  /** Half width at the hem, metres. */
  readonly reach: number;
  readonly pleats: number;
  /** Depth of the pleats at the hem, share of the radius. */
  readonly depth: number;
  readonly swatch: SwatchName;
  readonly fold: SwatchName;
  /** A line above the hem: distance and height, metres. */
  readonly line: { readonly swatch: SwatchName; readonly up: number; readonly tall: number } | undefined;
  readonly soft: boolean;
}

/** Bones around the hips that carry a skirt; made once, shared by its layers. */
export function createSkirtChains(
  { skeleton }: Wardrobe,
  { top, hem, reach }: Pick<Skirt, 'top' | 'hem' | 'reach'>,
): readonly Chain[] {
  return Array.from({ length: CHAINS }, (_, i) => {
    const angle = (i / CHAINS) * Math.PI * 2;
    const at = (t: number): Vec3 => [
      lerp(0.08, reach, t ** 0.85) * Math.sin(angle),
      lerp(top - 0.02, hem, t),
      lerp(0.07, reach * 0.94, t ** 0.85) * Math.cos(angle),
    ];
    return skeleton.addChain(`skirt${i}`, 'hips', [at(0.12), at(0.55), at(1)], SPRING);
  });
}

export function addSkirt({ parts }: Wardrobe, chains: readonly Chain[], skirt: Skirt): void {
  const { top, hem, reach, pleats, depth, swatch, fold, line, soft } = skirt;
  const radius = (v: number, base: number, end: number): number => lerp(base, end, soft ? v ** 0.7 : v ** 0.88);
  const wave = (angle: number, v: number): number => {
    const c = Math.cos(angle * pleats);
    const shape = soft ? c : Math.sign(c) * Math.abs(c) ** 0.45;
    return 1 + depth * smoothstep(0.04, 0.7, v) * shape;
  };
  const point = (angle: number, y: number, grow: number): Vec3 => {
    const v = (top - y) / (top - hem);
    const w = wave(angle, v);
    const scallop = soft ? 0.006 * v * Math.cos(angle * pleats) : 0;
    return [
      (radius(v, 0.074, reach) + grow) * w * Math.sin(angle),
      y + scallop,
      (radius(v, 0.064, reach * 0.94) + grow) * w * Math.cos(angle),
    ];
  };
  const skin = (y: number, angle: number): Skin => skirtSkin(chains, (top - y) / (top - hem), angle, y);
  const columns = pleats * (soft ? 4 : 6);
  const outer = createPart();
  addLathe(outer, {
    heights: skirtRows(skirt),
    columns,
    point: (angle, y) => point(angle, y, 0),
    skin,
    uv: (u, v) => swatchUv(Math.cos(u * Math.PI * 2 * pleats) < -0.2 ? fold : swatch, 0.15 + 0.7 * v),
  });
  addLathe(outer, {
    heights: range(lerp(top, hem, 0.35), hem, 4),
    columns,
    facing: 'in',
    point: (angle, y) => point(angle, y, -0.0015),
    skin,
    uv: () => swatchUv(fold, 1),
  });
  parts.push(outer);
  if (line === undefined) return;
  const trim = createPart();
  addLathe(trim, {
    heights: [hem + line.up + line.tall, hem + line.up],
    columns,
    point: (angle, y) => point(angle, y, 0.0014),
    skin,
    uv: (_, v) => swatchUv(line.swatch, v),
  });
  parts.push(trim);
}

/** The line's edges are rows of the skirt too, so that the two surfaces run side by side. */
function skirtRows({ top, hem, line }: Skirt): readonly number[] {
  const rows = range(top, hem, 9);
  if (line === undefined) return rows;
  const edges = [hem + line.up + line.tall, hem + line.up];
  return [...rows.filter((y) => edges.every((edge) => Math.abs(edge - y) > 0.004)), ...edges].sort((a, b) => b - a);
}

/** Hips above, then the two nearest chains, and along them bone by bone. */
function skirtSkin(chains: readonly Chain[], v: number, angle: number, y: number): Skin {
  const f = ((((angle / (Math.PI * 2)) * CHAINS) % CHAINS) + CHAINS) % CHAINS;
  const i = Math.floor(f) % CHAINS;
  const [a, b] = [chains[i], chains[(i + 1) % CHAINS]];
  if (a === undefined || b === undefined) return spineSkin(y);
  const along = lerp(-0.6, 2, smoothstep(0, 1, v * 0.75 + 0.25 * v * v));
  const hold = smoothstep(0.3, 0.05, v);
  return blendSkins([
    [spineSkin(y), hold],
    [chainSkin(a, along), (1 - hold) * (1 - (f - Math.floor(f)))],
    [chainSkin(b, along), (1 - hold) * (f - Math.floor(f))],
  ]);
}
