import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMoment } from '../layers/moment.ts';
import { createPose } from '../layers/pose.ts';
import { beginFlight, isGone, stepFlight } from './flight.ts';
import { createFlinch } from './flinch.ts';

const place = fc.double({ min: -1.4, max: 1.4, noNaN: true });

describe('a thrown thing', () => {
  it('meets its mark, once, wherever it comes from', () => {
    fc.assert(
      fc.property(
        place,
        place,
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        (fromX, fromY, at, speed) => {
          const mark = { x: at, y: at, radius: 0.1 };
          const flight = beginFlight({ fromX, fromY, mark, speed, spin: 0 });
          let hits = 0;
          for (let step = 0; step < 1200 && !isGone(flight); step++) if (stepFlight(flight, 1 / 60, mark)) hits++;
          expect(hits).toBe(1);
          expect(isGone(flight)).toBe(true);
        },
      ),
    );
  });

  it('falls past when it has no mark', () => {
    const flight = beginFlight({ fromX: 0, fromY: 1.3, mark: undefined, speed: 1, spin: 90 });
    let hits = 0;
    for (let step = 0; step < 600; step++) if (stepFlight(flight, 1 / 60, { x: 0, y: 0, radius: 1 })) hits++;
    expect(hits).toBe(0);
    expect(isGone(flight)).toBe(true);
  });
});

describe('flinch', () => {
  const settle = (seconds: number, dt: number) => {
    const flinch = createFlinch();
    flinch.hit(1, 1);
    let farthest = 0;
    let pose = createPose(0);
    for (let time = 0; time < seconds; time += dt) {
      pose = createPose(0);
      flinch.update(createMoment(dt), pose);
      farthest = Math.max(farthest, Math.abs(pose.headRoll));
    }
    return { pose, farthest };
  };

  it('leans away from the side of the hit, and comes back to rest', () => {
    const flinch = createFlinch();
    flinch.hit(1, 1);
    const pose = createPose(0);
    flinch.update(createMoment(0.05), pose);
    expect(pose.headRoll).toBeLessThan(-3);
    expect(pose.blink).toBeGreaterThan(0.5);
    expect(Math.abs(settle(2, 1 / 60).pose.headRoll)).toBeLessThan(0.05);
  });

  it('stays within a neck’s reach at any frame rate', () => {
    for (const dt of [1 / 240, 1 / 60, 1 / 10]) expect(settle(1, dt).farthest).toBeLessThanOrEqual(26);
  });
});
