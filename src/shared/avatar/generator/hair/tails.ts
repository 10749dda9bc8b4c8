import { swatchUv } from '../atlas/atlas-layout.ts';
import { HEAD_SKIN } from '../face/face-part.ts';
import { HEAD_CENTRE } from '../face/head-shape.ts';
import { createPart } from '../geometry/part.ts';
import { addLock } from '../geometry/sweep.ts';
import { add, mix, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { addBow } from '../outfit/garment.ts';
import { chainSkin, SIDES } from '../skeleton.ts';
import { addHairLock, type HairBuilder, leaf, onScalp, TAIL_SPRING } from './hair-builder.ts';

/** Where twin tails and the ponytail are tied; bows go there. */
export const TWIN_TIE: Vec3 = [0.136, HEAD_CENTRE + 0.088, -0.052];
export const PONY_TIE: Vec3 = [0, HEAD_CENTRE + 0.095, -0.168];

/** Locks of a tail around its middle line: sideways, backwards, width, thickness, how much shorter. */
type Strand = readonly [side: number, back: number, width: number, thickness: number, short: number];
const STRANDS: readonly Strand[] = [
  [0, 0, 0.046, 0.04, 0],
  [0.026, 0.014, 0.03, 0.025, 0.04],
  [-0.022, 0.02, 0.03, 0.025, 0.02],
  [0.016, -0.022, 0.03, 0.025, 0.03],
  [-0.02, -0.018, 0.028, 0.024, 0.07],
  [0.034, -0.004, 0.022, 0.018, 0.12],
];

export function addTwinTails(builder: HairBuilder): void {
  const y = HEAD_CENTRE;
  for (const [side, sign] of SIDES) {
    const tie: Vec3 = [sign * TWIN_TIE[0], TWIN_TIE[1], TWIN_TIE[2]];
    const path: Vec3[] = [
      tie,
      [sign * 0.196, y + 0.1, -0.055],
      [sign * 0.245, y + 0.02, -0.058],
      [sign * 0.256, y - 0.11, -0.052],
      [sign * 0.244, y - 0.25, -0.042],
      [sign * 0.232, y - 0.39, -0.034],
      [sign * 0.25, y - 0.52, -0.028],
    ];
    addTail(builder, `tail${side}`, path, sign);
    addTieKnot(builder, add(tie, [sign * 0.016, 0.008, -0.002]), [sign * 0.9, 0.25, -0.1]);
    for (const angle of [1.5, 1.95, 2.45]) addGathering(builder, tie, sign * angle);
    addBow(builder.parts, {
      centre: add(tie, [sign * 0.014, 0.012, 0.02]),
      size: 0.86,
      swatch: 'accent',
      fold: 'accentFold',
      skin: HEAD_SKIN,
    });
  }
}

export function addPonytail(builder: HairBuilder): void {
  const y = HEAD_CENTRE;
  const path: Vec3[] = [
    PONY_TIE,
    [0, y + 0.115, -0.222],
    [0, y + 0.06, -0.272],
    [0, y - 0.07, -0.285],
    [0.004, y - 0.2, -0.262],
    [0.0, y - 0.32, -0.235],
    [-0.01, y - 0.42, -0.235],
  ];
  addTail(builder, 'tailBack', path, 1);
  addTieKnot(builder, add(PONY_TIE, [0, 0.006, -0.014]), [0, 0.25, -1]);
  for (const angle of [1.7, 2.1, 2.6, Math.PI, -2.6, -2.1, -1.7]) addGathering(builder, PONY_TIE, angle);
}

function addTail({ skeleton, parts }: HairBuilder, name: string, path: readonly Vec3[], sign: number): void {
  const chain = skeleton.addChain(name, 'head', path, TAIL_SPRING);
  for (const [dx, dz, width, thickness, short] of STRANDS) {
    const own = path.map((point, i) => {
      const spread = smoothstep(0, 2.4, i);
      const up = i > 3 ? (short * (i - 3)) / 3 : 0;
      const curl = i === path.length - 1 ? 0.012 * Math.sign(dx || 1) : 0;
      return add(point, [sign * (dx * spread + curl), up, dz * spread]);
    });
    const profile = (v: number): number => leaf(0.12, 0.7)(v) * (0.55 + 0.45 * smoothstep(0, 0.14, v));
    addHairLock(parts, {
      path: own,
      width,
      thickness,
      rows: 20,
      columns: 8,
      profile,
      out: () => [0, 0, 1],
      skin: (v) => chainSkin(chain, v * (chain.bones.length - 1)),
    });
  }
}

/** Hair drawn over the skull to the tie. */
function addGathering({ parts }: HairBuilder, tie: Vec3, angle: number): void {
  const path = [onScalp(angle, 0.12, 0.01), onScalp(angle, 0.34, 0.017), mix(onScalp(angle, 0.58, 0.022), tie, 0.4), tie];
  addHairLock(parts, {
    path,
    width: 0.034,
    thickness: 0.012,
    rows: 8,
    profile: (v) => smoothstep(-0.1, 0.3, v) * (1 - 0.5 * v),
    skin: () => HEAD_SKIN,
  });
}

/** The band around the tail's root. */
function addTieKnot({ parts }: HairBuilder, centre: Vec3, axis: Vec3): void {
  const part = createPart();
  const path = [-0.011, -0.005, 0.005, 0.011].map((k): Vec3 => add(centre, [axis[0] * k, axis[1] * k, axis[2] * k]));
  addLock(part, {
    path,
    width: 0.026,
    thickness: 0.024,
    rows: 6,
    columns: 14,
    profile: (v) => 0.7 + 0.3 * Math.sin(Math.PI * v),
    out: () => [0, 1, 0],
    skin: () => HEAD_SKIN,
    uv: (_, __, v) => swatchUv('accent', v),
  });
  parts.push(part);
}
