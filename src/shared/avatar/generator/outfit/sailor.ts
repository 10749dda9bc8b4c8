import { type SwatchName, swatchUv } from '../atlas/atlas-layout.ts';
import { spineSkin } from '../body/limbs.ts';
import { addGrid, createPart } from '../geometry/part.ts';
import { clamp, lerp, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { SIDES } from '../skeleton.ts';
import { addArmBand, addBow, addSleeve, addTrunk, addTrunkBand, onTrunk, type Wardrobe } from './garment.ts';
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

/** Lies over the shoulders, square behind, open in front in a V that ends at the bow. */
function addSailorCollar({ parts }: Wardrobe): void {
  const edge = (angle: number): number =>
    lerp(0.056, 0.112, smoothstep(0.1, 0.9, Math.cos(angle))) + 0.052 * smoothstep(0.25, 0.75, -Math.cos(angle));
  const at = (angle: number, v: number, lift: number): Vec3 => {
    const front = smoothstep(0.4, 1, Math.cos(angle));
    const out = v ** 0.72;
    const wide = lerp(0.0385, 0.098 - 0.012 * front, out);
    const deep = lerp(0.038, 0.083 + 0.006 * front, out);
    return [
      (wide + lift) * Math.sin(angle),
      1.064 - edge(angle) * v + 0.012 * v * (1 - v),
      (deep + lift) * Math.cos(angle) - 0.002,
    ];
  };
  const band = (from: number, to: number, lift: number, swatch: SwatchName, rows: number, facing: 'out' | 'in' = 'out'): void => {
    const part = createPart();
    addGrid(part, { columns: 48, rows, facing }, (u, v) => {
      const down = lerp(from, to, v);
      const gap = lerp(0.62, 0.06, down ** 0.8);
      const position = at(lerp(gap, Math.PI * 2 - gap, u), down, lift);
      return { position, uv: swatchUv(swatch, 0.2 + 0.6 * v), skin: spineSkin(Math.min(1.04, position[1])) };
    });
    parts.push(part);
  };
  band(0, 1, 0.002, 'main', 10);
  band(0.3, 1, 0.0002, 'mainFold', 5, 'in');
  band(0.8, 0.86, 0.0036, 'trim', 1);
  band(0.91, 0.94, 0.0036, 'trim', 1);
  addNeckline(parts);
}

/** Skin inside the V, and the striped insert below it. */
function addNeckline(parts: Wardrobe['parts']): void {
  const part = createPart();
  const panel = (top: number, bottom: number, swatch: SwatchName, grow: number): void => {
    addGrid(part, { columns: 10, rows: 6, facing: 'front' }, (u, v) => {
      const y = lerp(top, bottom, v);
      return { position: onTrunk((u - 0.5) * 1.5, y, grow), uv: swatchUv(swatch, 0), skin: spineSkin(y) };
    });
  };
  panel(1.06, 0.995, 'skin', 0.0032);
  panel(0.9985, 0.9945, 'main', 0.0046);
  parts.push(part);
}
