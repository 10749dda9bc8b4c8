import type { Placement } from '#shared/obs/setup/template.ts';

/** Where a part of a scene goes when it is taken by hand. Lengths are shares of the picture. */
export type Box = Pick<Placement, 'x' | 'y' | 'width' | 'height'>;
export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof CORNERS)[number];

const LEAST = 0.02;
const MOST = 2;
/** Nearer to an edge or the middle than this, it lies there. */
const SNAP = 0.012;
const LINES = [0, 0.5, 1];
const STEP = 0.01;
const BIG_STEP = 0.05;

/** Moved as a whole. `snap`: it comes to lie at edges and in the middle of the picture. */
export function moved({ x, y, width, height }: Box, dx: number, dy: number, snap: boolean): Box {
  const to = { x: held(x + dx, width), y: held(y + dy, height) };
  if (!snap) return rounded({ ...to, width, height });
  return rounded({ x: to.x + pull(to.x, width), y: to.y + pull(to.y, height), width, height });
}

/** One corner goes along; the one across from it stays. */
export function resized({ x, y, width, height }: Box, corner: Corner, dx: number, dy: number, snap: boolean): Box {
  const across = sideTo(x, width, corner.endsWith('left'), dx, snap);
  const down = sideTo(y, height, corner.startsWith('top'), dy, snap);
  return rounded({ x: across.start, y: down.start, width: across.length, height: down.length });
}

/** By an arrow key; with `resize` the right and the lower edge go. Undefined: no such key. */
export function nudged(
  box: Box,
  key: string,
  { big, resize }: { readonly big: boolean; readonly resize: boolean },
): Box | undefined {
  const directions: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const direction = directions[key];
  if (direction === undefined) return undefined;
  const [dx, dy] = direction.map((sign) => sign * (big ? BIG_STEP : STEP));
  return resize ? resized(box, 'bottom-right', dx ?? 0, dy ?? 0, false) : moved(box, dx ?? 0, dy ?? 0, false);
}

/** At least a bit of it stays in the picture, so that it can be taken again. */
const held = (start: number, length: number): number => Math.min(1 - LEAST, Math.max(LEAST - length, start));

/** How far it is to the nearest line, for either end or the middle. */
function pull(start: number, length: number): number {
  const ways = LINES.flatMap((line) => [line - start, line - start - length]).concat(0.5 - start - length / 2);
  return nearest(ways);
}

function nearest(ways: readonly number[]): number {
  const [best = 0] = ways.filter((way) => Math.abs(way) <= SNAP).sort((a, b) => Math.abs(a) - Math.abs(b));
  return best;
}

function sideTo(start: number, length: number, isFirst: boolean, delta: number, snap: boolean) {
  const end = start + length;
  const free = (isFirst ? start : end) + delta;
  const wanted = snap ? free + nearest(LINES.map((line) => line - free)) : free;
  if (isFirst) {
    const at = Math.max(end - MOST, Math.min(end - LEAST, wanted));
    return { start: at, length: end - at };
  }
  return { start, length: Math.min(MOST, Math.max(LEAST, wanted - start)) };
}

const rounded = ({ x, y, width, height }: Box): Box => ({
  x: round(x),
  y: round(y),
  width: Math.max(LEAST, round(width)),
  height: Math.max(LEAST, round(height)),
});
/** A tenth of a percent is finer than a pixel of the drawing. */
const round = (share: number): number => Math.round(Math.min(MOST, Math.max(-1, share)) * 1000) / 1000;
