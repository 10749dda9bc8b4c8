import { describe, expect, it } from 'vitest';
import type { Performance } from '#shared/contract/speech.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createFloor } from './floor.ts';

const IDLE: Performance = {
  state: 'idle',
  turnId: null,
  about: null,
  reply: '',
  spokenUntil: 0,
  emotion: 'neutral',
  mind: 'none',
  quietUntilMs: null,
};
const speaking = (reply: string, spokenUntil: number): Performance => ({
  ...IDLE,
  state: 'speaking',
  turnId: 7,
  reply,
  spokenUntil,
  emotion: 'happy',
});

function setUp(afterwards: 'forget' | 'go-on') {
  const clock = createFakeClock();
  let performance = IDLE;
  const listeners = new Set<(now: Performance) => void>();
  const said: string[] = [];
  const interrupted: number[] = [];
  let freed = 0;
  const show = (next: Performance): void => {
    performance = next;
    for (const listener of listeners) listener(next);
  };
  const floor = createFloor({
    clock,
    bargeIn: () => ({ enabled: true, afterwards }),
    performance: () => performance,
    onPerformance: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interruptTurn: (turnId) => {
      interrupted.push(turnId);
      show(IDLE);
    },
    say: (text) => said.push(text),
    onFree: () => freed++,
  });
  return { clock, floor, show, said, interrupted, freed: () => freed };
}
const REPLY = 'First I went out, then I came home. After that I slept.';

describe('the floor', () => {
  it('is the streamer’s from the interruption until the words are dealt with', () => {
    const { floor, show, interrupted, freed } = setUp('forget');
    show(speaking(REPLY, 10));
    expect(floor.interrupt()).toBe(true);
    expect(interrupted).toEqual([7]);
    expect(floor.isTaken).toBe(true);
    floor.release(false);
    expect(floor.isTaken).toBe(false);
    expect(freed()).toBe(1);
  });

  it('is taken before her turn ends, so that nothing else begins in between', () => {
    const { floor, show } = setUp('forget');
    const seen: boolean[] = [];
    show(speaking(REPLY, 10));
    const before = floor.interrupt;
    show(speaking(REPLY, 11));
    before();
    seen.push(floor.isTaken);
    expect(seen).toEqual([true]);
  });

  it('has nothing to interrupt while she only thinks', () => {
    const { floor, show, interrupted } = setUp('forget');
    show({ ...IDLE, state: 'thinking', turnId: 7 });
    expect(floor.interrupt()).toBe(false);
    expect(interrupted).toEqual([]);
  });

  it('forgets the rest if the streamer wished so', () => {
    const { floor, show, said, clock } = setUp('forget');
    show(speaking(REPLY, 10));
    floor.interrupt();
    floor.release(false);
    clock.advance(60_000);
    expect(said).toEqual([]);
  });

  it('goes on at the clause in which she was interrupted, at once when nothing was asked', () => {
    const { floor, show, said } = setUp('go-on');
    show(speaking(REPLY, REPLY.indexOf('came')));
    floor.interrupt();
    floor.release(false);
    expect(said).toEqual(['then I came home. After that I slept.']);
  });

  it('answers first and goes on afterwards', () => {
    const { floor, show, said } = setUp('go-on');
    show(speaking(REPLY, 2));
    floor.interrupt();
    floor.release(true);
    expect(said).toEqual([]);
    show({ ...IDLE, state: 'thinking', turnId: 8 });
    show({ ...IDLE, state: 'speaking', turnId: 8, reply: 'Yes.' });
    expect(said).toEqual([]);
    show(IDLE);
    expect(said).toEqual([REPLY]);
  });

  it('goes on when no answer comes', () => {
    const { floor, show, said, clock } = setUp('go-on');
    show(speaking(REPLY, 2));
    floor.interrupt();
    floor.release(true);
    clock.advance(10_000);
    expect(said).toEqual([REPLY]);
  });

  it('forgets the rest when she is silenced for good', () => {
    const { floor, show, said, clock } = setUp('go-on');
    show(speaking(REPLY, 2));
    floor.interrupt();
    floor.forget();
    clock.advance(60_000);
    show({ ...IDLE, state: 'thinking', turnId: 8 });
    show(IDLE);
    expect(said).toEqual([]);
    expect(floor.isTaken).toBe(false);
  });

  it('gives the chat its turn after twenty seconds, however long somebody talks', () => {
    const { floor, clock, freed } = setUp('forget');
    floor.take();
    clock.advance(19_000);
    expect(floor.isTaken).toBe(true);
    clock.advance(1000);
    expect(floor.isTaken).toBe(false);
    expect(freed()).toBe(1);
  });
});
