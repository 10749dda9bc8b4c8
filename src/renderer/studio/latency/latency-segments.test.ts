import { describe, expect, it } from 'vitest';
import { durationText, latencySegments, percentile, timeToSound } from './latency-segments.ts';

describe('latencySegments', () => {
  it('covers the whole time from receipt without gap or overlap', () => {
    const segments = latencySegments({
      received: 1000,
      decided: 1004,
      llmRequest: 1009,
      firstToken: 1031,
      firstSentence: 1038,
      firstPcm: 1052,
      firstAudible: 1066,
      finished: 5000,
    });
    expect(segments.map(({ durationMs }) => durationMs)).toEqual([4, 5, 22, 7, 14, 14, 3934]);
    for (const [at, segment] of segments.entries()) {
      const before = segments[at - 1];
      expect(segment.startMs).toBe(before === undefined ? 0 : before.startMs + before.durationMs);
    }
  });

  it('joins the step of a missing mark to the next', () => {
    expect(latencySegments({ received: 0, decided: 5, firstPcm: 30 })).toEqual([
      { mark: 'decided', startMs: 0, durationMs: 5 },
      { mark: 'firstPcm', startMs: 5, durationMs: 25 },
    ]);
  });

  it('never runs backwards when a mark comes out of order', () => {
    const segments = latencySegments({ received: 10, decided: 20, llmRequest: 15, firstToken: 40 });
    expect(segments.map(({ durationMs }) => durationMs)).toEqual([10, 0, 20]);
  });

  it('is empty without a receipt', () => {
    expect(latencySegments({ decided: 5 })).toEqual([]);
  });
});

describe('timeToSound', () => {
  it('is unknown for what was not heard', () => {
    expect(timeToSound({ received: 5 })).toBeUndefined();
    expect(timeToSound({ received: 5, firstAudible: 71 })).toBe(66);
  });
});

describe('percentile', () => {
  it.each([
    [[], 0.5, undefined],
    [[7], 0.95, 7],
    [[3, 1, 2], 0.5, 2],
    [Array.from({ length: 100 }, (_, n) => n + 1), 0.95, 95],
  ])('of %j at %d is %s', (values, quantile, expected) => {
    expect(percentile(values, quantile)).toBe(expected);
  });
});

describe('durationText', () => {
  it.each([
    [0, '0 ms'],
    [0.7123, '0.7 ms'],
    [66.4, '66 ms'],
    [1234, '1.2 s'],
    [125_000, '125 s'],
  ])('%d ms is %s', (ms, expected) => {
    expect(durationText(ms)).toBe(expected);
  });
});
