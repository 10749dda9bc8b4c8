import { describe, expect, it } from 'vitest';
import { createGovernor, type Governor, ladderOf } from './governor.ts';

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
    if (!governor.due(nowMs, 'beat')) continue;
    drawn++;
    governor.addCost({ ms: costMs(governor) }, nowMs);
  }
  return drawn / seconds;
}
const software = (flatMs: number) => (governor: Governor) => flatMs * COSTS[governor.quality];

/** As of a VRM. */
const COSTS = { full: 12, plain: 6, flat: 1 };
const EQUAL = { full: 1, plain: 1, flat: 1 };

describe('governor', () => {
  it('draws 60 pictures a second in full quality where they are cheap', () => {
    const governor = createGovernor(false, COSTS);
    expect(run(governor, 0, 10, () => 3)).toBeCloseTo(60, 0);
    expect(governor.quality).toBe('full');
  });

  it('goes down until drawing leaves time for everything else', () => {
    const governor = createGovernor(false, COSTS);
    run(governor, 0, 20, software(60));
    expect(governor.quality).toBe('flat');
    expect((governor.framesPerSecond * 60) / 1000).toBeLessThanOrEqual(0.6);
  });

  it('starts low on a software renderer and climbs when the machine turns out fast', () => {
    const governor = createGovernor(true, COSTS);
    expect(governor.framesPerSecond).toBe(15);
    expect(governor.quality).toBe('flat');
    run(governor, 0, 120, software(0.4));
    expect(governor.framesPerSecond).toBe(60);
    expect(governor.quality).toBe('full');
  });

  it('keeps half of the time free of drawing where the processor draws, and comes back to 15 a second when the press is over', () => {
    const governor = createGovernor(true, COSTS);
    run(governor, 0, 30, software(40));
    expect((governor.framesPerSecond * 40) / 1000).toBeLessThanOrEqual(0.5);
    run(governor, 30, 60, software(24));
    expect(governor.framesPerSecond).toBe(15);
  });

  it('does not draw less because pictures wait for a processor that others use', () => {
    const governor = createGovernor(true, COSTS);
    let picture = 0;
    run(governor, 0, 60, () => (picture++ % 3 === 0 ? 24 : 130));
    expect(governor.framesPerSecond).toBe(15);
  });

  it('tries a step that proved too dear ever more rarely', () => {
    const governor = createGovernor(true, COSTS);
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
    const governor = createGovernor(false, COSTS);
    run(governor, 0, 5, () => 40);
    expect(governor.framesPerSecond).toBeLessThan(60);
    run(governor, 5, 90, () => 3);
    expect(governor.framesPerSecond).toBe(60);
  });

  it.each([15, 30, 60])('keeps a fixed cap of %i whatever pictures cost, in full quality', (cap) => {
    const governor = createGovernor(true, COSTS);
    governor.setCap(cap);
    expect(run(governor, 0, 10, () => 500)).toBeCloseTo(cap, 0);
    expect(governor.quality).toBe('full');
  });

  /** Browser frames at 60 Hz with news every `everyMs`; what was drawn, and how long each piece of news waited for it. */
  function follow(governor: Governor, everyMs: number, seconds: number) {
    const drawnMs: number[] = [];
    const waitedMs: number[] = [];
    let news = Number.NEGATIVE_INFINITY;
    let shown = news;
    for (let ms = 0; ms < seconds * 1000; ms++) {
      const isNews = Math.floor(ms / everyMs) !== Math.floor((ms - 1) / everyMs);
      if (isNews) news = ms;
      if (!isNews && ms % 17 !== 0) continue;
      if (!governor.due(ms, news === shown ? 'awaited' : 'fresh')) continue;
      drawnMs.push(ms);
      if (news !== shown) waitedMs.push(ms - news);
      shown = news;
    }
    return { drawnMs, waitedMs };
  }

  it('draws what a tracker has seen at once, at the tracker’s pace where that is its own', () => {
    const { drawnMs, waitedMs } = follow(createGovernor(true, COSTS), 1000 / 15, 10);
    expect(waitedMs.slice(1).every((ms) => ms === 0)).toBe(true);
    expect(drawnMs.length).toBeCloseTo(150, -1);
  });

  it('keeps its own rate beside a tracker that sees more often or hardly ever', () => {
    for (const everyMs of [1000 / 30, 5000]) {
      const { drawnMs } = follow(createGovernor(true, COSTS), everyMs, 10);
      const gaps = drawnMs.slice(1).map((ms, i) => ms - drawnMs[i]!);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.7 * (1000 / 15));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(1.8 * (1000 / 15));
    }
  });

  it('draws at most what the browser offers, evenly', () => {
    const governor = createGovernor(false, COSTS);
    governor.setCap(30);
    expect(run(governor, 0, 10, () => 1, 30)).toBeCloseTo(30, 0);
    expect(run(governor, 20, 10, () => 1, 144)).toBeCloseTo(30, 0);
  });

  it.each([COSTS, { full: 2, plain: 1.8, flat: 1 }, EQUAL])(
    'has steps that only get cheaper, down to five a second: %o',
    (costs) => {
      const prices = ladderOf(costs).map(({ rate, quality }) => rate * costs[quality]);
      expect(prices).toEqual([...new Set(prices)].sort((one, two) => two - one));
      expect(prices[0]).toBe(60 * costs.full);
      expect(prices.at(-1)).toBe(5 * costs.flat);
    },
  );

  it('never takes a look for cheaper that costs the same', () => {
    expect(ladderOf(EQUAL).map(({ rate }) => rate)).toEqual([60, 30, 20, 15, 10, 7, 5]);
    expect(createGovernor(true, EQUAL).framesPerSecond).toBe(15);
  });
});
