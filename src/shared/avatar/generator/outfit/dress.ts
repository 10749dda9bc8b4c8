import { swatchUv } from '../atlas/atlas-layout.ts';
import { spineSkin } from '../body/limbs.ts';
import { createPart } from '../geometry/part.ts';
import { addBall, addLathe } from '../geometry/sweep.ts';
import { clamp, lerp, range, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { SIDES } from '../skeleton.ts';
import { addArmBand, addBow, addSleeve, addTrunk, addTrunkBand, onTrunk, type Wardrobe } from './garment.ts';
import { addSkirt, createSkirtChains } from './skirt.ts';

/** A stage dress: puffed sleeves, frilled collar, a sash with a bow at the back, three layers of skirt. */
export function addDress(wardrobe: Wardrobe): void {
  const { parts } = wardrobe;
  addTrunk(parts, { from: 0.74, to: 1.052, swatch: 'main', loose: () => 0.0022 });
  addFrontPanel(wardrobe);
  addTrunkBand(parts, {
    height: (angle) => 0.775 - 0.012 * smoothstep(0.3, 1, Math.cos(angle)),
    wide: 0.036,
    grow: 0.003,
    swatch: 'accent',
  });
  for (const [side, sign] of SIDES) {
    addSleeve(parts, {
      side,
      sign,
      from: 0.052,
      to: 0.158,
      swatch: 'main',
      lining: 'mainFold',
      radius: (v) => 0.024 + 0.029 * Math.sin(Math.PI * clamp(v * 0.92 + 0.06)) ** 0.8,
    });
    addArmBand(parts, side, sign, 0.148, 0.17, 0.0318, 'trim');
    addArmBand(parts, side, sign, 0.156, 0.162, 0.0332, 'accent');
    addArmBand(parts, side, sign, 0.335, 0.36, 0.0205, 'trim');
    addArmBand(parts, side, sign, 0.344, 0.351, 0.0218, 'accent');
  }
  addFrill(wardrobe, 1.066, 0.034, 0.03);
  addBow(parts, { centre: [0, 1.018, 0.068], size: 0.82, swatch: 'accent', fold: 'accentFold', skin: [['upperChest', 1]] });
  addBow(parts, { centre: [0, 0.78, -0.074], size: 1.9, swatch: 'accent', fold: 'accentFold', skin: spineSkin(0.78), back: 1 });
  const shape = { top: 0.77, hem: 0.475, reach: 0.205 };
  const chains = createSkirtChains(wardrobe, shape);
  addSkirt(wardrobe, chains, {
    ...shape,
    hem: 0.455,
    reach: 0.196,
    pleats: 22,
    depth: 0.05,
    swatch: 'trim',
    fold: 'trimFold',
    line: undefined,
    soft: true,
  });
  addSkirt(wardrobe, chains, {
    ...shape,
    hem: 0.492,
    reach: 0.208,
    pleats: 18,
    depth: 0.045,
    swatch: 'main',
    fold: 'mainFold',
    line: { swatch: 'accent', up: 0.016, tall: 0.007 },
    soft: true,
  });
  addSkirt(wardrobe, chains, {
    ...shape,
    hem: 0.61,
    reach: 0.186,
    pleats: 14,
    depth: 0.05,
    swatch: 'second',
    fold: 'secondFold',
    line: { swatch: 'trim', up: 0.0, tall: 0.012 },
    soft: true,
  });
}

/** A light front with buttons. */
function addFrontPanel({ parts }: Wardrobe): void {
  const part = createPart();
  const columns = 8;
  for (const [grow, half, swatch] of [
    [0.0038, 0.36, 'trimFold'],
    [0.0048, 0.3, 'trim'],
  ] as const) {
    const heights = range(0.785, 1.03, 12);
    addLathe(part, {
      heights,
      columns,
      point: (angle, y) => onTrunk((angle / (Math.PI * 2) - 0.5) * 2 * half * lerp(0.6, 1, smoothstep(0.8, 0.95, y)), y, grow),
      skin: (y) => spineSkin(y),
      uv: (_, v) => swatchUv(swatch, 0.6 - 0.5 * v),
    });
  }
  for (const y of [0.83, 0.875, 0.92, 0.965]) {
    const [x, height, z] = onTrunk(0, y, 0.006);
    addBall(part, {
      centre: [x, height, z],
      radii: [0.0058, 0.0058, 0.0034],
      columns: 10,
      rows: 6,
      skin: spineSkin(y),
      uv: (_, v) => swatchUv('button', 1 - v),
    });
  }
  parts.push(part);
}

/** A gathered collar around the neck. */
function addFrill({ parts }: Wardrobe, top: number, from: number, wide: number): void {
  const part = createPart();
  const ring =
    (lift: number) =>
    (angle: number, v: number): Vec3 => {
      const wave = Math.cos(angle * 14) * smoothstep(0.1, 1, v);
      const r = from + wide * v * (1 + 0.09 * wave);
      return [
        (r + 0.006 * v) * Math.sin(angle),
        top - 0.036 * v ** 1.4 + 0.004 * wave + lift,
        r * Math.cos(angle) * 0.98 - 0.004,
      ];
    };
  for (const [lift, facing, swatch] of [
    [0, 'out', 'trim'],
    [-0.0012, 'in', 'trimFold'],
  ] as const)
    addLathe(part, {
      heights: range(0, 1, 4),
      columns: 84,
      facing,
      point: (angle, v) => ring(lift)(angle, v),
      skin: (v) => spineSkin(1.05 - v * 0.02),
      uv: (u, v) => swatchUv(Math.cos(u * Math.PI * 28) < -0.3 ? 'trimFold' : swatch, v),
    });
  parts.push(part);
}
