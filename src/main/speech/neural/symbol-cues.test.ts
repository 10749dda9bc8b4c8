import { describe, expect, it } from 'vitest';
import type { Notation } from '#main/speech/front-ends/front-end.types.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { neuralDelivery, playbackRate } from './delivery.ts';
import { mouthFromSymbols, type TimedSymbols, wordsFromSymbols } from './symbol-cues.ts';

const IPA: Notation = { name: 'ipa', espeakVoice: 'en-us' };
const KOKORO: Notation = { name: 'kokoro', isBritish: false };

/** Symbols of `stepMs` each. */
const timed = (text: string | readonly string[], notation: Notation, stepMs = 100, language: Language = 'en'): TimedSymbols => {
  const symbols = [...text];
  return { symbols, startsMs: symbols.concat('').map((_, i) => i * stepMs), notation, language };
};
const shapes = (cues: ReturnType<typeof mouthFromSymbols>): string =>
  cues.map(({ viseme, startMs, endMs }) => `${viseme} ${Math.round(startMs)}-${Math.round(endMs)}`).join(', ');

describe('mouthFromSymbols', () => {
  it('closes the lips for p, b and m and opens them for vowels', () => {
    const cues = mouthFromSymbols(timed('mapab', IPA), 1, 0);
    expect(shapes(cues)).toBe('PP 0-100, aa 100-200, PP 200-300, aa 300-400, PP 400-500');
    expect(cues.map(({ open }) => open)).toEqual([0, 1, 0, 1, 0]);
  });

  it('gives the time of marks to the sound before, of stress to the sound behind', () => {
    expect(shapes(mouthFromSymbols(timed('iːˈa', IPA), 1, 0))).toBe('I 0-200, aa 200-400');
  });

  it("reads Kokoro's signs for diphthongs and affricates as the sounds that they are", () => {
    expect(shapes(mouthFromSymbols(timed('O', KOKORO), 1, 0))).toBe('O 0-60, U 60-100');
    expect(shapes(mouthFromSymbols(timed('ʧ', KOKORO), 1, 0))).toBe('CH 0-100');
    expect(shapes(mouthFromSymbols(timed('ma↘', KOKORO, 100, 'zh'), 1, 0))).toBe('PP 0-100, aa 100-300');
  });

  it("does not take the letter of eSpeak NG's third tone for a vowel in Mandarin", () => {
    expect(shapes(mouthFromSymbols(timed('niɜ', { name: 'ipa', espeakVoice: 'cmn' }, 100, 'zh'), 1, 0))).toBe(
      'nn 0-100, I 100-300',
    );
    expect(shapes(mouthFromSymbols(timed('nɜ', IPA), 1, 0))).toBe('nn 0-100, RR 100-200');
  });

  it('reads syllables of initials and finals', () => {
    expect(shapes(mouthFromSymbols(timed(['m', 'a', '1'], { name: 'pinyin' }, 100, 'zh'), 1, 0))).toBe('PP 0-100, aa 100-300');
  });

  it('shuts the mouth in pauses that can be heard, and only in those', () => {
    expect(shapes(mouthFromSymbols(timed('a, a', IPA), 1, 0))).toBe('aa 0-100, sil 100-200, sil 200-300, aa 300-400');
    expect(shapes(mouthFromSymbols(timed('a a', IPA, 20), 1, 0))).toBe('aa 0-40, aa 40-60');
  });

  it('moves and hurries with the place and tempo of the part', () => {
    expect(shapes(mouthFromSymbols(timed('ma', IPA), 2, 1000))).toBe('PP 1000-1050, aa 1050-1100');
  });
});

describe('wordsFromSymbols', () => {
  it('times words by their first and last symbol and leaves out those without sound', () => {
    const words = [
      { textStart: 0, textEnd: 2, first: 0, end: 2 },
      { textStart: 3, textEnd: 4, first: 3, end: 3 },
      { textStart: 5, textEnd: 7, first: 3, end: 5 },
    ];
    expect(wordsFromSymbols(words, timed('ab cd', IPA), 2, 10)).toEqual([
      { startMs: 10, endMs: 110, textStart: 0, textEnd: 2 },
      { startMs: 160, endMs: 260, textStart: 5, textEnd: 7 },
    ]);
  });
});

describe('neuralDelivery', () => {
  const plain = { rate: 1, pitch: 0, emotion: 'neutral' } as const;

  it('leaves an even mood as the model was made', () => {
    expect(neuralDelivery(plain)).toEqual({ speed: 1, playback: 1, liveliness: 1 });
    expect(playbackRate(22_050, 1)).toBe(22_050);
  });

  it('keeps the length when the pitch changes', () => {
    for (const pitch of [-12, -3, 5, 12]) {
      const { speed, playback } = neuralDelivery({ ...plain, pitch });
      expect(speed * playback).toBeCloseTo(1, 5);
    }
  });

  it('differs between moods by less than a tone and a sixth of the tempo', () => {
    for (const emotion of ['excited', 'sad', 'angry', 'surprised'] as const) {
      const { speed, playback, liveliness } = neuralDelivery({ ...plain, emotion });
      expect(Math.abs(12 * Math.log2(playback))).toBeLessThan(1);
      expect(Math.abs(speed * playback - 1)).toBeLessThan(1 / 6);
      expect(Math.abs(liveliness - 1)).toBeLessThan(0.3);
    }
  });

  it('names rates that need few filters, off by less than a twentieth of a semitone', () => {
    for (let pitch = -12; pitch <= 12; pitch += 0.5) {
      const rate = playbackRate(22_050, 2 ** (pitch / 12));
      expect(rate % 75).toBe(0);
      expect(Math.abs(12 * Math.log2(rate / 22_050) - pitch)).toBeLessThan(0.06);
    }
  });
});
