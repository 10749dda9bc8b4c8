import { expect, test } from 'vitest';
import type { Appraised } from '#main/director/appraise.types.ts';
import type { ModerationAction } from '#shared/live/appraisal.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { baseOf, chatOf, giftOf, superChatOf, userOf } from '../../../../tests/fakes/live-events.ts';
import { type EarningRules, earningsFrom, pointsFromMoney } from './earnings.ts';

const NOW = 1_700_000_000_000;
const rules = (over: Partial<EarningRules['points']> = {}): EarningRules => ({
  points: { ...defaultSettings().audience.points, ...over },
  showId: 7,
  day: '2026-11-22',
});
const appraised = (event: ViewerEvent, action: ModerationAction = 'allow'): Appraised => ({
  event,
  appraisal: { viewerKey: 'p:1', shown: event, verdict: { action }, reading: undefined, loyalty: 0, claimedBy: undefined },
});
const earned = (event: ViewerEvent, over?: Partial<EarningRules['points']>, action?: ModerationAction) =>
  earningsFrom(appraised(event, action), 'custom:1', rules(over)).map(
    ({ eventId, reason, points }) => `${reason} ${points} ${eventId}`,
  );

test('pays the first line of a day, and lines once an interval, under names that say so', () => {
  const window = Math.floor(NOW / 30_000);
  expect(earned(chatOf('hi', { atMs: NOW }))).toEqual(['sign-in 50 sign-in:p:1:2026-11-22', `chat 1 chat:p:1:30:${window}`]);
  const later = earned(chatOf('again', { atMs: NOW + 30_000 }));
  expect(later[1]).toBe(`chat 1 chat:p:1:30:${window + 1}`);
  expect(earned(chatOf('hi', { id: 'x:1' }), { signIn: 0, chatEverySeconds: 0 })).toEqual(['chat 1 x:1']);
});

test('pays money when it is final, in whole points, and keeps the payment even where points are off', () => {
  expect(earned(giftOf(5, { id: 'g' }))).toEqual(['gift 5000 g']);
  expect(earned(giftOf(5, { id: 'g', final: false }))).toEqual([]);
  expect(earned(giftOf(0, { id: 'g' }))).toEqual([]);
  const off = earningsFrom(appraised(superChatOf(30, 'hi', { id: 's' }) as ViewerEvent), 'custom:1', rules({ enabled: false }));
  expect(off).toEqual([
    {
      eventId: 's',
      reason: 'superchat',
      viewerKey: 'custom:1',
      points: 0,
      payment: {
        account: 'custom:1',
        name: 'patron',
        kind: 'superchat',
        currency: 'CNY',
        micros: 30_000_000,
        estimated: false,
        showId: 7,
      },
    },
  ]);
  expect(earned(chatOf('hi'), { enabled: false })).toEqual([]);
});

test('pays follows once for ever and likes like lines', () => {
  const base = { ...baseOf(NOW, 'e'), user: userOf('mia') };
  expect(earned({ ...base, kind: 'follow' })).toEqual(['follow 20 follow:p:1']);
  expect(earned({ ...base, kind: 'like', count: 500 })).toEqual([`like 1 like:p:1:30:${Math.floor(NOW / 30_000)}`]);
  expect(earned({ ...base, kind: 'join' })).toEqual([]);
});

test('pays nothing for words that are not let pass, but takes the money of a blocked gift into account', () => {
  expect(earned(chatOf('spam'), {}, 'block')).toEqual([]);
  expect(earned(chatOf('hm'), {}, 'hold')).toEqual([]);
  expect(earned(chatOf('a * b'), {}, 'mask')).toHaveLength(2);
  expect(earned(giftOf(1, { id: 'g' }), {}, 'block')).toEqual(['gift 1000 g']);
});

test('computes points in integers, rounded down, whatever the sums', () => {
  const money = (currency: string, micros: number) => ({ currency, micros, estimated: false });
  expect(pointsFromMoney(money('CNY', 999_999), 1)).toBe(0);
  expect(pointsFromMoney(money('CNY', 100_000), 1000)).toBe(100);
  expect(pointsFromMoney(money('USD', 4_990_000), 1000)).toBe(35_642);
  expect(pointsFromMoney(money('CNY', 900_000_000_000_000), 1_000_000)).toBe(1_000_000_000_000);
  expect(Number.isSafeInteger(pointsFromMoney(money('JPY', 123_456_789_123), 977))).toBe(true);
});
