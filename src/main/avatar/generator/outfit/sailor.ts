import { swatchUv } from '../atlas/atlas-layout.ts';
import { spineSkin } from '../body/limbs.ts';
import { addGrid, createPart } from '../geometry/part.ts';
import { clamp, lerp, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { SIDES } from '../skeleton.ts';
import { addArmBand, addBow, addSleeve, addTrunk, addTrunkBand, type Wardrobe } from './garment.ts';
import { addSkirt, createSkirtChains } from './skirt.ts';

/** A school uniform after sailors': wide collar with a line, short sleeves, bow, pleated skirt. */
export function addSailor(wardrobe: Wardrobe, trousers: boolean): void {
  const { parts } = wardrobe;
  addTrunk(parts, {
    from: 0.735,
    to: 1.052,
    swatch: 'second',
    loose: (v) => lerp(0.011, 0.0015, smoothstep(0, 0.55, v)),
    folds: 0.0022,
  });
  addTrunkBand(parts, { height: () => 0.742, wide: 0.016, grow: 0.0105, swatch: 'main' });
  for (const [side, sign] of SIDES) {
    addSleeve(parts, {
      side,
      sign,
      from: 0.055,
      to: 0.182,
      swatch: 'second',
      lining: 'secondFold',
      radius: (v) => 0.0275 + 0.0165 * Math.sin(Math.PI * clamp(v * 0.85 + 0.15)) + 0.005 * v,
    });
    addArmBand(parts, side, sign, 0.168, 0.187, 0.0372, 'main');
    addArmBand(parts, side, sign, 0.1745, 0.1785, 0.0382, 'trim');
  }
  addSailorCollar(wardrobe);
  addBow(parts, { centre: [0, 0.955, 0.09], size: 1.05, swatch: 'accent', fold: 'accentFold', skin: [['upperChest', 1]] });
  if (trousers) return;
  const shape = { top: 0.765, hem: 0.525, reach: 0.172 };
  addSkirt(wardrobe, createSkirtChains(wardrobe, shape), {
    ...shape,
    pleats: 16,
    depth: 0.045,
    swatch: 'main',
    fold: 'mainFold',
    line: { swatch: 'trim', up: 0.018, tall: 0.007 },
    soft: false,
  });
}

/** Lies over the shoulders, square behind, running to a point at the bow. */
function addSailorCollar({ parts }: Wardrobe): void {
  const edge = (angle: number): number => {
    const front = Math.cos(angle);
    return lerp(0.058, 0.118, smoothstep(0.2, 0.98, front)) + 0.05 * smoothstep(0.25, 0.75, -front);
  };
  const at = (angle: number, v: number, lift: number): Vec3 => {
    const drop = edge(angle) * v;
    const out = v ** 0.72;
    const wide = lerp(0.0375, 0.097 - 0.018 * smoothstep(0.55, 1, Math.cos(angle)), out);
    const deep = lerp(0.037, 0.0825 + 0.004 * smoothstep(0.4, 1, Math.cos(angle)), out);
    return [(wide + lift) * Math.sin(angle), 1.062 - drop + 0.012 * v * (1 - v), (deep + lift) * Math.cos(angle) - 0.002];
  };
  const band = (
    from: number,
    to: number,
    lift: number,
    swatch: 'main' | 'trim' | 'mainFold',
    rows: number,
    facing: 'out' | 'in' = 'out',
  ): void => {
    const part = createPart();
    addGrid(part, { columns: 48, rows, facing }, (u, v) => {
      const position = at((u - 0.5) * Math.PI * 2, lerp(from, to, v), lift);
      return { position, uv: swatchUv(swatch, 0.2 + 0.6 * v), skin: spineSkin(Math.min(1.04, position[1])) };
    });
    parts.push(part);
  };
  band(0, 1, 0.002, 'main', 8);
  band(0.45, 1, 0.0005, 'mainFold', 3, 'in');
  band(0.79, 0.86, 0.0036, 'trim', 1);
  band(0.91, 0.94, 0.0036, 'trim', 1);
}
