import { describe, expect, it } from 'vitest';
import { createGovernor, type Governor, LADDER } from './governor.ts';

/** Runs `seconds` of browser frames at `refreshHz`; every drawn picture costs what `costMs` says for the step it was drawn at. */
function run(
  governor: Governor,
  fromSeconds: number,
  seconds: number,
  costMs: (governor: Governor) => number,
  refreshHz = 60,
): number {
  let drawn = 0;
  for (let i = 0; i < seconds * refreshHz; i++) {
    const nowMs = fromSeconds * 1000 + (i * 1000) / refreshHz;
    if (!governor.due(nowMs)) continue;
    drawn++;
    governor.addCost(costMs(governor), nowMs);
  }
  return drawn / seconds;
}
const software = (flatMs: number) => (governor: Governor) => flatMs * { full: 3, plain: 1.8, flat: 1 }[governor.quality];

describe('governor', () => {
  it('draws 60 pictures a second in full quality where they are cheap', () => {
    const governor = createGovernor(false);
    expect(run(governor, 0, 10, () => 3)).toBeCloseTo(60, 0);
    expect(governor.quality).toBe('full');
  });

  it('goes down until drawing leaves time for everything else', () => {
    const governor = createGovernor(false);
    run(governor, 0, 20, software(60));
    expect(governor.quality).toBe('flat');
    expect((governor.framesPerSecond * 60) / 1000).toBeLessThanOrEqual(0.6);
  });

  it('starts low on a software renderer and climbs when the machine turns out fast', () => {
    const governor = createGovernor(true);
    expect(governor.framesPerSecond).toBe(10);
    run(governor, 0, 120, software(2));
    expect(governor.framesPerSecond).toBe(60);
    expect(governor.quality).toBe('full');
  });

  it('tries a step that proved too dear ever more rarely', () => {
    const governor = createGovernor(true);
    // Guessing from the flat look, the next one seems affordable; it is not.
    const cost = ({ quality }: Governor): number => (quality === 'flat' ? 12 : 80);
    let changes = 0;
    let quality = governor.quality;
    for (let second = 0; second < 600; second++) {
      run(governor, second, 1, cost);
      if (governor.quality !== quality) changes++;
      quality = governor.quality;
    }
    expect(changes).toBeLessThan(16);
  });

  it('comes back after a passing load', () => {
    const governor = createGovernor(false);
    run(governor, 0, 5, () => 40);
    expect(governor.framesPerSecond).toBeLessThan(60);
    run(governor, 5, 90, () => 3);
    expect(governor.framesPerSecond).toBe(60);
  });

  it.each([15, 30, 60])('keeps a fixed cap of %i whatever pictures cost, in full quality', (cap) => {
    const governor = createGovernor(true);
    governor.setCap(cap);
    expect(run(governor, 0, 10, () => 500)).toBeCloseTo(cap, 0);
    expect(governor.quality).toBe('full');
  });

  it('draws at most what the browser offers, evenly', () => {
    const governor = createGovernor(false);
    governor.setCap(30);
    expect(run(governor, 0, 10, () => 1, 30)).toBeCloseTo(30, 0);
    expect(run(governor, 20, 10, () => 1, 144)).toBeCloseTo(30, 0);
  });

  it('has steps that only get cheaper', () => {
    const price = ({ rate, quality }: (typeof LADDER)[number]): number => rate * { full: 3, plain: 1.8, flat: 1 }[quality];
    for (let i = 1; i < LADDER.length; i++) expect(price(LADDER[i]!)).toBeLessThan(price(LADDER[i - 1]!));
  });
});
