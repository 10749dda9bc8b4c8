import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResampler } from '#shared/audio/resampler.ts';
import { envelopeCues } from './envelope-cues.ts';
import { createLeveller, freshLevel, TARGET_RMS } from './leveller.ts';
import { spreadWords } from './word-spread.ts';

const sine = (hz: number, rate: number, seconds: number, size = 0.5): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate) * size);
const rms = (samples: Float32Array): number => Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
const joined = (parts: readonly Float32Array[]): Float32Array => Float32Array.from(parts.flatMap((part) => [...part]));

describe('createResampler', () => {
  it.each([
    [22_050, 48_000],
    [16_000, 48_000],
    [44_100, 48_000],
    [96_000, 48_000],
    [48_000, 48_000],
  ])('keeps a tone from %d to %d Hz: its length, place and shape', (from, to) => {
    const resampler = createResampler(from, to);
    const out = joined([resampler.process(sine(440, from, 0.2)), resampler.flush()]);
    expect(out).toHaveLength(Math.round(0.2 * to));
    const ideal = sine(440, to, 0.2);
    // The edges, where the stream begins and ends in silence, are left out.
    for (let i = 500; i < out.length - 500; i++) expect(Math.abs(out[i]! - ideal[i]!)).toBeLessThan(0.002);
  });

  it('gives the same samples however the stream is chunked', () => {
    const input = sine(333, 22_050, 0.1);
    const whole = createResampler(22_050, 48_000);
    const expected = joined([whole.process(input), whole.flush()]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 12 }), (sizes) => {
        const resampler = createResampler(22_050, 48_000);
        const parts: Float32Array[] = [];
        let at = 0;
        for (const size of [...sizes, input.length]) {
          parts.push(resampler.process(input.slice(at, at + size)));
          at = Math.min(input.length, at + size);
        }
        parts.push(resampler.flush());
        expect(joined(parts)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('takes away what the lower rate cannot carry', () => {
    const resampler = createResampler(96_000, 48_000);
    expect(rms(joined([resampler.process(sine(35_000, 96_000, 0.2)), resampler.flush()]).slice(500, -500))).toBeLessThan(0.001);
  });
});

describe('createLeveller', () => {
  it.each([0.02, 0.1, 0.7])('brings a voice of size %d to the target within two seconds', (size) => {
    const level = freshLevel();
    const leveller = createLeveller(22_050, level);
    for (let i = 0; i < 20; i++) leveller.process(sine(200, 22_050, 0.1, size));
    expect(Math.abs(20 * Math.log10(rms(leveller.process(sine(200, 22_050, 0.1, size))) / TARGET_RMS))).toBeLessThan(2);
  });

  it('begins the next sentence at the level that the voice had', () => {
    const level = freshLevel();
    const first = createLeveller(22_050, level);
    for (let i = 0; i < 40; i++) first.process(sine(200, 22_050, 0.1, 0.03));
    const next = createLeveller(22_050, level).process(sine(200, 22_050, 0.1, 0.03));
    expect(Math.abs(20 * Math.log10(rms(next) / TARGET_RMS))).toBeLessThan(1.5);
  });

  it('does not turn pauses up', () => {
    const level = freshLevel();
    const leveller = createLeveller(22_050, level);
    for (let i = 0; i < 20; i++) leveller.process(sine(200, 22_050, 0.1, 0.17));
    const before = level.power;
    for (let i = 0; i < 20; i++) leveller.process(sine(200, 22_050, 0.1, 0.002));
    expect(level.power).toBe(before);
  });

  it('never goes beyond full scale', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 500 }), (values) => {
        const leveller = createLeveller(1000, { power: 1e-4, seconds: 4 });
        return leveller.process(Float32Array.from(values)).every((value) => Math.abs(value) <= 1);
      }),
    );
  });
});

describe('envelopeCues', () => {
  it('covers the sound without overlap, shut in silence and open in loudness', () => {
    const sound = joined([new Float32Array(4410), sine(600, 22_050, 0.3), new Float32Array(4410), sine(600, 22_050, 0.2, 0.1)]);
    const cues = envelopeCues(sound, 22_050);
    for (const [i, cue] of cues.entries()) {
      expect(cue.endMs).toBeGreaterThan(cue.startMs);
      expect(cue.startMs).toBeCloseTo(cues[i - 1]?.endMs ?? 0, 6);
    }
    expect(cues.at(-1)?.endMs).toBeCloseTo(900, 3);
    const at = (ms: number) => cues.find((cue) => cue.startMs <= ms && ms < cue.endMs);
    expect(at(100)?.viseme).toBe('sil');
    expect(at(600)?.viseme).toBe('sil');
    expect(at(350)?.open).toBeGreaterThan(at(800)?.open ?? 1);
  });

  it('shows teeth for a hiss and nothing for nothing', () => {
    expect(envelopeCues(sine(7000, 22_050, 0.1), 22_050)[0]?.viseme).toBe('SS');
    expect(envelopeCues(new Float32Array(0), 22_050)).toEqual([]);
    expect(envelopeCues(new Float32Array(100), 22_050).every((cue) => cue.open === 0)).toBe(true);
  });
});

describe('spreadWords', () => {
  it('shares the whole time among the words in order', () => {
    const text = '你好 hello, 3.14!';
    const words = spreadWords(text, 100, 1100);
    expect(words.map((word) => text.slice(word.textStart, word.textEnd))).toEqual(['你', '好', 'hello', '3.14']);
    expect(words[0]?.startMs).toBe(100);
    expect(words.at(-1)?.endMs).toBeCloseTo(1100, 6);
    for (const [i, word] of words.entries()) if (i > 0) expect(word.startMs).toBeCloseTo(words[i - 1]!.endMs, 9);
  });

  it('has no words for a text without any or a time without length', () => {
    expect(spreadWords('…！', 0, 100)).toEqual([]);
    expect(spreadWords('hello', 5, 5)).toEqual([]);
  });
});
