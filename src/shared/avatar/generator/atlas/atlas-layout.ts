import { HEAD_CENTRE } from '../face/head-shape.ts';
import { clamp, lerp, type Vec2, type Vec3 } from '../geometry/vector.ts';
import type { Side } from '../skeleton.ts';

/** One picture holds every colour of the avatar, so that all of it is four materials. Pixels. */
export const ATLAS_WIDTH = 1024;
export const ATLAS_HEIGHT = 512;

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const IRIS_REGIONS: Readonly<Record<Side, Region>> = {
  left: { x: 0, y: 0, width: 256, height: 256 },
  right: { x: 256, y: 0, width: 256, height: 256 },
};
export const FACE_REGION: Region = { x: 512, y: 0, width: 256, height: 256 };
export const HAIR_REGION: Region = { x: 768, y: 0, width: 128, height: 512 };
export const INNER_HAIR_REGION: Region = { x: 896, y: 0, width: 128, height: 512 };

const SWATCHES = [
  'lashes',
  'lowerLash',
  'crease',
  'lidRim',
  'brows',
  'mouth',
  'tongue',
  'teeth',
  'lips',
  'eyeWhite',
  'skin',
  'skinShade',
  'main',
  'mainFold',
  'second',
  'secondFold',
  'trim',
  'trimFold',
  'accent',
  'accentFold',
  'legs',
  'shoes',
  'sole',
  'gear',
  'gearFold',
  'gearGlow',
  'button',
  'shirt',
  'shirtFold',
  'earInner',
  'nails',
] as const;
export type SwatchName = (typeof SWATCHES)[number];
export const SWATCH_NAMES: readonly SwatchName[] = SWATCHES;

const CELL = { width: 48, height: 64, top: 256, perRow: 16 } as const;
/** Pixels at a cell's edge that only smaller mipmaps see. */
const MARGIN = 8;

export function swatchRegion(name: SwatchName): Region {
  const index = SWATCHES.indexOf(name);
  return {
    x: (index % CELL.perRow) * CELL.width,
    y: CELL.top + Math.floor(index / CELL.perRow) * CELL.height,
    width: CELL.width,
    height: CELL.height,
  };
}

const inAtlas = ({ x, y, width, height }: Region, u: number, v: number): Vec2 => [
  (x + u * width) / ATLAS_WIDTH,
  (y + v * height) / ATLAS_HEIGHT,
];

/** A plain colour; `v` runs along its gradient, 0 lit to 1 in the shade. */
export function swatchUv(name: SwatchName, v: number): Vec2 {
  const region = swatchRegion(name);
  return inAtlas(region, 0.5, lerp(MARGIN, region.height - MARGIN, clamp(v)) / region.height);
}

export const whiteUv = (u: number, v: number): Vec2 => inAtlas(swatchRegion('eyeWhite'), 0.2 + 0.6 * u, 0.13 + 0.74 * v);
export const irisUv = (side: Side, u: number, v: number): Vec2 => inAtlas(IRIS_REGIONS[side], 0.02 + 0.96 * u, 0.02 + 0.96 * v);

/** The face's picture is laid onto it from the front; metres it covers. */
export const FACE_SPAN = { width: 0.3, top: HEAD_CENTRE + 0.16, height: 0.32 } as const;
export const faceUv = ([x, y]: Vec3): Vec2 =>
  inAtlas(FACE_REGION, clamp(0.5 + x / FACE_SPAN.width, 0.01, 0.99), clamp((FACE_SPAN.top - y) / FACE_SPAN.height, 0.01, 0.99));

/** Hair is coloured by height, so that rings of light and colour runs go on from lock to lock. */
export const HAIR_SPAN = { top: HEAD_CENTRE + 0.21, height: 0.92 } as const;
export const hairLevel = (y: number): number => (HAIR_SPAN.top - y) / HAIR_SPAN.height;
export const hairUv = (across: number, y: number, inner = false): Vec2 =>
  inAtlas(inner ? INNER_HAIR_REGION : HAIR_REGION, lerp(0.06, 0.94, clamp(across)), clamp(hairLevel(y), 0.01, 0.99));
