import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bounds, healBounds, layoutKey, type WindowWish } from './window-bounds.ts';

const laptop: Bounds = { x: 0, y: 0, width: 1440, height: 860 };
const right: Bounds = { x: 1440, y: -200, width: 1920, height: 1040 };
const left: Bounds = { x: -1920, y: 0, width: 1920, height: 1040 };
const studio: WindowWish = { width: 1360, height: 860, minWidth: 1000, minHeight: 640, anchor: 'centre' };
const stage: WindowWish = { width: 420, height: 620, minWidth: 160, minHeight: 120, anchor: 'bottom-right' };

const inside = (bounds: Bounds, area: Bounds): boolean =>
  bounds.x >= area.x &&
  bounds.y >= area.y &&
  bounds.x + bounds.width <= area.x + area.width &&
  bounds.y + bounds.height <= area.y + area.height;

describe('healBounds', () => {
  it('opens a first studio window in the middle of the primary display', () => {
    expect(healBounds(undefined, [laptop, right], studio)).toEqual({ x: 40, y: 0, width: 1360, height: 860 });
  });

  it('opens a first stage window in the corner where it covers least', () => {
    expect(healBounds(undefined, [laptop], stage)).toEqual({ x: 996, y: 216, width: 420, height: 620 });
  });

  it('makes a first window smaller than a display that is smaller than it', () => {
    const tiny: Bounds = { x: 0, y: 0, width: 1024, height: 600 };
    expect(inside(healBounds(undefined, [tiny], studio), tiny)).toBe(true);
  });

  it.each([
    ['on the second display', { x: 1600, y: 0, width: 1200, height: 700 }],
    ['across two displays', { x: 1000, y: 10, width: 1200, height: 700 }],
    ['hanging over the lower edge', { x: 100, y: 700, width: 1200, height: 700 }],
    ['hanging over the side by all but a grip', { x: -1000, y: 10, width: 1200, height: 700 }],
    ['on a display left of the primary one', { x: -1500, y: 50, width: 1200, height: 700 }],
  ])('leaves a window alone that can be seen and moved: %s', (_where, saved) => {
    expect(healBounds(saved, [laptop, right, left], studio)).toEqual(saved);
  });

  it('brings a window of an unplugged display onto the one that is left', () => {
    const healed = healBounds({ x: 2600, y: -100, width: 1200, height: 700 }, [laptop], studio);
    expect(healed).toEqual({ x: 240, y: 0, width: 1200, height: 700 });
  });

  it('moves a window to the nearest display, not always to the primary one', () => {
    const healed = healBounds({ x: 3500, y: 100, width: 1000, height: 640 }, [laptop, right], studio);
    expect(inside(healed, right)).toBe(true);
  });

  it('pulls down a title bar that is above every display', () => {
    expect(healBounds({ x: 100, y: -300, width: 1100, height: 700 }, [laptop], studio).y).toBe(0);
  });

  it('gives a window below its least size that size', () => {
    const healed = healBounds({ x: 10, y: 10, width: 20, height: 20 }, [laptop], studio);
    expect([healed.width, healed.height]).toEqual([1000, 640]);
  });

  it('shrinks a window that a much larger display has left behind', () => {
    expect(inside(healBounds({ x: 0, y: 0, width: 3800, height: 840 }, [laptop], studio), laptop)).toBe(true);
  });

  it('always leaves a grip on some display, and heals only once', () => {
    const coordinate = fc.integer({ min: -100_000, max: 100_000 });
    const size = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(
        fc.record({ x: coordinate, y: coordinate, width: size, height: size }),
        fc.constantFrom(studio, stage),
        (saved, wish) => {
          const areas: [Bounds, ...Bounds[]] = [laptop, right, left];
          const healed = healBounds(saved, areas, wish);
          const grips = areas.filter((area) => {
            const seen = Math.min(healed.x + healed.width, area.x + area.width) - Math.max(healed.x, area.x);
            return healed.y >= area.y - 1 && healed.y + 32 <= area.y + area.height && seen >= Math.min(120, healed.width);
          });
          expect(grips.length).toBeGreaterThan(0);
          expect(healBounds(healed, areas, wish)).toEqual(healed);
        },
      ),
    );
  });
});

describe('layoutKey', () => {
  it('names the same desk the same whatever order the system lists its displays in', () => {
    expect(layoutKey([laptop, right])).toBe(layoutKey([right, laptop]));
  });

  it('tells a display at another place apart', () => {
    expect(layoutKey([laptop, right])).not.toBe(layoutKey([laptop, left]));
  });
});
