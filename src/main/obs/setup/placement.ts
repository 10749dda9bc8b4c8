import type { Placement, TemplateScene } from '#shared/obs/setup/template.ts';
import type { ItemTransform } from './obs-snapshot.types.ts';

const LEFT = 1;
const RIGHT = 2;
const TOP = 4;
const BOTTOM = 8;
const ANCHOR_BITS: Readonly<Record<Placement['anchor'], number>> = {
  'top-left': TOP | LEFT,
  top: TOP,
  'top-right': TOP | RIGHT,
  left: LEFT,
  centre: 0,
  right: RIGHT,
  'bottom-left': BOTTOM | LEFT,
  bottom: BOTTOM,
  'bottom-right': BOTTOM | RIGHT,
};
const BOUNDS: Readonly<Record<Placement['fit'], string>> = {
  inside: 'OBS_BOUNDS_SCALE_INNER',
  cover: 'OBS_BOUNDS_SCALE_OUTER',
  stretch: 'OBS_BOUNDS_STRETCH',
};
/** OBS keeps 32-bit floats and its interface whole pixels. */
const SAME_WITHIN = 0.6;
/** Overlays are drawn for a canvas of this height and scaled, so that letters have the same size in every resolution. */
const DESIGN_HEIGHT = 1080;

export interface Canvas {
  readonly width: number;
  readonly height: number;
}
/** What we set of an item. Bounds make it independent of the source's own size, which is unknown for captures. */
export type Placed = Record<string, number | string>;

export function placedFrom({ x, y, width, height, anchor, fit }: Placement, canvas: Canvas): Placed {
  return {
    positionX: Math.round(x * canvas.width),
    positionY: Math.round(y * canvas.height),
    rotation: 0,
    alignment: TOP | LEFT,
    boundsType: BOUNDS[fit],
    boundsAlignment: ANCHOR_BITS[anchor],
    boundsWidth: Math.max(1, Math.round(width * canvas.width)),
    boundsHeight: Math.max(1, Math.round(height * canvas.height)),
    cropLeft: 0,
    cropTop: 0,
    cropRight: 0,
    cropBottom: 0,
  };
}

/** Whether an item lies as it was placed; what `placed` does not name is not compared. */
export function liesAt(transform: ItemTransform, placed: Placed): boolean {
  return Object.entries(placed).every(([key, wanted]) => {
    const have = Object.entries(transform).find(([name]) => name === key)?.[1];
    if (typeof have === 'number' && typeof wanted === 'number') return Math.abs(have - wanted) <= SAME_WITHIN;
    return have === wanted;
  });
}

/** All of a transform that can be set again. A box without bounds has no size, and OBS refuses zero. */
export function placedFromTransform(transform: ItemTransform): Placed {
  const { boundsWidth, boundsHeight, ...rest } = transform;
  const free = transform.boundsType === 'OBS_BOUNDS_NONE';
  return free ? { ...rest } : { ...rest, boundsWidth, boundsHeight };
}

/** Pixels of a page that is shown in these boxes: enough for the largest. `exact`: drawn at the canvas's own resolution. */
export function pagePixels(
  sourceId: string,
  scenes: readonly TemplateScene[],
  canvas: Canvas,
  exact: boolean,
): { readonly width: number; readonly height: number } {
  const boxes = scenes.flatMap((scene) => scene.items.filter((item) => item.source === sourceId).map((item) => item.placement));
  const largest = boxes.reduce<Placement | undefined>(
    (best, box) => (best === undefined || box.width * box.height > best.width * best.height ? box : best),
    undefined,
  );
  const scale = exact ? 1 : DESIGN_HEIGHT / canvas.height;
  const pixels = (share: number, whole: number): number => Math.max(16, Math.round(share * whole * scale));
  return { width: pixels(largest?.width ?? 1, canvas.width), height: pixels(largest?.height ?? 1, canvas.height) };
}
