import { type SwatchName, swatchUv } from '../atlas/atlas-layout.ts';
import { createLeg, legCentreZ, legRadius, legSkin } from '../body/limbs.ts';
import { addGrid, createPart, type Part, type Skin } from '../geometry/part.ts';
import { addLathe, ellipse } from '../geometry/sweep.ts';
import { add, curve, lerp, range, smoothstep, type Vec3 } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';
import { BODY, SIDES, type Side } from '../skeleton.ts';

/** Legs and shoes; skin that shows goes to `skinParts`. */
export function addLegs(parts: Part[], skinParts: Part[], legwear: AvatarOptions['outfit']['legwear'], boots: boolean): void {
  for (const [side, sign] of SIDES) {
    if (legwear === 'trousers') addTrouserLeg(parts, side, sign);
    else if (legwear === 'stockings') parts.push(createLeg(side, sign, 0.7, 0.05, 'legs', 0));
    else {
      skinParts.push(createLeg(side, sign, 0.7, 0.37, 'skin', 0));
      parts.push(createLeg(side, sign, 0.425, 0.05, 'legs', 0.0022));
      addLegBand(parts, side, sign, 0.412, 0.43, 0.0042, 'trim');
    }
    addShoe(parts, side, sign, boots);
  }
}

function addLegBand(parts: Part[], side: Side, sign: number, from: number, to: number, grow: number, swatch: SwatchName): void {
  const part = createPart();
  addLathe(part, {
    heights: [from, from + 0.001, to - 0.001, to],
    columns: 20,
    point: (angle, y, v) =>
      add(ellipse(angle, legRadius(y) + grow - (v > 0.2 && v < 0.8 ? 0 : 0.003), legRadius(y) * 1.04 + grow, y, legCentreZ(y)), [
        sign * BODY.legX,
        0,
        0,
      ]),
    skin: (y) => legSkin(side, y),
    uv: (_, v) => swatchUv(swatch, v),
  });
  parts.push(part);
}

function addTrouserLeg(parts: Part[], side: Side, sign: number): void {
  const part = createPart();
  const loose = curve([
    [0.05, 0.016],
    [0.2, 0.0115],
    [0.4, 0.0085],
    [0.58, 0.006],
    [0.64, 0.003],
    [0.7, 0.002],
  ]);
  const fold = (angle: number, y: number): number =>
    0.0022 * Math.sin(y * 130 + angle) * smoothstep(0.2, 0.09, y) +
    0.0012 * Math.sin(y * 150 + angle * 2) * smoothstep(0.06, 0, Math.abs(y - 0.375));
  const hem = 0.062;
  addLathe(part, {
    heights: range(0.71, hem, 30),
    columns: 22,
    point: (angle, y) =>
      add(
        ellipse(
          angle,
          legRadius(y) + loose(y) + fold(angle, y),
          legRadius(y) * 1.04 + loose(y) + fold(angle, y),
          y,
          legCentreZ(y),
        ),
        [sign * BODY.legX, 0, 0],
      ),
    skin: (y) => legSkin(side, y),
    uv: (u, v) => swatchUv('legs', Math.abs(u - 0.25) < 0.02 || Math.abs(u - 0.75) < 0.02 ? 1 : 0.1 + 0.6 * v),
  });
  addLathe(part, {
    heights: [hem, hem + 0.012],
    columns: 22,
    facing: 'in',
    point: (angle, y) =>
      add(ellipse(angle, legRadius(hem) + loose(hem) - (y - hem), legRadius(hem) + loose(hem) - (y - hem), y, legCentreZ(hem)), [
        sign * BODY.legX,
        0,
        0,
      ]),
    skin: (y) => legSkin(side, y),
    uv: () => swatchUv('legs', 1),
  });
  parts.push(part);
}

/** Outline of a sole: half width at z metres from the ankle; round toe, narrow waist, round heel. */
const SOLE = { heel: -0.04, toe: 0.094 } as const;
const soleWidth = (t: number): number => {
  const waist = curve([
    [0, 0.0245],
    [0.16, 0.0262],
    [0.38, 0.0252],
    [0.7, 0.0335],
    [0.88, 0.0315],
    [1, 0.0255],
  ])(t);
  const heel = Math.sqrt(Math.max(0, 1 - ((0.14 - Math.min(t, 0.14)) / 0.14) ** 2));
  const toe = Math.sqrt(Math.max(0, 1 - ((Math.max(t, 0.78) - 0.78) / 0.22) ** 2));
  return waist * heel * toe;
};
/** Height of the upper over the same way: heel cup, opening, instep, toe cap. */
const upperHeight = curve([
  [0, 0.05],
  [0.12, 0.062],
  [0.3, 0.066],
  [0.46, 0.057],
  [0.62, 0.042],
  [0.8, 0.033],
  [0.93, 0.027],
  [1, 0.018],
]);
const SOLE_HEIGHT = 0.012;

