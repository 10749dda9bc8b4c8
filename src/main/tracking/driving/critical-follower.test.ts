import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCriticalFollower } from './critical-follower.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const seconds = fc.double({ min: 0.05, max: 2, noNaN: true });

it('stays between what it was sent to, moves without a corner and arrives, however its way changes', () => {
  const orders = fc.array(fc.record({ target: share, seconds, steps: fc.nat(60) }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(share, orders, (start, list) => {
      const follower = createCriticalFollower(start);
      const dt = 1 / 240;
      let [low, high, quickest, speed, beyond, corner] = [start, start, 0, 0, 0, 0];
      const run = (steps: number): void => {
        for (let i = 0; i < steps; i++) {
          const before = follower.value;
          follower.step(dt);
          beyond = Math.max(beyond, low - follower.value, follower.value - high);
          const next = (follower.value - before) / dt;
          // The force is at most rate² of the way, and twice the rate of the speed.
          corner = Math.max(corner, Math.abs(next - speed) / (3 * quickest ** 2 * dt + 1e-3 * quickest));
          speed = next;
        }
      };
      for (const order of list) {
        quickest = Math.max(quickest, 7.4 / order.seconds);
        [low, high] = [Math.min(low, order.target), Math.max(high, order.target)];
        follower.aim(order.target, order.seconds);
        run(order.steps);
      }
      run(3000);
      expect(beyond).toBeLessThan(1e-9);
      expect(corner).toBeLessThanOrEqual(1);
      expect(follower.value).toBe(list.at(-1)?.target);
      expect(follower.settled).toBe(true);
    }),
    { numRuns: 200 },
  );
});
