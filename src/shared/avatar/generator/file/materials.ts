import { shadedSkin } from '../atlas/paint-face.ts';
import { linear, mixRgb, rgb } from '../colour.ts';
import type { AvatarOptions } from '../options.ts';

/** Materials by place in the file. All draw from the same picture. */
export const MATERIALS = { head: 0, face: 1, skin: 2, hair: 3, cloth: 4 } as const;
export const ATLAS_TEXTURE = 0;

/** MToon (VRMC_materials_mtoon 1.0): two tones with a hard edge, an outline tinted by what it surrounds. */
export function materialsOf(options: AvatarOptions): readonly object[] {
  const tone = rgb(options.skin.tone);
  const skinShade = ratio(linear(shadedSkin(tone)), linear(tone));
  return [
    material({ name: 'head', shade: skinShade, shift: 0.3, toony: 0.93, outline: 0.0012, rim: undefined }),
    // Lids, lashes, brows and mouth are drawings on the head: shaded like it, without an outline.
    material({ name: 'face', shade: skinShade, shift: 0.3, toony: 0.93, outline: undefined, rim: undefined }),
    material({
      name: 'skin',
      shade: skinShade,
      shift: 0.05,
      toony: 0.93,
      outline: 0.0012,
      rim: undefined,
    }),
    material({
      name: 'hair',
      shade: linear(mixRgb([214, 200, 234], rgb(options.hair.root), 0.15)),
      shift: -0.06,
      toony: 0.9,
      outline: 0.0014,
      rim: [0.08, 0.07, 0.11],
    }),
    material({
      name: 'cloth',
      shade: linear([206, 200, 232]),
      shift: -0.02,
      toony: 0.92,
      outline: 0.0013,
      rim: undefined,
    }),
  ];
}

interface Toon {
  readonly name: string;
  /** Colour of the shade as a factor of the picture's, linear. */
  readonly shade: readonly number[];
  readonly shift: number;
  readonly toony: number;
  /** Metres. */
  readonly outline: number | undefined;
  readonly rim: readonly number[] | undefined;
}

function material({ name, shade, shift, toony, outline, rim }: Toon): object {
  return {
    name,
    pbrMetallicRoughness: {
      baseColorFactor: [1, 1, 1, 1],
      metallicFactor: 0,
      roughnessFactor: 1,
      baseColorTexture: { index: ATLAS_TEXTURE },
    },
    alphaMode: 'OPAQUE',
    doubleSided: false,
    extensions: {
      KHR_materials_unlit: {},
      VRMC_materials_mtoon: {
        specVersion: '1.0',
        transparentWithZWrite: false,
        renderQueueOffsetNumber: 0,
        shadeColorFactor: shade,
        shadeMultiplyTexture: { index: ATLAS_TEXTURE },
        shadingShiftFactor: shift,
        shadingToonyFactor: toony,
        giEqualizationFactor: 0.9,
        parametricRimColorFactor: rim ?? [0, 0, 0],
        parametricRimFresnelPowerFactor: 5,
        parametricRimLiftFactor: 0,
        rimLightingMixFactor: 1,
        outlineWidthMode: outline === undefined ? 'none' : 'worldCoordinates',
        outlineWidthFactor: outline ?? 0,
        outlineColorFactor: [0.2, 0.11, 0.16],
        outlineLightingMixFactor: 1,
      },
    },
  };
}

const ratio = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, i) => Number(Math.min(1, value / Math.max(0.02, b[i] ?? 1)).toFixed(4)));
