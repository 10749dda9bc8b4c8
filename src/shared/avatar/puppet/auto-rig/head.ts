import { type Figure, grow, type Part, union } from './art.ts';
import type { RigBuilder, Shift } from './rig-builder.ts';

/** How far from the audience a part of the head lies: what makes a turn look round. */
export type Depth = 'nose' | 'features' | 'face' | 'front' | 'side' | 'back';

/** Degrees of the drawn head at the ends of `ParamAngleX`, `Y` and `Z`: flat art bears less than a real head. */
const YAW = 22;
const PITCH = 18;
const ROLL = 22;
const ENDS = [-30, 0, 30] as const;

/**
 * Heights towards the audience over the head's middle plane, in half widths of the face. A part lies on an ellipsoid of `bulge` height whose outline is
 * `size` times the face's, on top of `base`.
 */
const SHELLS: Readonly<Record<Depth, { readonly base: number; readonly bulge: number; readonly size: number }>> = {
  nose: { base: 0.16, bulge: 0.55, size: 1.1 },
  features: { base: 0.04, bulge: 0.55, size: 1.1 },
  face: { base: 0, bulge: 0.55, size: 1.1 },
  front: { base: 0.1, bulge: 0.72, size: 1.35 },
  side: { base: 0.2, bulge: 0.25, size: 1.3 },
  back: { base: -0.12, bulge: -0.5, size: 1.4 },
};

/** Names of the deformers that parts of the head hang on. */
export const turnOf = (depth: Depth): string => `turn-${depth}`;

/** The whole head: tilts about the neck, moves a little with its turns. Its parts turn by warps of their own depth. */
export function rigHead(rig: RigBuilder, figure: Figure, parent: string, byDepth: ReadonlyMap<Depth, readonly Part[]>): void {
  const { face, chin, faceX } = figure;
  rig.transform('head', parent, { x: faceX, y: chin - face.height * 0.05 }, [
    { axes: [{ parameter: 'ParamAngleZ', keys: [-30, 30] }], form: (z) => ({ angle: (z / 30) * ROLL }) },
    { axes: [{ parameter: 'ParamAngleX', keys: [-30, 30] }], form: (x) => ({ x: (x / 30) * face.width * 0.03 }) },
    { axes: [{ parameter: 'ParamAngleY', keys: [-30, 30] }], form: (y) => ({ y: (-y / 30) * face.height * 0.025 }) },
  ]);
  for (const [depth, parts] of byDepth) {
    const bounds = union([...parts.map(({ art }) => art.bounds), ...(depth === 'features' ? [face] : [])]);
    if (bounds === undefined) continue;
    rig.warp(
      turnOf(depth),
      'head',
      grow(bounds, 0.04),
      [8, 8],
      [
        {
          axes: [
            { parameter: 'ParamAngleX', keys: ENDS },
            { parameter: 'ParamAngleY', keys: ENDS },
          ],
          shift: (x, y, yaw, pitch) => turned(figure, depth, x, y, (yaw ?? 0) / 30, (pitch ?? 0) / 30),
        },
      ],
    );
  }
}

/** Where a point of the head goes when the head turns about its middle: `yaw` and `pitch` −1…1, to the right and up in the picture. */
export function turned(figure: Figure, depth: Depth, x: number, y: number, yaw: number, pitch: number): Shift {
  const { face, faceX, faceY, chin } = figure;
  const halfWidth = face.width / 2;
  const halfHeight = face.height / 2;
  const { base, bulge, size } = SHELLS[depth];
  const nx = (x - faceX) / halfWidth / size;
  const ny = (y - faceY) / halfHeight / size;
  // Long hair leaves the ball of the head and hangs: below the chin it goes along ever less.
  const hanging = Math.max(0, Math.min(1, (y - chin) / (face.height * 1.4)));
  const z = halfWidth * (base + bulge * Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny))) * (1 - hanging);
  const [theta, phi] = [(yaw * YAW * Math.PI) / 180, (pitch * PITCH * Math.PI) / 180];
  const dx = x - faceX;
  const dy = y - faceY;
  // Foreshortening only within the head: farther out it would tear hair away.
  const inX = Math.max(-halfWidth * size, Math.min(halfWidth * size, dx));
  const inY = Math.max(-halfHeight * size, Math.min(halfHeight * size, dy));
  return {
    x: inX * (Math.cos(theta) - 1) + z * Math.sin(theta),
    y: (inY * (Math.cos(phi) - 1) - (z + halfWidth * 0.2) * Math.sin(phi)) * (1 - 0.7 * hanging),
  };
}
