import { darker, lighter, mixRgb, type Rgb, rgb } from '../colour.ts';
import { lerp, smoothstep } from '../geometry/vector.ts';
import { hairEnd } from '../hair/hair-lengths.ts';
import type { AvatarOptions } from '../options.ts';
import {
  ATLAS_HEIGHT,
  ATLAS_WIDTH,
  FACE_REGION,
  FACE_SPAN,
  HAIR_REGION,
  hairLevel,
  INNER_HAIR_REGION,
  IRIS_REGIONS,
  type Region,
  SWATCH_NAMES,
  type SwatchName,
  swatchRegion,
} from './atlas-layout.ts';
import { facePainter, shadedSkin } from './paint-face.ts';
import { hairPainter } from './paint-hair.ts';
import { irisPainter } from './paint-iris.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 3 bytes a pixel, sRGB. */
  readonly rgb: Uint8Array;
}

type Painter = (u: number, v: number) => Rgb;

export function paintAtlas(options: AvatarOptions): Picture {
  const picture = { width: ATLAS_WIDTH, height: ATLAS_HEIGHT, rgb: new Uint8Array(ATLAS_WIDTH * ATLAS_HEIGHT * 3) };
  const { eyes, hair } = options;
  const round = eyes.shape !== 'sharp';
  const paintIris = (side: 'left' | 'right'): void => {
    const iris = irisPainter(eyes[side], round);
    fill(picture, IRIS_REGIONS[side], (u, v) => iris((u - 0.02) / 0.48 - 1, (v - 0.02) / 0.48 - 1), 2);
  };
  paintIris('left');
  if (eyes.right === eyes.left) copy(picture, IRIS_REGIONS.left, IRIS_REGIONS.right);
  else paintIris('right');
  const face = facePainter(options);
  fill(picture, FACE_REGION, (u, v) => face((u - 0.5) * FACE_SPAN.width, FACE_SPAN.top - v * FACE_SPAN.height));
  const end = hairLevel(hairEnd(hair.style));
  const spread = (u: number): number => (u - 0.06) / 0.88;
  const outer = hairPainter(hair.root, hair.tip, end);
  fill(picture, HAIR_REGION, (u, v) => outer(spread(u), v));
  const inner = hairPainter(hair.inner, hair.inner, end);
  fill(picture, INNER_HAIR_REGION, (u, v) => inner(spread(u), v));
  for (const name of SWATCH_NAMES) fill(picture, swatchRegion(name), swatchPainter(name, options));
  return picture;
}

/** `samples` per pixel and axis: two where the drawing has hard edges. */
function fill(picture: Picture, region: Region, painter: Painter, samples = 1): void {
  for (let y = 0; y < region.height; y++)
    for (let x = 0; x < region.width; x++) {
      const sum = [0, 0, 0];
      for (let j = 0; j < samples; j++)
        for (let i = 0; i < samples; i++) {
          const colour = painter((x + (i + 0.5) / samples) / region.width, (y + (j + 0.5) / samples) / region.height);
          for (let k = 0; k < 3; k++) sum[k] = (sum[k] ?? 0) + (colour[k] ?? 0);
        }
      const at = ((region.y + y) * picture.width + region.x + x) * 3;
      for (let k = 0; k < 3; k++) picture.rgb[at + k] = Math.round((sum[k] ?? 0) / samples ** 2);
    }
}

function copy(picture: Picture, from: Region, to: Region): void {
  const start = (region: Region, row: number): number => ((region.y + row) * picture.width + region.x) * 3;
  for (let row = 0; row < from.height; row++)
    picture.rgb.copyWithin(start(to, row), start(from, row), start(from, row) + from.width * 3);
}

/** A swatch runs from the colour itself to a slightly deeper one. */
function swatchPainter(name: SwatchName, options: AvatarOptions): Painter {
  const colour = swatchColour(name, options);
  const depth = name === 'skin' ? 0.0 : name.endsWith('Fold') ? 0.3 : 0.16;
  const low = darker(colour, depth);
  if (name === 'eyeWhite') return (_, v) => mixRgb([176, 172, 206], [253, 252, 255], smoothstep(0.2, 0.52, v));
  if (name === 'mouth') return (_, v) => mixRgb(darker(colour, 0.35), colour, smoothstep(0.1, 0.7, v));
  return (_, v) => mixRgb(colour, low, lerp(-0.1, 1.1, v));
}

function swatchColour(name: SwatchName, { skin, hair, eyes, outfit, accessory }: AvatarOptions): Rgb {
  const tone = rgb(skin.tone);
  const lashes = rgb(eyes.lashes);
  const clothes = { main: rgb(outfit.main), second: rgb(outfit.second), trim: rgb(outfit.trim), accent: rgb(outfit.accent) };
  const gear = rgb(accessory.main);
  const colours: Readonly<Record<SwatchName, Rgb>> = {
    lashes,
    lowerLash: mixRgb(lashes, tone, 0.3),
    crease: mixRgb(shadedSkin(tone), lashes, 0.32),
    lidRim: mixRgb(shadedSkin(tone), [226, 140, 140], 0.2),
    brows: rgb(hair.brows),
    mouth: [188, 72, 90],
    tongue: [242, 140, 148],
    teeth: [255, 253, 251],
    lips: mixRgb([150, 62, 74], tone, 0.12),
    eyeWhite: [253, 252, 255],
    skin: tone,
    skinShade: shadedSkin(tone),
    ...clothes,
    mainFold: darker(clothes.main, 0.22),
    secondFold: darker(clothes.second, 0.24),
    trimFold: darker(clothes.trim, 0.2),
    accentFold: darker(clothes.accent, 0.26),
    legs: rgb(outfit.legs),
    shoes: rgb(outfit.shoes),
    sole: mixRgb(rgb(outfit.shoes), [255, 250, 244], 0.75),
    gear,
    gearGlow: rgb(accessory.accent),
    gearFold: darker(gear, 0.3),
    button: [255, 214, 120],
    shirt: [253, 252, 255],
    shirtFold: [214, 212, 232],
    earInner: lighter(mixRgb(tone, [255, 150, 160], 0.45), 0.1),
    nails: mixRgb(tone, [255, 150, 160], 0.4),
  };
  return colours[name];
}
