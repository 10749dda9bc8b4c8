import { describe, expect, it } from 'vitest';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createLookAhead } from './look-ahead.ts';
import { createTurnPlayback, createUtterance, finishUtterance } from './turn-playback.ts';

function setUp() {
  const clock = createFakeClock();
  const lookAhead = createLookAhead(clock);
  const turn = createTurnPlayback(1);
  const begun: number[] = [];
  const ask = (index: number): void => {
    void lookAhead.readyFor(turn, index).then(() => begun.push(index));
  };
  /** Sound of a sentence comes. */
  const sound = (index: number, seconds: number): void => {
    const utterance = createUtterance({ index, text: 'x', language: 'en', emotion: 'neutral', intensity: 1, speaker: 'her' });
    const isFirst = (turn.utterances[index]?.samplesReceived ?? 0) === 0;
    turn.utterances[index] ??= utterance;
    const known = turn.utterances[index];
    if (known !== undefined) known.samplesReceived += seconds * PCM_SAMPLE_RATE_HZ;
    if (isFirst) lookAhead.sounded(index);
  };
  const settled = async (): Promise<readonly number[]> => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
    return begun;
  };
  return { clock, lookAhead, turn, ask, sound, settled };
}

describe('look-ahead', () => {
  it('begins the first sentence at once, and the next when that one sounds', async () => {
    const { ask, sound, settled } = setUp();
    ask(0);
    ask(1);
    expect(await settled()).toEqual([0]);
    sound(0, 0.5);
    expect(await settled()).toEqual([0, 1]);
  });

  it('lets a quick voice wait while much sound is at hand, until it is heard', async () => {
    const { turn, lookAhead, ask, sound, settled } = setUp();
    ask(0);
    sound(0, 3);
    ask(1);
    expect(await settled()).toEqual([0]);
    turn.positionMs = 1100;
    lookAhead.settle();
    expect(await settled()).toEqual([0, 1]);
  });

  it('gives a slow voice several sentences at once, and more sound to run ahead', async () => {
    const { clock, turn, lookAhead, ask, sound, settled } = setUp();
    for (const index of [0, 1, 2, 3]) ask(index);
    clock.advance(120);
    await settled();
    clock.advance(120);
    expect(await settled()).toEqual([0, 1, 2]);
    clock.advance(2760);
    sound(0, 4);
    sound(1, 4);
    sound(2, 1);
    finishUtterance(turn, 0);
    lookAhead.settle();
    // 5 s at hand, but this voice needs 3 s before it sounds.
    expect(await settled()).toEqual([0, 1, 2, 3]);
  });

  it('never begins more than three sentences ahead of the one that plays', async () => {
    const { clock, turn, lookAhead, ask, settled } = setUp();
    for (const index of [0, 1, 2, 3, 4]) ask(index);
    clock.advance(60_000);
    expect(await settled()).toEqual([0, 1, 2]);
    finishUtterance(turn, 0);
    turn.index = 1;
    lookAhead.settle();
    clock.advance(120);
    expect(await settled()).toEqual([0, 1, 2, 3]);
  });

  it('lets everybody go at the end of the turn', async () => {
    const { ask, sound, lookAhead, settled } = setUp();
    ask(0);
    sound(0, 60);
    ask(1);
    ask(4);
    lookAhead.end();
    expect(await settled()).toEqual([0, 1, 4]);
  });
});
