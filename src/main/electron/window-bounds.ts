import { z } from 'zod';

/** A rectangle in the desktop's device-independent pixels; the origin is the primary display's top left corner, so x and y may be negative. */
export const boundsSchema = z.object({
  x: z.number().int().min(-100_000).max(100_000),
  y: z.number().int().min(-100_000).max(100_000),
  width: z.number().int().min(1).max(20_000),
  height: z.number().int().min(1).max(20_000),
});
export type Bounds = z.infer<typeof boundsSchema>;

/** How large a window wants to be, and where it appears the first time. */
export interface WindowWish {
  readonly width: number;
  readonly height: number;
  readonly minWidth: number;
  readonly minHeight: number;
  readonly anchor: 'centre' | 'bottom-right';
}

/** The strip at the top by which a window is moved: this much of it must be on some display. */
const GRIP_HEIGHT = 32;
const GRIP_WIDTH = 120;
const EDGE_GAP = 24;

/**
 * Bounds at which the window can be seen and moved. `workAreas` are the displays' areas without task bars, the primary one first and at least one.
 * Saved bounds that are still reachable stay as they are; otherwise the window moves, as little as possible, onto the nearest display.
 */
export function healBounds(saved: Bounds | undefined, workAreas: readonly [Bounds, ...Bounds[]], wish: WindowWish): Bounds {
  if (saved === undefined) return firstBounds(workAreas[0], wish);
  const wanted = { ...saved, width: Math.max(saved.width, wish.minWidth), height: Math.max(saved.height, wish.minHeight) };
  if (workAreas.some((area) => isReachable(wanted, area) && fits(wanted, area))) return wanted;
  return moveInto(wanted, nearest(wanted, workAreas));
}

/** A name for the displays as they stand now, so that each desk (laptop alone, docked, at the studio) keeps its own window positions. */
export function layoutKey(displays: readonly Bounds[]): string {
  return displays
    .map((display) => `${display.width}x${display.height}@${display.x},${display.y}`)
    .sort()
    .join(' ');
}

function firstBounds(area: Bounds, wish: WindowWish): Bounds {
  const width = Math.min(wish.width, area.width);
  const height = Math.min(wish.height, area.height);
  if (wish.anchor === 'centre') {
    return {
      x: area.x + Math.round((area.width - width) / 2),
      y: area.y + Math.round((area.height - height) / 2),
      width,
      height,
    };
  }
  const placed = { x: area.x + area.width - width - EDGE_GAP, y: area.y + area.height - height - EDGE_GAP, width, height };
  return moveInto(placed, area);
}

function isReachable(bounds: Bounds, area: Bounds): boolean {
  const right = Math.min(bounds.x + bounds.width, area.x + area.width);
  const left = Math.max(bounds.x, area.x);
  const gripInside = bounds.y >= area.y - 1 && bounds.y + GRIP_HEIGHT <= area.y + area.height;
  return gripInside && right - left >= Math.min(GRIP_WIDTH, bounds.width);
}

/** A window larger than the display by more than half cannot be resized by its far edge. */
function fits(bounds: Bounds, area: Bounds): boolean {
  return bounds.width <= area.width * 1.5 && bounds.height <= area.height * 1.5;
}

function moveInto(bounds: Bounds, area: Bounds): Bounds {
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  return {
    x: Math.min(Math.max(bounds.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(bounds.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}

function nearest(bounds: Bounds, areas: readonly [Bounds, ...Bounds[]]): Bounds {
  let best = areas[0];
  for (const area of areas) if (distance(bounds, area) < distance(bounds, best)) best = area;
  return best;
}

/** Between the middles; overlapping rectangles differ enough that this picks the display that holds most of the window. */
function distance(a: Bounds, b: Bounds): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}
