import { describe, expect, it } from 'vitest';
import type { WheelView } from './games.ts';
import { restAngle, wheelAngle } from './wheel-motion.ts';

const view = (more: Partial<WheelView>): WheelView => ({
  rules: { source: 'joined', activeMinutes: 10, include: [], exclude: [], spinSeconds: 4, slowSeconds: 5, announce: true },
  phase: 'slowing',
  names: ['a', 'b', 'c', 'd', 'e'],
  round: null,
  spinningSince: 1000,
  slowingSince: 4200,
  endsAt: 9200,
  winnerIndex: 3,
  history: [],
  ...more,
});

/** Which sector is under the pointer at the top when the wheel has turned so far. */
const under = (angle: number, count: number): number => Math.floor(((((360 - (angle % 360)) % 360) + 360) % 360) / (360 / count));

describe('the wheel', () => {
  it('comes to rest with the middle of the winner’s sector under the pointer', () => {
    for (const count of [2, 3, 5, 37, 500])
      for (const winnerIndex of [0, 1, count - 1]) {
        const names = Array.from({ length: count }, (_, index) => String(index));
        const end = wheelAngle(view({ names, winnerIndex }), 9200);
        expect(under(end, count)).toBe(winnerIndex);
        expect((((end - restAngle(count, winnerIndex)) % 360) + 360.001) % 360).toBeLessThan(0.01);
      }
  });

  it('only turns forwards, and ever more slowly to the end', () => {
    const angles = Array.from({ length: 51 }, (_, step) => wheelAngle(view({}), 4200 + step * 100));
    const ways = angles.slice(1).map((angle, index) => angle - (angles[index] ?? 0));
    for (const [index, way] of ways.entries()) {
      expect(way).toBeGreaterThan(0);
      if (index > 0) expect(way).toBeLessThan(ways[index - 1] ?? 0);
    }
  });

  it('goes on from where it spun', () => {
    const spun = wheelAngle(view({ phase: 'spinning', slowingSince: null, winnerIndex: null }), 4200);
    expect(wheelAngle(view({}), 4200)).toBeCloseTo(spun);
  });

  it('stands at the winner once it is done', () => {
    expect(wheelAngle(view({ phase: 'done', endsAt: null }), 99_999)).toBe(restAngle(5, 3));
  });
});
