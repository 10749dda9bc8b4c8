import type { ModelMeta } from '#shared/avatar/model.ts';
import type { Puppet, PuppetBlend, Rect } from '../puppet-format.ts';
import type { LayerRole } from './layer-roles.ts';

/** One picture of a drawing, as a PSD has it. */
export interface ArtLayer {
  readonly name: string;
  /** Names of the folders that it lies in, from the outermost. */
  readonly folders: readonly string[];
  /** What of it is not transparent, in pixels of the canvas. */
  readonly bounds: Rect;
  readonly page: number;
  /** Where that picture lies on its page. */
  readonly source: Rect;
  readonly opacity: number;
  readonly blend: PuppetBlend;
  /** It shows only where the nearest layer below that is not clipped does. */
  readonly clipped: boolean;
  /** Hidden layers take part only as shut eyes, mouth shapes and effects. */
  readonly visible: boolean;
}

/** A drawing to be rigged. */
export interface Art {
  readonly name: string;
  readonly meta: ModelMeta;
  readonly canvas: { readonly width: number; readonly height: number };
  readonly pages: Puppet['pages'];
  /** From the farthest to the nearest. */
  readonly layers: readonly ArtLayer[];
}

/** Her own left is on the right of the picture. */
export type Side = 'L' | 'R';

/** A layer whose part in the figure is known. */
export interface Part {
  readonly id: string;
  readonly art: ArtLayer;
  readonly role: LayerRole;
  readonly side: Side | undefined;
  readonly z: number;
}

/** Places of the figure in canvas pixels. */
export interface Figure {
  /** The face without hair. */
  readonly face: Rect;
  readonly faceX: number;
  readonly faceY: number;
  readonly chin: number;
  /** Top of hair and hats. */
  readonly headTop: number;
  readonly bottom: number;
  /** It goes on below the canvas: the drawing ends at its lower edge. */
  readonly cutOff: boolean;
  /** Of everything that is drawn. */
  readonly all: Rect;
}

export function union(rects: readonly Rect[]): Rect | undefined {
  if (rects.length === 0) return undefined;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
}

/** Larger by a share of its size on each side. */
export function grow({ x, y, width, height }: Rect, share: number): Rect {
  return { x: x - width * share, y: y - height * share, width: width * (1 + 2 * share), height: height * (1 + 2 * share) };
}

export const centreX = ({ x, width }: Rect): number => x + width / 2;
export const centreY = ({ y, height }: Rect): number => y + height / 2;
