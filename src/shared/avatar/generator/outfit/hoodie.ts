import { swatchUv } from '../atlas/atlas-layout.ts';
import { spineSkin } from '../body/limbs.ts';
import { addGrid, createPart } from '../geometry/part.ts';
import { addBall, addTube } from '../geometry/sweep.ts';
import { lerp, range, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { SIDES } from '../skeleton.ts';
import { addArmBand, addSleeve, addTrunk, addTrunkBand, onTrunk, type Wardrobe } from './garment.ts';
import { addSkirt, createSkirtChains } from './skirt.ts';

const LOOSE = 0.017;
const loose = (v: number): number => lerp(LOOSE, 0.006, smoothstep(0.45, 1, v)) - 0.006 * smoothstep(0.1, 0, v);

/** A wide hooded sweater with a pocket, cords, and bands at wrists and hem. */
export function addHoodie(wardrobe: Wardrobe, trousers: boolean): void {
  const { parts } = wardrobe;
  addTrunk(parts, { from: 0.655, to: 1.05, swatch: 'main', loose, folds: 0.0025, rows: 26 });
  addTrunkBand(parts, { height: () => 0.656, wide: 0.034, grow: LOOSE - 0.0035, swatch: 'trim' });
  addTrunkBand(parts, { height: () => 0.9, wide: 0.03, grow: LOOSE - 0.0022, swatch: 'second' });
  for (const [side, sign] of SIDES) {
    addSleeve(parts, {
      side,
      sign,
      from: 0.05,
      to: 0.352,
      swatch: 'main',
      lining: 'mainFold',
      radius: (v) => 0.036 + 0.006 * Math.sin(Math.PI * v) + 0.004 * smoothstep(0.75, 0.95, v) - 0.008 * smoothstep(0.94, 1, v),
    });
    addArmBand(parts, side, sign, 0.343, 0.368, 0.0268, 'trim');
    addArmBand(parts, side, sign, 0.2, 0.222, 0.0435, 'second');
  }
  addPocket(wardrobe);
  addHood(wardrobe);
  addCords(wardrobe);
  if (trousers) return;
  const shape = { top: 0.7, hem: 0.565, reach: 0.146 };
  addSkirt(wardrobe, createSkirtChains(wardrobe, shape), {
    ...shape,
    pleats: 16,
    depth: 0.04,
    swatch: 'second',
    fold: 'secondFold',
    line: { swatch: 'trim', up: 0.012, tall: 0.005 },
    soft: false,
  });
}

function addPocket({ parts }: Wardrobe): void {
  const part = createPart();
  const grid = (grow: number, inset: number, swatch: 'mainFold' | 'main'): void => {
    addGrid(part, { columns: 12, rows: 5, facing: 'front' }, (u, v) => {
      const y = lerp(0.775 - inset, 0.69 + inset, v);
      const half = lerp(0.52, 0.78, smoothstep(0, 0.8, v)) - inset * 8;
      const position = onTrunk((u - 0.5) * 2 * half, y, LOOSE + grow);
      return { position, uv: swatchUv(swatch, 0.5 * v + 0.3), skin: spineSkin(y) };
    });
  };
  grid(0.0045, 0, 'mainFold');
  grid(0.0072, 0.004, 'main');
  parts.push(part);
}

/** The hood lies on the back, a thick roll that opens to the front. */
function addHood({ parts }: Wardrobe): void {
  const part = createPart();
  addGrid(part, { columns: 40, rows: 14, facing: 'out' }, (u, v) => {
    const angle = (u - 0.5) * Math.PI * 2;
    const back = smoothstep(0.2, -0.9, Math.cos(angle));
    const around = v * Math.PI * 2;
    const thick = lerp(0.0135, 0.031, back);
    const tall = lerp(0.017, 0.042, back);
    const centre: Vec3 = [
      lerp(0.055, 0.075, back) * Math.sin(angle),
      1.044 - 0.026 * smoothstep(0.5, 1, Math.cos(angle)) + 0.004 * back,
      lerp(0.055, 0.072, back) * Math.cos(angle) - 0.004 - 0.012 * back,
    ];
    const out = Math.cos(around) * thick;
    const position: Vec3 = [
      centre[0] + out * Math.sin(angle),
      centre[1] + Math.sin(around) * tall - 0.018 * back * (Math.cos(around) > 0 ? 1 : 0.2),
      centre[2] + out * Math.cos(angle),
    ];
    const inside = Math.cos(around) < -0.25 || (Math.sin(around) > 0.75 && Math.cos(around) < 0.2);
    return { position, uv: swatchUv(inside ? 'mainFold' : 'main', 0.3), skin: spineSkin(Math.min(1.035, position[1])) };
  });
  parts.push(part);
}

function addCords({ parts }: Wardrobe): void {
  for (const sign of [1, -1]) {
    const part = createPart();
    const path = range(0, 1, 8).map((t): Vec3 => {
      const [x, y, z] = onTrunk(sign * lerp(0.36, 0.42, t), lerp(1.02, 0.905, t), 0.016 + 0.006 * Math.sin(t * Math.PI));
      return [x, y, z];
    });
    const skin = [['upperChest', 1]] as const;
    addTube(part, {
      path,
      columns: 7,
      up: [0, 0, 1],
      radius: () => [0.0032, 0.0032],
      skin: () => skin,
      uv: () => swatchUv('accent', 0.2),
    });
    const end = path[path.length - 1] ?? [0, 0, 0];
    addBall(part, {
      centre: end,
      radii: [0.0052, 0.0085, 0.0052],
      columns: 8,
      rows: 6,
      skin,
      uv: (_, v) => swatchUv('accent', 1 - v),
    });
    parts.push(part);
  }
}
