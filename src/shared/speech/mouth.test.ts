import { describe, expect, it } from 'vitest';
import type { VisemeCue } from './cues.ts';
import { createMouthTrack, MOUTH_VALUES } from './mouth.ts';

const cue = (startMs: number, endMs: number, viseme: VisemeCue['viseme'], open: number): VisemeCue => ({
  startMs,
  endMs,
  viseme,
  open,
});
const word = [
  cue(0, 80, 'sil', 0),
  cue(80, 150, 'PP', 0),
  cue(150, 330, 'aa', 1),
  cue(330, 400, 'DD', 0.2),
  cue(400, 520, 'I', 0.3),
  cue(520, 590, 'PP', 0),
  cue(590, 690, 'O', 0.6),
  cue(690, 900, 'sil', 0),
];
const sampled = (cues: readonly VisemeCue[], stepMs = 1, untilMs = 1000) => {
  const track = createMouthTrack();
  track.append(cues);
  const rows: number[][] = [];
  const out = new Float32Array(MOUTH_VALUES);
  for (let t = 0; t < untilMs; t += stepMs) {
    track.sample(t, out);
    rows.push([...out]);
  }
  return rows;
};

describe('createMouthTrack', () => {
  it('opens widest in the middle of a vowel, whatever its neighbours are', () => {
    const rows = sampled(word);
    for (const vowel of word.filter((v) => ['aa', 'I', 'O'].includes(v.viseme))) {
      let best = vowel.startMs;
      for (let t = vowel.startMs; t < vowel.endMs; t++) if (rows[t]![5]! > rows[best]![5]!) best = t;
      expect(Math.abs(best - (vowel.startMs + vowel.endMs) / 2)).toBeLessThanOrEqual(1);
    }
  });

  it('has the lips closed from the beginning to the end of p, b and m', () => {
    const rows = sampled(word);
    for (const closed of word.filter((v) => v.viseme === 'PP'))
      for (let t = closed.startMs + 4; t < closed.endMs - 4; t++) expect(rows[t]![5]).toBeLessThan(0.02);
  });

  it('moves without jumps: never more than 6 % of the full opening in a millisecond', () => {
    const rows = sampled(word);
    for (let t = 1; t < rows.length; t++)
      for (let k = 0; k < MOUTH_VALUES; k++) expect(Math.abs(rows[t]![k]! - rows[t - 1]![k]!)).toBeLessThan(0.06);
  });

  it('gives the same mouth when positions jump back and forth as when they run', () => {
    const track = createMouthTrack();
    track.append(word);
    const rows = sampled(word);
    const out = new Float32Array(MOUTH_VALUES);
    for (const t of [850, 3, 420, 421, 100, 899, 250, 0, 640]) {
      track.sample(t, out);
      expect([...out]).toEqual(rows[t]);
    }
  });

  it('gives the same mouth when cues come one by one as when they come at once', () => {
    const one = createMouthTrack();
    for (const single of word) one.append([single]);
    const rows = sampled(word);
    const out = new Float32Array(MOUTH_VALUES);
    for (let t = 0; t < 900; t += 7) {
      one.sample(t, out);
      expect([...out]).toEqual(rows[t]);
    }
  });

  it('is shut before the first cue, after the last, in gaps, and after a reset', () => {
    const track = createMouthTrack();
    const out = new Float32Array(MOUTH_VALUES);
    track.append([cue(200, 300, 'aa', 1), cue(600, 700, 'aa', 1)]);
    for (const t of [-5, Number.NaN, 0, 100, 450, 790, 1e9]) {
      track.sample(t, out);
      expect([...out], `at ${t} ms`).toEqual([0, 0, 0, 0, 0, 0]);
    }
    track.reset();
    track.sample(250, out);
    expect([...out]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('keeps 10 minutes of cues', () => {
    const track = createMouthTrack();
    const out = new Float32Array(MOUTH_VALUES);
    for (let i = 0; i < 6000; i++) track.append([cue(i * 100, i * 100 + 50, 'PP', 0), cue(i * 100 + 50, i * 100 + 100, 'aa', 1)]);
    track.sample(599_975, out);
    expect(out[0]).toBeCloseTo(1, 5);
    track.sample(75, out);
    expect(out[0]).toBeCloseTo(1, 5);
  });
});
