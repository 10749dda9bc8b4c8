import { describe, expect, it } from 'vitest';
import { CAPTURE_CHUNK } from './capture-messages.ts';
import { createFrameCutter } from './frame-cutter.ts';

const START = 1_700_000_000_000;

/** Feeds a sound at 48 kHz in chunks, with stamps that wander by `jitterMs`. */
function cut(sound: (seconds: number) => number, seconds: number, jitterMs = 0) {
  const frames: { atMs: number; samples: Float32Array }[] = [];
  const cutter = createFrameCutter((atMs, samples) => frames.push({ atMs, samples }));
  for (let at = 0; at < seconds * 48_000; at += CAPTURE_CHUNK) {
    const samples = Float32Array.from({ length: CAPTURE_CHUNK }, (_, i) => sound((at + i) / 48_000));
    cutter.push({ atMs: START + at / 48 + jitterMs * Math.sin(at), samples });
  }
  return frames;
}
const tone = (hz: number) => (seconds: number) => 0.5 * Math.sin(2 * Math.PI * hz * seconds);
const levelOf = (frames: readonly { samples: Float32Array }[]): number => {
  const all = frames.slice(5, -2).flatMap(({ samples }) => [...samples]);
  return Math.sqrt(all.reduce((sum, sample) => sum + sample * sample, 0) / all.length);
};

describe('cutting the microphone into frames', () => {
  it('gives frames of 320 samples at 16 kHz', () => {
    const frames = cut(tone(440), 1);
    expect(frames.length).toBeGreaterThanOrEqual(48);
    expect(frames.every(({ samples }) => samples.length === 320)).toBe(true);
  });

  it('keeps a tone and its level', () => {
    expect(levelOf(cut(tone(1000), 1))).toBeCloseTo(0.5 / Math.SQRT2, 2);
  });

  it('does not fold a tone that 16 kHz cannot hold into what it can', () => {
    expect(levelOf(cut(tone(10_000), 1))).toBeLessThan(0.001);
    expect(levelOf(cut(tone(15_000), 1))).toBeLessThan(0.001);
  });

  it('says of each frame when its first sample was taken, steadily though the stamps wander', () => {
    const frames = cut(tone(440), 2, 3);
    for (const [i, { atMs }] of frames.entries()) expect(Math.abs(atMs - (START + 20 * i))).toBeLessThan(4);
    // And the sample is the one of that time: a tone of 100 Hz crosses zero upwards every 10 ms.
    const exact = cut(tone(50), 1);
    expect(Math.abs(exact[10]?.samples[0] ?? 1)).toBeLessThan(0.02);
  });

  it('begins a new line of time where sound was lost', () => {
    const frames: number[] = [];
    const cutter = createFrameCutter((atMs) => frames.push(atMs));
    const chunk = new Float32Array(CAPTURE_CHUNK);
    for (let i = 0; i < 50; i++) cutter.push({ atMs: START + 10 * i, samples: chunk });
    for (let i = 0; i < 50; i++) cutter.push({ atMs: START + 5000 + 10 * i, samples: chunk });
    expect(frames.filter((atMs) => atMs >= START + 5000)[0]).toBeCloseTo(START + 5000, 0);
    expect(frames.every((atMs) => atMs < START + 500 || atMs >= START + 5000)).toBe(true);
  });
});
