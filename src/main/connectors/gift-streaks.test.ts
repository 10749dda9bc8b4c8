import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GiftEvent } from '#shared/live/live-event.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { giftOf } from '../../../tests/fakes/live-events.ts';
import { createGiftStreaks } from './gift-streaks.ts';

const SILENCE_MS = 10_000;
let told = 0;
function giftEvent(count: number, final: boolean): GiftEvent {
  told += 1;
  const event = giftOf(1, { id: `tiktok:${told}` });
  return {
    ...event,
    final,
    value: { currency: 'CNY', micros: 100_000 * count, estimated: true },
    gift: { ...event.gift, count, unitCoins: 1, totalCoins: count },
  };
}

function bench(keysRepeat = false) {
  const clock = createFakeClock();
  const passed: GiftEvent[] = [];
  const streaks = createGiftStreaks({ clock, silenceMs: SILENCE_MS, keysRepeat, onSilent: (event) => passed.push(event) });
  return {
    clock,
    passed,
    take: (count: number, final: boolean, key = 'a') => passed.push(...streaks.take(giftEvent(count, final), key)),
    close: () => passed.push(...streaks.close()),
    final: () => passed.filter((event) => event.final),
    counted: () => passed.filter((event) => event.final).reduce((sum, event) => sum + event.gift.count, 0),
  };
}

describe('streaks of gifts', () => {
  it('count once, when the end comes', () => {
    const { take, final, passed } = bench();
    take(1, false);
    take(3, false);
    take(3, true);
    expect(final().map(({ gift }) => gift.count)).toEqual([3]);
    expect(passed).toHaveLength(3);
  });

  it('count what was last seen when the end never comes', () => {
    const { take, final, clock } = bench();
    take(1, false);
    take(6, false);
    clock.advance(SILENCE_MS - 1);
    expect(final()).toEqual([]);
    clock.advance(1);
    expect(final()).toMatchObject([{ gift: { count: 6, totalCoins: 6 }, value: { micros: 600_000 } }]);
  });

  it('count only what a late end adds', () => {
    const { take, final, clock } = bench();
    take(4, false);
    clock.advance(SILENCE_MS);
    take(4, true);
    expect(final()).toHaveLength(1);
    take(7, true);
    expect(final().map(({ gift, value }) => [gift.count, value?.micros])).toEqual([
      [4, 400_000],
      [3, 300_000],
    ]);
  });

  it('count an end that is told twice once', () => {
    const { take, counted } = bench();
    take(2, true);
    take(2, true);
    expect(counted()).toBe(2);
  });

  it('are not ended early by messages that are told again', () => {
    const { take, final, clock } = bench();
    take(5, false);
    clock.advance(SILENCE_MS - 1);
    take(5, false);
    clock.advance(SILENCE_MS - 1);
    expect(final()).toEqual([]);
  });

  it('are counted when the room is left, and never afterwards', () => {
    const { take, close, counted, clock, passed } = bench();
    take(2, false, 'a');
    take(3, false, 'b');
    close();
    expect(counted()).toBe(5);
    const before = passed.length;
    take(9, true, 'c');
    clock.advance(600_000);
    expect(passed).toHaveLength(before);
  });

  it('of more viewers than are remembered lose nothing', () => {
    const { take, counted, clock } = bench();
    for (let viewer = 0; viewer < 1500; viewer += 1) take(1, false, `v${viewer}`);
    clock.advance(SILENCE_MS);
    expect(counted()).toBe(1500);
  });

  it('of the same key one after the other are each counted in full', () => {
    const { take, counted, clock } = bench(true);
    take(1, false);
    take(1, true);
    take(1, false);
    take(2, true);
    expect(counted()).toBe(3);
    take(4, false);
    clock.advance(SILENCE_MS);
    take(1, false);
    // The memory of the first must not end the second.
    clock.advance(SILENCE_MS - 1);
    take(2, false);
    clock.advance(SILENCE_MS - 1);
    take(3, false);
    clock.advance(SILENCE_MS - 1);
    take(3, true);
    expect(counted()).toBe(10);
  });

  it('never count more than the highest total of a streak, and never less once it is over', () => {
    // Shorter in all than the time after which the same key means a new streak.
    const step = fc.record({ count: fc.integer({ min: 1, max: 50 }), final: fc.boolean(), waitMs: fc.nat(1400) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), fc.nat(19), (steps, silentAt) => {
        const { take, close, counted, clock } = bench();
        let highest = 0;
        for (const [index, { count, final, waitMs }] of steps.entries()) {
          highest = Math.max(highest, count);
          take(count, final);
          expect(counted()).toBeLessThanOrEqual(highest);
          clock.advance(waitMs);
          if (index === silentAt) clock.advance(SILENCE_MS);
        }
        close();
        expect(counted()).toBe(highest);
      }),
    );
  });
});
