import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createSlicedIntake } from './sliced-intake.ts';

const eventOf = (n: number): LiveEvent => ({
  v: 1,
  id: `api:${n}`,
  platform: 'custom',
  source: 'webhook',
  roomId: '',
  timestamp: 0,
  receivedAt: 0,
  kind: 'stats',
  stats: {},
});
const batch = (from: number, count: number): LiveEvent[] => Array.from({ length: count }, (_, index) => eventOf(from + index));

/** Every event costs a millisecond. */
function setUp() {
  const taken: string[] = [];
  const deferred: (() => void)[] = [];
  let nowMs = 0;
  const post = createSlicedIntake({
    accept(events) {
      for (const { id } of events) {
        if (id === 'api:666') throw new Error('no');
        taken.push(id);
      }
      nowMs += events.length;
      return { accepted: events.length, duplicates: 0 };
    },
    now: () => nowMs,
    defer: (task) => void deferred.push(task),
  });
  const turn = (): void => deferred.shift()?.();
  return { post, taken, turn, deferred };
}

describe('the sliced intake', () => {
  it('takes a small batch in at once', async () => {
    const { post, taken, deferred } = setUp();
    const done = post(batch(0, 3));
    expect(taken).toEqual(['api:0', 'api:1', 'api:2']);
    expect(await done).toEqual({ accepted: 3, duplicates: 0 });
    expect(deferred).toEqual([]);
  });

  it('gives way in a long one, and keeps the order over batches', async () => {
    const { post, taken, turn, deferred } = setUp();
    const first = post(batch(0, 35));
    const second = post(batch(100, 5));
    expect(taken).toHaveLength(10);
    while (deferred.length > 0) turn();
    expect(taken).toEqual([...batch(0, 35), ...batch(100, 5)].map(({ id }) => id));
    expect(await first).toEqual({ accepted: 35, duplicates: 0 });
    expect(await second).toEqual({ accepted: 5, duplicates: 0 });
  });

  it('tells a failure to whose batch it was, and goes on with the next', async () => {
    const { post, turn, deferred } = setUp();
    const bad = post([...batch(0, 12), eventOf(666)]);
    const good = post(batch(100, 2));
    while (deferred.length > 0) turn();
    await expect(bad).rejects.toThrow('no');
    expect(await good).toEqual({ accepted: 2, duplicates: 0 });
  });
});
