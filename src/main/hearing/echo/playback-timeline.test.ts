import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createPlaybackTimeline } from './playback-timeline.ts';

/** A tone that says by its value where it is: at 48 kHz sample n is n/48000 (so at 16 kHz sample n is n/16000). */
const ramp = (fromSeconds: number, seconds: number): Float32Array =>
  Float32Array.from({ length: seconds * 48_000 }, (_, i) => 0.1 * (fromSeconds + i / 48_000));

function setUp() {
  const clock = createFakeClock(1_000_000);
  const timeline = createPlaybackTimeline(clock.now);
  const readAt = (atMs: number): number => {
    const out = new Float32Array(256);
    timeline.read(atMs, out);
    return (out[128] ?? 0) * 10;
  };
  return { clock, timeline, readAt };
}

describe('the timeline of what she plays', () => {
  it('knows what sounded at a moment, from the stage’s words on its place', () => {
    const { clock, timeline, readAt } = setUp();
    timeline.pcm(1, 0, 0, ramp(0, 3));
    for (let i = 0; i < 20; i++) {
      clock.advance(50);
      timeline.clock(1, 0, 50 * (i + 1), true);
    }
    expect(readAt(1_000_500)).toBeCloseTo(0.508, 2);
    expect(readAt(1_000_900)).toBeCloseTo(0.908, 2);
  });

  it('believes the earliest of words that came late', () => {
    const { clock, timeline, readAt } = setUp();
    timeline.pcm(1, 0, 0, ramp(0, 3));
    for (const late of [25, 3, 18, 30, 7, 0, 22, 9]) {
      clock.advance(50);
      timeline.clock(1, 0, clock.now() - 1_000_000 - late, true);
    }
    expect(readAt(1_000_300)).toBeCloseTo(0.308, 2);
  });

  it('goes on through sentences that follow each other', () => {
    const { clock, timeline, readAt } = setUp();
    timeline.pcm(1, 0, 0, ramp(0, 1));
    timeline.pcm(1, 1, 0, ramp(1, 1));
    clock.advance(1500);
    timeline.clock(1, 1, 500, true);
    expect(readAt(1_000_700)).toBeCloseTo(0.708, 2);
    expect(readAt(1_001_300)).toBeCloseTo(1.308, 2);
  });

  it('follows sound that had to wait for the voice', () => {
    const { clock, timeline, readAt } = setUp();
    timeline.pcm(1, 0, 0, ramp(0, 4));
    clock.advance(500);
    timeline.clock(1, 0, 500, true);
    clock.advance(300);
    for (let i = 1; i <= 4; i++) {
      clock.advance(50);
      timeline.clock(1, 0, 500 + 50 * i, true);
    }
    expect(readAt(clock.now() - 8)).toBeCloseTo(0.7, 2);
  });

  it('is silent before, after a stop, and where nothing is played', () => {
    const { clock, timeline, readAt } = setUp();
    expect(readAt(1_000_000)).toBe(0);
    timeline.pcm(1, 0, 0, ramp(0, 3));
    clock.advance(500);
    timeline.clock(1, 0, 500, true);
    expect(readAt(999_000)).toBe(0);
    timeline.stopped(1);
    clock.advance(500);
    expect(readAt(1_000_900)).toBe(0);
    expect(timeline.playedWithin(clock.now(), 300)).toBe(false);
    expect(timeline.playedWithin(clock.now(), 700)).toBe(true);
  });

  it('keeps the end of one answer while the next has begun', () => {
    const { clock, timeline, readAt } = setUp();
    timeline.pcm(1, 0, 0, ramp(0, 1));
    clock.advance(990);
    timeline.clock(1, 0, 990, true);
    clock.advance(100);
    timeline.pcm(2, 0, 0, ramp(0, 1));
    clock.advance(50);
    timeline.clock(2, 0, 50, true);
    expect(readAt(1_000_900)).toBeCloseTo(0.908, 2);
    expect(readAt(1_001_100)).toBeCloseTo(0.018, 2);
  });
});
