import { type SwatchName, swatchUv } from '../atlas/atlas-layout.ts';
import { spineSkin } from '../body/limbs.ts';
import { addGrid, createPart } from '../geometry/part.ts';
import { addBall, addTube } from '../geometry/sweep.ts';
import { lerp, range, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { SIDES } from '../skeleton.ts';
import { addArmBand, addSleeve, addTrunk, onTrunk, type Wardrobe } from './garment.ts';
import { addSkirt, createSkirtChains } from './skirt.ts';

/** An open jacket with lapels over a shirt and a tie. */
export function addBlazer(wardrobe: Wardrobe, trousers: boolean): void {
  const { parts } = wardrobe;
  addTrunk(parts, { from: 0.72, to: 1.055, swatch: 'shirt', loose: () => 0.0022 });
  addJacket(wardrobe);
  for (const [side, sign] of SIDES) {
    addSleeve(parts, {
      side,
      sign,
      from: 0.05,
      to: 0.352,
      swatch: 'main',
      lining: 'mainFold',
      radius: (v) => 0.0345 - 0.007 * smoothstep(0.15, 1, v) + 0.002 * Math.sin(Math.PI * v),
    });
    addArmBand(parts, side, sign, 0.346, 0.362, 0.0232, 'shirt');
    addArmBand(parts, side, sign, 0.318, 0.325, 0.0302, 'trim');
  }
  addShirtCollar(wardrobe);
  addTie(wardrobe);
  if (trousers) return;
  const shape = { top: 0.745, hem: 0.515, reach: 0.166 };
  addSkirt(wardrobe, createSkirtChains(wardrobe, shape), {
    ...shape,
    pleats: 18,
    depth: 0.045,
    swatch: 'second',
    fold: 'secondFold',
    line: { swatch: 'trim', up: 0.02, tall: 0.006 },
    soft: false,
  });
}

const HEM = 0.655;
/** Half the angle that the jacket leaves open in front. */
const opening = (y: number): number => lerp(0.2, 0.62, smoothstep(0.84, 1.04, y)) + 0.32 * smoothstep(0.76, HEM, y) + 0.03;

function addJacket({ parts }: Wardrobe): void {
  const part = createPart();
  const stand = (y: number): number => lerp(0.0085, 0.0235, smoothstep(0.78, HEM, y)) - 0.002 * smoothstep(0.98, 1.05, y);
  const shell = (facing: 'out' | 'in', grow: number, swatch: SwatchName): void => {
    addGrid(part, { columns: 40, rows: 22, facing }, (u, v) => {
      const y = lerp(1.05, HEM, v);
      const angle = lerp(opening(y), Math.PI * 2 - opening(y), u);
      const position = onTrunk(angle, y, stand(y) + grow + 0.002 * Math.sin(angle * 6 + 1) * smoothstep(0.8, HEM, y));
      return { position, uv: swatchUv(swatch, 0.15 + 0.6 * v), skin: spineSkin(y) };
    });
  };
  shell('out', 0, 'main');
  shell('in', -0.002, 'mainFold');
  parts.push(part);
  for (const sign of [1, -1]) {
    addEdge(parts, sign, stand);
    addLapel(parts, sign, stand);
  }
  for (const y of [0.775, 0.83]) addButton(parts, y, stand(y));
}

type Parts = Wardrobe['parts'];

/** A trimmed edge, which also hides the cloth's thinness. */
function addEdge(parts: Parts, sign: number, stand: (y: number) => number): void {
  const part = createPart();
  const path = range(0, 1, 20).map((t): Vec3 => {
    const y = lerp(0.87, HEM, t);
    return onTrunk(sign * opening(y), y, stand(y) - 0.001);
  });
  addTube(part, {
    path,
    columns: 6,
    up: [0, 0, 1],
    radius: () => [0.0024, 0.0024],
    skin: (_, [, y]) => spineSkin(y),
    uv: () => swatchUv('trim', 0.3),
  });
  parts.push(part);
}

/** Turned back cloth from the collar to the button, with its notch. */
function addLapel(parts: Parts, sign: number, stand: (y: number) => number): void {
  const part = createPart();
  for (const [grow, more, swatch] of [
    [0.003, 0.035, 'trim'],
    [0.0048, 0, 'mainFold'],
  ] as const)
    addGrid(part, { columns: 5, rows: 14, facing: 'front' }, (u, v) => {
      const y = lerp(1.046, 0.845, v);
      const wide =
        (0.5 + more) * Math.sin(Math.PI * Math.min(1, v * 0.9 + 0.1)) ** 0.7 * (v > 0.22 && v < 0.29 ? 0.72 : 1) * (1 - 0.5 * v) +
        more * 0.3;
      const angle = opening(y) + lerp(-0.03, wide, u);
      return { position: onTrunk(sign * angle, y, stand(y) + grow + 0.002 * u), uv: swatchUv(swatch, 0.2), skin: spineSkin(y) };
    });
  parts.push(part);
}

function addButton(parts: Parts, y: number, stand: number): void {
  const part = createPart();
  const [x, height, z] = onTrunk(opening(y) + 0.1, y, stand + 0.002);
  addBall(part, {
    centre: [x, height, z],
    radii: [0.0062, 0.0062, 0.0036],
    columns: 10,
    rows: 6,
    skin: spineSkin(y),
    uv: (_, v) => swatchUv('button', 1 - v),
  });
  parts.push(part);
}

function addShirtCollar({ parts }: Wardrobe): void {
  const part = createPart();
  addGrid(part, { columns: 40, rows: 5, facing: 'out' }, (u, v) => {
    const angle = lerp(0.015, Math.PI * 2 - 0.015, u);
    const front = smoothstep(0.5, 1, Math.cos(angle));
    const position: Vec3 = [
      lerp(0.036, 0.052, v) * Math.sin(angle),
      1.072 - v * (0.026 + 0.03 * front),
      lerp(0.036, 0.051, v) * Math.cos(angle) - 0.004,
    ];
    return { position, uv: swatchUv(v > 0.95 ? 'shirtFold' : 'shirt', v * 0.4), skin: spineSkin(Math.min(1.05, position[1])) };
  });
  parts.push(part);
}

function addTie({ parts }: Wardrobe): void {
  const part = createPart();
  const path = range(0, 1, 14).map(
    (t): Vec3 => onTrunk(0, lerp(1.05, 0.8, t), 0.0075 + 0.003 * Math.sin(t * 3) + 0.012 * (1 - t) ** 8),
  );
  const wide = (v: number): number =>
    v < 0.1
      ? lerp(0.0115, 0.008, v / 0.1)
      : v > 0.9
        ? lerp(0.0165, 0.001, (v - 0.9) / 0.1)
        : lerp(0.0085, 0.0165, (v - 0.1) / 0.8);
  addTube(part, {
    path,
    columns: 8,
    up: [0, 0, 1],
    radius: (v) => [v < 0.1 ? 0.0075 : 0.0028, wide(v)],
    skin: (_, [, y]) => spineSkin(y),
    uv: (_, v) => swatchUv(v < 0.1 || Math.sin(v * 40) > 0.55 ? 'accentFold' : 'accent', v * 0.5),
  });
  parts.push(part);
}