function addShoe(parts: Part[], side: Side, sign: number, boots: boolean): void {
  const upper = createPart();
  const along = (t: number): number => lerp(SOLE.heel, SOLE.toe, t);
  const skin = (z: number): Skin => {
    const toes = smoothstep(0.048, 0.072, z);
    return [
      [`${side}Foot`, 1 - toes],
      [`${side}Toes`, toes],
    ];
  };
  const rows = 20;
  addGrid(upper, { columns: 16, rows, facing: 'out' }, (u, v) => {
    const t = 0.5 - 0.5 * Math.cos(Math.PI * v);
    const angle = (u - 0.5) * Math.PI;
    const round = Math.max(0, Math.cos(angle)) ** 0.55;
    const z = along(t);
    const wide = soleWidth(t);
    const end = Math.min(1, wide / 0.016);
    const position: Vec3 = [
      sign * BODY.legX + wide * Math.sin(angle),
      SOLE_HEIGHT + (upperHeight(t) - SOLE_HEIGHT) * round * lerp(0.35, 1, end),
      z,
    ];
    const cap = t > 0.8 || t < 0.1;
    return { position, uv: swatchUv('shoes', cap ? 0.9 : 0.2), skin: skin(z) };
  });
  addSole(upper, sign, skin, along);
  addShoeDetails(upper, side, sign, boots);
  parts.push(upper);
}

function addSole(part: Part, sign: number, skin: (z: number) => Skin, along: (t: number) => number): void {
  const rings: readonly (readonly [grow: number, y: number, v: number])[] = [
    [0.0022, SOLE_HEIGHT + 0.002, 0.1],
    [0.0028, SOLE_HEIGHT * 0.5, 0.5],
    [0.001, 0.001, 1],
    [-0.03, 0.001, 1],
  ];
  const columns = 36;
  addGrid(part, { columns, rows: rings.length - 1, facing: 'out' }, (u, v) => {
    const [grow, y, shade] = rings[Math.round(v * (rings.length - 1))] ?? [0, 0, 0];
    const angle = u * Math.PI * 2;
    const t = 0.5 + 0.5 * Math.cos(angle);
    const z = along(t) + grow * Math.cos(angle);
    const wide = Math.max(0.0004, soleWidth(t) + grow * Math.abs(Math.sin(angle)));
    return {
      position: [sign * BODY.legX + wide * Math.sign(Math.sin(angle)) * (grow < -0.01 ? 0.1 : 1), y, z],
      uv: swatchUv('sole', shade),
      skin: skin(z),
    };
  });
}

/** The shaft around the ankle: a low rim for shoes, half the calf for boots. */
function addShoeDetails(part: Part, side: Side, sign: number, boots: boolean): void {
  const top = boots ? 0.2 : 0.079;
  const grow = (y: number): number => (boots ? 0.006 + 0.003 * smoothstep(0.15, 0.2, y) : 0.0045);
  const ring =
    (y: number, extra: number) =>
    (angle: number): Vec3 =>
      add(ellipse(angle, legRadius(y) + grow(y) + extra, legRadius(y) * 1.1 + grow(y) + extra, y, legCentreZ(y) - 0.001), [
        sign * BODY.legX,
        0,
        0,
      ]);
  addLathe(part, {
    heights: range(0.045, top, boots ? 9 : 3),
    columns: 18,
    point: (angle, y) => ring(y, 0)(angle),
    skin: (y) => legSkin(side, y),
    uv: (_, v) => swatchUv('shoes', 0.6 - 0.4 * v),
  });
  addLathe(part, {
    heights: [top, top - 0.012],
    columns: 18,
    facing: 'in',
    point: (angle, y) => ring(y, -0.001 - (top - y) * 0.3)(angle),
    skin: (y) => legSkin(side, y),
    uv: () => swatchUv('shoes', 1),
  });
  addLathe(part, {
    heights: [top - 0.009, top - 0.008, top + 0.0005, top + 0.0015],
    columns: 18,
    point: (angle, y) => ring(y, y > top || y < top - 0.0085 ? -0.001 : 0.002)(angle),
    skin: (y) => legSkin(side, y),
    uv: () => swatchUv('trim', 0.3),
  });
}
