import { swatchUv } from '../atlas/atlas-layout.ts';
import { createPart, type Part, type Skin } from '../geometry/part.ts';
import { addBall, addLathe, addTube, blendRow, ellipse } from '../geometry/sweep.ts';
import { add, curve, lerp, normalize, range, scale, smoothstep, subtract, type Vec3 } from '../geometry/vector.ts';
import { BODY, blendSkins, FINGER_JOINTS, type Side, type Skeleton, THUMB_JOINTS } from '../skeleton.ts';

export const spineSkin = (y: number): Skin =>
  blendRow(
    [
      [0.68, 'hips'],
      [0.74, 'hips'],
      [0.8, 'spine'],
      [0.88, 'chest'],
      [0.97, 'upperChest'],
      [1.035, 'upperChest'],
      [1.075, 'neck'],
      [1.12, 'head'],
    ],
    y,
  );

export function armSkin(side: Side, x: number): Skin {
  const reach = Math.abs(x);
  return blendRow(
    [
      [0.052, 'upperChest'],
      [0.072, `${side}Shoulder`],
      [0.108, `${side}UpperArm`],
      [BODY.elbowX - 0.026, `${side}UpperArm`],
      [BODY.elbowX + 0.026, `${side}LowerArm`],
      [BODY.wristX - 0.016, `${side}LowerArm`],
      [BODY.wristX + 0.012, `${side}Hand`],
    ],
    reach,
  );
}

export function legSkin(side: Side, y: number): Skin {
  const { legTop, knee, ankle } = BODY;
  return blendRow(
    [
      [-legTop - 0.03, 'hips'],
      [-legTop + 0.035, `${side}UpperLeg`],
      [-knee - 0.035, `${side}UpperLeg`],
      [-knee + 0.035, `${side}LowerLeg`],
      [-ankle - 0.02, `${side}LowerLeg`],
      [-ankle + 0.02, `${side}Foot`],
    ],
    -y,
  );
}

/** The neck, in the chin's shadow down to a drawn edge. */
export function createNeck(): Part {
  const part = createPart();
  const width = curve([
    [0.985, 0.062],
    [1.02, 0.05],
    [1.045, 0.0365],
    [1.075, 0.0305],
    [1.16, 0.031],
  ]);
  addLathe(part, {
    heights: [0.985, 1.0, 1.02, 1.035, 1.05, 1.062, 1.074, 1.0741, 1.09, 1.12, 1.16],
    columns: 22,
    point: (angle, y) =>
      ellipse(
        angle,
        width(y),
        width(y) * 0.94,
        y - 0.006 * Math.cos(angle) * smoothstep(1.06, 1.074, y),
        lerp(-0.006, 0.012, smoothstep(1.04, 1.14, y)),
      ),
    skin: spineSkin,
    uv: (_, v) => swatchUv(v > 0.65 ? 'skinShade' : 'skin', 0),
  });
  return part;
}

/** From under the sleeve to the fingertips, in a T-pose. */
export function createArm(side: Side, sign: number, skeleton: Skeleton): Part {
  const part = createPart();
  const { shoulderY: y, wristX } = BODY;
  const radius = curve([
    [0.06, 0.026],
    [0.12, 0.0258],
    [0.2, 0.0228],
    [0.238, 0.0218],
    [0.28, 0.0218],
    [0.366, 0.0158],
    [0.378, 0.0157],
  ]);
  const from = 0.06;
  const to = wristX + 0.01;
  addTube(part, {
    path: range(from, to, 22).map((x): Vec3 => [sign * x, y, 0]),
    columns: 14,
    up: [0, 1, 0],
    radius: (v) => [radius(lerp(from, to, v)), radius(lerp(from, to, v)) * (1 + 0.1 * smoothstep(0.85, 1, v))],
    skin: (_, [x]) => armSkin(side, x),
    uv: () => swatchUv('skin', 0),
  });
  addPalm(part, side, sign);
  for (const finger of ['Thumb', 'Index', 'Middle', 'Ring', 'Little']) addFinger(part, side, finger, skeleton);
  return part;
}

