import { describe, expect, it } from 'vitest';
import { createFairWork } from '#main/platform/fair-work.ts';
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
  const failed: unknown[] = [];
  let nowMs = 0;
  const { post, offer, behind, finish } = createSlicedIntake({
    accept(events) {
      for (const { id } of events) {
        if (id === 'api:666') throw new Error('no');
        taken.push(id);
      }
      nowMs += events.length;
      return { accepted: events.length, duplicates: 0 };
    },
    onFailure: (cause) => failed.push(cause),
    work: createFairWork({ sliceMs: 6, now: () => nowMs, defer: (task) => void deferred.push(task) }),
  });
  const turn = (): void => deferred.shift()?.();
  return { post, offer, behind, finish, taken, failed, turn, deferred };
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

  it('takes what rooms bring one by one in the same slices, however many calls that are', () => {
    const { offer, taken, turn, deferred } = setUp();
    for (const event of batch(0, 40)) offer([event]);
    expect(taken).toHaveLength(6);
    while (deferred.length > 0) turn();
    expect(taken).toEqual(batch(0, 40).map(({ id }) => id));
  });

  it('says that it is behind while much waits, and no longer when little does', () => {
    const { offer, behind, turn, deferred } = setUp();
    const told: boolean[] = [];
    behind.subscribe((isBehind) => told.push(isBehind));
    offer(batch(0, 250));
    expect(told).toEqual([]);
    offer(batch(250, 250));
    expect(told).toEqual([true]);
    while (behind.get()) turn();
    expect(deferred).not.toEqual([]);
    while (deferred.length > 0) turn();
    expect(told).toEqual([true, false]);
  });

  it('takes in at the end what still waits, and loses of a room no more than the few that cannot be taken', () => {
    const { offer, post, finish, taken, failed } = setUp();
    offer(batch(0, 20));
    offer([eventOf(666)]);
    offer(batch(30, 12));
    void post(batch(100, 2));
    finish();
    expect(taken).toEqual(expect.arrayContaining(['api:19', 'api:41', 'api:100', 'api:101']));
    expect(failed).toHaveLength(1);
  });
});
