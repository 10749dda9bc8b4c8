import type { ModelMeta } from '#shared/avatar/model.ts';
import type { ArtLayer } from './auto-rig/art.ts';
import { type AutoRigReport, autoRig } from './auto-rig/auto-rig.ts';
import { PAGE_GAP, packPages } from './pack-pages.ts';
import type { Puppet, Rect } from './puppet-format.ts';

/** RGBA, 8 bit, straight alpha, top row first. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A layer of a drawing with its picture, which lies with its upper left corner at `x`, `y` of the canvas and may reach beyond it. */
export interface PaintedLayer extends Pick<ArtLayer, 'name' | 'folders' | 'opacity' | 'blend' | 'clipped' | 'visible'> {
  readonly x: number;
  readonly y: number;
  readonly pixels: Pixels;
}

export interface RiggedDrawing {
  readonly puppet: Puppet;
  readonly report: AutoRigReport;
  /** Layers without a single visible pixel within the canvas. */
  readonly empty: readonly string[];
  /** In the order of `puppet.pages`. */
  readonly pages: readonly (Pixels & { readonly file: string })[];
}

/**
 * Trims the layers of a drawing (the farthest first), lays them out on pages of at most `pageSize` pixels a side, and rigs them by their names. Throws
 * `StudioError` where the drawing holds too much or nothing.
 */
export function rigDrawing(drawing: {
  readonly name: string;
  readonly meta: ModelMeta;
  readonly canvas: { readonly width: number; readonly height: number };
  readonly layers: readonly PaintedLayer[];
  readonly pageSize: number;
}): RiggedDrawing {
  const trimmed = drawing.layers.map((layer) => ({ layer, box: visibleBox(layer, drawing.canvas) }));
  const kept = trimmed.flatMap(({ layer, box }) => (box === undefined ? [] : [{ layer, box }]));
  const boxes = kept.map(({ box }) => box);
  const { places, pages } = packPages(boxes, pageSideOf(boxes, drawing.pageSize));
  const sheets = pages.map(({ width, height }, index) => ({
    file: `page-${index}.png`,
    width,
    height,
    data: new Uint8Array(width * height * 4),
  }));
  const layers = kept.map(({ layer, box }, index): ArtLayer => {
    const place = places[index] ?? { page: 0, x: 0, y: 0 };
    const sheet = sheets[place.page];
    if (sheet !== undefined) copyPicture(layer, box, sheet, place);
    const { name, folders, opacity, blend, clipped, visible } = layer;
    const source = { ...box, x: place.x, y: place.y };
    return { name, folders, bounds: box, page: place.page, source, opacity, blend, clipped, visible };
  });
  const { name, meta, canvas } = drawing;
  const art = { name, meta, canvas, pages: sheets.map(({ file, width, height }) => ({ file, width, height })), layers };
  return {
    ...autoRig(art),
    empty: trimmed.filter(({ box }) => box === undefined).map(({ layer }) => layer.name),
    pages: sheets,
  };
}

/** Larger pages are only for pictures that need them: not every graphics card likes them. */
const USUAL_PAGE = 4096;

/** A page no larger than needed: a power of two that holds the largest picture and, when it can, all of them. */
function pageSideOf(boxes: readonly Rect[], most: number): number {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + PAGE_GAP) * (height + PAGE_GAP), 0);
  const longest = boxes.reduce((side, { width, height }) => Math.max(side, width, height), 1) + 2 * PAGE_GAP;
  let side = 256;
  while (side < most && (side < longest || (side < USUAL_PAGE && side * side < area * 1.15))) side *= 2;
  return Math.min(side, most);
}

/** What of a picture at `x`, `y` can be seen, in pixels of the canvas; undefined: nothing. */
export function visibleBox(
  { x, y, pixels }: Pick<PaintedLayer, 'x' | 'y' | 'pixels'>,
  canvas: { readonly width: number; readonly height: number },
): Rect | undefined {
  const { width, height, data } = pixels;
  const [fromX, toX] = [Math.max(0, -x), Math.min(width, canvas.width - x)];
  const [fromY, toY] = [Math.max(0, -y), Math.min(height, canvas.height - y)];
  let [left, right, top, bottom] = [toX, fromX, toY, fromY];
  for (let row = fromY; row < toY; row += 1) {
    let first = fromX;
    while (first < toX && data[(row * width + first) * 4 + 3] === 0) first += 1;
    if (first >= toX) continue;
    let last = toX - 1;
    while (last > first && data[(row * width + last) * 4 + 3] === 0) last -= 1;
    left = Math.min(left, first);
    right = Math.max(right, last + 1);
    top = Math.min(top, row);
    bottom = row + 1;
  }
  return right > left && bottom > top ? { x: x + left, y: y + top, width: right - left, height: bottom - top } : undefined;
}

function copyPicture(
  { x, y, pixels }: PaintedLayer,
  box: Rect,
  sheet: { readonly width: number; readonly data: Uint8Array },
  place: { readonly x: number; readonly y: number },
): void {
  for (let row = 0; row < box.height; row += 1) {
    const from = ((box.y - y + row) * pixels.width + box.x - x) * 4;
    sheet.data.set(pixels.data.subarray(from, from + box.width * 4), ((place.y + row) * sheet.width + place.x) * 4);
  }
}
