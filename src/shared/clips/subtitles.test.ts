import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpokenLine } from './show-mark.ts';
import { srtFromLines, vttFromLines } from './subtitles.ts';
import { columnsOf, wrapped } from './text-width.ts';

const LONG_ZH =
  '今天我们一起来看看这个游戏到底有多难，如果我能在十分钟之内通关的话，就请大家给我点一个关注，好不好呀？我先从最简单的一关开始。';

describe('subtitles', () => {
  it('writes SubRip with numbered cues and commas in the times', () => {
    expect(srtFromLines([{ startMs: 61_005, endMs: 63_250, text: 'Hello there.' }])).toBe(
      '1\n00:01:01,005 --> 00:01:03,250\nHello there.\n',
    );
  });

  it('writes WebVTT in which no text is markup', () => {
    const vtt = vttFromLines([{ startMs: 0, endMs: 2000, text: '<b>1 & 2</b> --> 3' }]);
    expect(vtt).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n&lt;b&gt;1 &amp; 2&lt;/b&gt; → 3\n');
  });

  it('shares the time of a long sentence among cues of at most two lines of 42 columns', () => {
    const cues = srtFromLines([{ startMs: 0, endMs: 10_000, text: LONG_ZH }])
      .trim()
      .split('\n\n');
    expect(cues.length).toBeGreaterThan(1);
    for (const cue of cues) {
      const lines = cue.split('\n').slice(2);
      expect(lines.length).toBeLessThanOrEqual(2);
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(42);
    }
    expect(cues.map((cue) => cue.split('\n').slice(2).join('')).join('')).toBe(LONG_ZH);
    expect(cues.at(-1)).toContain('--> 00:00:10,000');
  });

  it('keeps a short word readable for a moment, yet never over the next one', () => {
    const lines: SpokenLine[] = [
      { startMs: 0, endMs: 100, text: 'Hi' },
      { startMs: 400, endMs: 500, text: 'you' },
    ];
    const srt = srtFromLines(lines);
    expect(srt).toContain('00:00:00,000 --> 00:00:00,400');
    expect(srt).toContain('00:00:00,400 --> 00:00:01,100');
  });

  it('loses no character but white space, and has cues in order without overlap, whatever was said', () => {
    const line = fc.record({
      startMs: fc.nat(100_000),
      endMs: fc.nat(120_000),
      text: fc.string({ unit: 'grapheme', maxLength: 200 }),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const times = [...srtFromLines(lines).matchAll(/^(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})$/gm)].map(
          (match) => {
            const [h1 = 0, m1 = 0, s1 = 0, f1 = 0, h2 = 0, m2 = 0, s2 = 0, f2 = 0] = match.slice(1).map(Number);
            return [((h1 * 60 + m1) * 60 + s1) * 1000 + f1, ((h2 * 60 + m2) * 60 + s2) * 1000 + f2] as const;
          },
        );
        for (const [index, [from, to]] of times.entries()) {
          expect(to).toBeGreaterThanOrEqual(from);
          if (index > 0) expect(from).toBeGreaterThanOrEqual(times[index - 1]?.[0] ?? 0);
        }
        for (const { text } of lines) expect(wrapped(text, 20).join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      }),
    );
  });
});
