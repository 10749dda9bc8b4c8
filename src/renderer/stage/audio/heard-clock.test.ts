import { describe, expect, it } from 'vitest';
import { createAudioTime, createHeardClock, type HeardPosition } from './heard-clock.ts';

const empty = (): HeardPosition => ({ turnId: -1, index: -1, positionMs: 0, playing: false });

/** A device that hands out its time in blocks, at a rate that is not quite the page's. */
function simulate(seconds: number, framesPerSecond: number, driftPpm: number, blockSeconds: number): number {
  const audioTime = createAudioTime();
  let worst = 0;
  for (let page = 0; page < seconds; page += 1 / framesPerSecond) {
    const device = page * (1 + driftPpm / 1e6);
    const seen = Math.floor(device / blockSeconds) * blockSeconds;
    const estimate = audioTime(page, seen);
    // The estimate lies half a block behind by design of what it sees; that much is the block's own uncertainty.
    if (page > 10) worst = Math.max(worst, Math.abs(estimate - (device - blockSeconds / 2)));
  }
  return worst;
}

describe('audio time', () => {
  it.each([
    [60, 200, 0.01],
    [60, -200, 0.02],
    [10, 1000, 0.01],
    [5, -1000, 512 / 48_000],
  ])(
    'stays within 10 ms of a device drifting against the page for 10 minutes (%i frames/s, %i ppm, blocks of %f s)',
    (rate, ppm, block) => {
      expect(simulate(600, rate, ppm, block)).toBeLessThan(0.01);
    },
  );

  it('never goes back while the device jitters', () => {
    const audioTime = createAudioTime();
    let last = 0;
    for (let i = 0; i < 6000; i++) {
      const page = i / 60;
      const now = audioTime(page, Math.floor(page / 0.04) * 0.04);
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
  });

  it('believes the device at once after it stalled', () => {
    const audioTime = createAudioTime();
    for (let i = 0; i < 100; i++) audioTime(i / 60, i / 60);
    expect(audioTime(10, 2)).toBeCloseTo(2, 6);
  });
});

describe('heard clock', () => {
  const line = { turnId: 1, index: 0, fromSeconds: 1, atSeconds: 1, positionMs: 0, playing: true, immediate: false };

  it('moves to a line only when its beginning is heard', () => {
    const clock = createHeardClock();
    const at = empty();
    clock.add(line);
    clock.read({ seconds: 0.9 }, at);
    expect(at.turnId).toBe(-1);
    clock.read({ seconds: 1.25 }, at);
    expect(at).toEqual({ turnId: 1, index: 0, positionMs: 250, playing: true });
  });

  it('takes a stop at once, and drops the lines that waited', () => {
    const clock = createHeardClock();
    const at = empty();
    clock.add(line);
    clock.read({ seconds: 1.1 }, at);
    clock.add({ ...line, index: 1, fromSeconds: 2, atSeconds: 2 });
    clock.add({ ...line, fromSeconds: 1.4, atSeconds: 1.4, positionMs: 400, playing: false, immediate: true });
    clock.read({ seconds: 1.2 }, at);
    expect(at.playing).toBe(false);
    clock.read({ seconds: 3 }, at);
    expect(at.index).toBe(0);
  });

  it('goes through sentence after sentence, each from its own zero', () => {
    const clock = createHeardClock();
    const at = empty();
    clock.add(line);
    clock.add({ ...line, index: 1, fromSeconds: 3, atSeconds: 3.1, positionMs: 100 });
    clock.read({ seconds: 2.9 }, at);
    expect(at).toMatchObject({ index: 0, positionMs: expect.closeTo(1900, 6) });
    clock.read({ seconds: 3.05 }, at);
    expect(at).toMatchObject({ index: 1, positionMs: expect.closeTo(50, 6) });
  });

  it('starts from zero when a restarted studio numbers its turns from 1 again', () => {
    const clock = createHeardClock();
    const at = empty();
    clock.add(line);
    clock.read({ seconds: 4 }, at);
    clock.add({ ...line, fromSeconds: 9, atSeconds: 9 });
    clock.read({ seconds: 9.1 }, at);
    expect(at.positionMs).toBeCloseTo(100, 6);
  });

  it('holds still when a sentence runs dry and never goes back', () => {
    const clock = createHeardClock();
    const at = empty();
    clock.add(line);
    clock.read({ seconds: 1.5 }, at);
    clock.add({ ...line, fromSeconds: 1.4, atSeconds: 1.4, positionMs: 400, playing: false });
    clock.read({ seconds: 1.6 }, at);
    expect(at).toMatchObject({ positionMs: 500, playing: false });
  });
});