function addPalm(part: Part, side: Side, sign: number): void {
  const { shoulderY: y, wristX } = BODY;
  const wide = curve([
    [0, 0.0165],
    [0.2, 0.019],
    [0.55, 0.0255],
    [0.85, 0.0265],
    [1, 0.024],
  ]);
  const thick = curve([
    [0, 0.0152],
    [0.35, 0.0128],
    [0.8, 0.0105],
    [1, 0.0085],
  ]);
  const long = 0.056;
  const end = (v: number): number => (v > 0.88 ? Math.sqrt(Math.max(0.02, 1 - ((v - 0.88) / 0.12) ** 2)) : 1);
  addTube(part, {
    path: range(0, 1, 12).map((t): Vec3 => [sign * (wristX - 0.002 + t * long), y, 0.001 - 0.001 * t]),
    columns: 16,
    up: [0, 1, 0],
    radius: (v) => [thick(v) * end(v), wide(v) * lerp(1, end(v), 0.6)],
    skin: (_, [x]) => armSkin(side, x),
    uv: () => swatchUv('skin', 0),
  });
  // The ball of the thumb.
  addBall(part, {
    centre: [sign * (wristX + 0.018), y - 0.004, 0.014],
    radii: [0.0165, 0.0092, 0.0105],
    columns: 10,
    rows: 8,
    skin: [
      [`${side}Hand`, 0.6],
      [`${side}ThumbMetacarpal`, 0.4],
    ],
    uv: () => swatchUv('skin', 0),
  });
}

function addFinger(part: Part, side: Side, finger: string, skeleton: Skeleton): void {
  const thumb = finger === 'Thumb';
  const names = (thumb ? THUMB_JOINTS : FINGER_JOINTS).map((joint) => `${side}${finger}${joint}`);
  const [a, b, c] = names.map((name) => skeleton.bones[skeleton.indexOf(name)]?.position ?? ([0, 0, 0] as const));
  if (a === undefined || b === undefined || c === undefined) return;
  const step = subtract(c, b);
  const tip = add(c, scale(normalize(step), finger === 'Little' ? 0.0125 : 0.0145));
  const back = add(a, scale(normalize(subtract(b, a)), -0.009));
  const rows = 12;
  const along = [back, a, b, c, tip];
  const point = (v: number): Vec3 => {
    const f = v * (along.length - 1);
    const i = Math.min(along.length - 2, Math.floor(f));
    const [from, to] = [along[i] ?? back, along[i + 1] ?? tip];
    return add(from, scale(subtract(to, from), f - i));
  };
  const thick = (thumb ? 0.0073 : finger === 'Little' ? 0.0056 : 0.0064) * 1;
  const joints = blendedJoints(names, side);
  addTube(part, {
    path: range(0, 1, rows).map(point),
    columns: 9,
    up: [0, 1, 0],
    radius: (v) => {
      const round = v > 0.86 ? Math.sqrt(Math.max(0.015, 1 - ((v - 0.86) / 0.14) ** 2)) : 1;
      const size = thick * (1.04 - 0.2 * v + 0.05 * Math.cos(v * Math.PI * 8)) * round;
      return [size * 0.95, size];
    },
    skin: (v) => joints(v),
    uv: () => swatchUv('skin', 0),
  });
}

/** A finger's bones turn at a quarter, half and three quarters of its way. */
function blendedJoints(names: readonly string[], side: Side): (v: number) => Skin {
  const [first = '', second = '', third = ''] = names;
  const stops = [
    [0.2, `${side}Hand`],
    [0.29, first],
    [0.46, first],
    [0.54, second],
    [0.71, second],
    [0.79, third],
  ] as const;
  return (v) => blendSkins([[blendRow(stops, v), 1]]);
}

/** Legs: bare skin, stockings or the inside of trousers; radius by height. */
export const legRadius = curve([
  [0.04, 0.0235],
  [0.09, 0.0245],
  [0.16, 0.0315],
  [0.24, 0.0368],
  [0.31, 0.0352],
  [0.375, 0.0355],
  [0.45, 0.0415],
  [0.56, 0.0492],
  [0.63, 0.0505],
  [0.66, 0.047],
  [0.7, 0.036],
]);
export const legCentreZ = (y: number): number =>
  0.004 * smoothstep(0.3, 0.45, y) - 0.009 * smoothstep(0.32, 0.2, y) + 0.003 * smoothstep(0.14, 0.06, y);

export function createLeg(side: Side, sign: number, from: number, to: number, swatch: 'skin' | 'legs', grow: number): Part {
  const part = createPart();
  addLathe(part, {
    heights: range(from, to, Math.max(4, Math.round(Math.abs(from - to) / 0.028))),
    columns: 18,
    point: (angle, y) =>
      add(ellipse(angle, legRadius(y) + grow, legRadius(y) * 1.04 + grow, y, legCentreZ(y)), [sign * BODY.legX, 0, 0]),
    skin: (y) => legSkin(side, y),
    uv: (_, v) => swatchUv(swatch, swatch === 'skin' ? 0 : v * 0.7),
  });
  return part;
}
