import { describe, expect, it } from 'vitest';
import { stagePace } from './stage-pace.ts';

const stage = (framesPerSecond: number, paceHz: number, avatar: 'main' | 'cohost' = 'main') => ({
  avatar,
  framesPerSecond,
  paceHz,
});

describe('the pace of the stages', () => {
  it('is no limit while nobody draws, and where a graphics card does', () => {
    const none = { periodMs: 1000 / 60, picturesHz: 60, metersEveryMs: 1000 / 15 };
    expect(stagePace([])).toEqual(none);
    expect(stagePace([stage(0, 15)])).toEqual(none);
    expect(stagePace([stage(15, 15), stage(58, 0)])).toEqual(none);
  });

  it('is that of the stage that means to draw most, where processors draw', () => {
    expect(stagePace([stage(9, 10), stage(12, 20), stage(60, 60, 'cohost')])).toEqual({
      periodMs: 50,
      picturesHz: 20,
      metersEveryMs: 250,
    });
  });

  it('never starves a mouth that speaks', () => {
    expect(stagePace([stage(4, 5)])).toMatchObject({ periodMs: 200, picturesHz: 10 });
  });
});
