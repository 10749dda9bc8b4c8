import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WordCue } from '#shared/speech/cues.ts';
import { captionScale, captionTokens, readSpoken } from './caption-layout.ts';

const pieces = (text: string): string[] => captionTokens(text).map(({ start, end }) => text.slice(start, end));

/** UTF-16 units. */
function spokenOffset(words: readonly WordCue[], positionMs: number): number {
  const spoken = { offset: -1 };
  readSpoken(words, { positionMs }, spoken);
  return spoken.offset;
}

describe('caption tokens', () => {
  it.each([
    ['Hello, world! Bye', ['Hello, ', 'world! ', 'Bye']],
    ["It's 3.5 km", ["It's ", '3.5 ', 'km']],
    ['大家好，欢迎！', ['大', '家', '好，', '欢', '迎！']],
    ['今日はゲーム。', ['今', '日', 'は', 'ゲー', 'ム。']],
    ['我爱OBS 28！', ['我', '爱', 'OBS ', '28！']],
    ['「はい」と', ['「', 'は', 'い」', 'と']],
  ])('cuts %s into what lights up as a whole', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it('covers every text without gap or overlap', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(pieces(text).join('')).toBe(text);
      }),
    );
  });

  it('does not cut a pair of surrogates', () => {
    for (const piece of pieces('😀𠮷野家')) expect(piece).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
  });
});

describe('spoken offset', () => {
  const words = [
    { startMs: 100, endMs: 300, textStart: 0, textEnd: 5 },
    { startMs: 400, endMs: 500, textStart: 7, textEnd: 12 },
  ];
  it.each([
    [0, 0],
    [100, 0],
    [200, 2.5],
    [350, 5],
    [450, 9.5],
    [9000, 12],
  ])('at %i ms has read up to %f', (positionMs, offset) => {
    expect(spokenOffset(words, positionMs)).toBe(offset);
  });

  it('never goes back when a later word reads an earlier part of the text', () => {
    const reordered = [...words, { startMs: 600, endMs: 700, textStart: 2, textEnd: 4 }];
    expect(spokenOffset(reordered, 650)).toBe(12);
  });
});

describe('caption scale', () => {
  it('leaves short lines at full size, shrinks long ones, and stays readable', () => {
    expect(captionScale('Hello')).toBe(1);
    expect(captionScale('好'.repeat(60))).toBeLessThan(1);
    expect(captionScale('好'.repeat(600))).toBe(0.75);
  });
});
