import { expect, test } from 'vitest';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { baseOf, chatOf } from '../../../../tests/fakes/live-events.ts';
import { createActivityLog } from './activity-log.ts';
import { createShowClock, wholeMs } from './show-clock.ts';

const START = new Date(2026, 10, 21, 21, 0).getTime();
const HOUR = 3_600_000;
const room = (action: 'live_start' | 'live_end' | 'title_change', atMs: number, title?: string): LiveEvent => ({
  ...baseOf(atMs),
  kind: 'room',
  action,
  ...(title === undefined ? {} : { title }),
});

test('is one show through the night, until six quiet hours', () => {
  const clock = createShowClock();
  const first = clock.see(chatOf('hi', { atMs: START }));
  expect(first).toMatchObject({ id: START, day: '2026-11-21' });
  expect(clock.see(chatOf('late', { atMs: START + 5 * HOUR }))).toBe(first);
  expect(first.day).toBe('2026-11-21');
  const next = clock.see(chatOf('tomorrow', { atMs: START + 12 * HOUR }));
  expect(next.id).toBe(START + 12 * HOUR);
});

test('begins anew when the stream begins again half an hour after its end, and not when it only broke off', () => {
  const clock = createShowClock();
  const first = clock.see(room('live_start', START, 'Karaoke'));
  clock.see(room('live_end', START + HOUR));
  expect(clock.see(room('live_start', START + HOUR + 60_000))).toBe(first);
  clock.see(room('live_end', START + 2 * HOUR));
  expect(clock.see(room('live_start', START + 3 * HOUR))).not.toBe(first);
  expect(first.title).toBe('Karaoke');
});

test('goes on with the show of an earlier run', () => {
  const clock = createShowClock();
  clock.resume({ id: START, startedMs: START, lastMs: START + HOUR, title: 'x' });
  expect(clock.see(chatOf('hi', { atMs: START + 2 * HOUR })).id).toBe(START);
});

test('keeps any time that a connector writes countable', () => {
  expect([Number.NaN, -5, 1.6, 1e300, Number.POSITIVE_INFINITY].map(wholeMs)).toEqual([0, 0, 2, 8_640_000_000_000_000, 0]);
});

test('adds up a flood to a few rows, drops what is too much and says how much', () => {
  const log = createActivityLog({ session: 's', maxNotes: () => 5 });
  const show = createShowClock().see(chatOf('hi', { atMs: START }));
  log.begin(show);
  const delta = { name: 'Mia', avatar: '', atMs: START, messages: 1, visits: 0, days: 0, isNew: false };
  for (let line = 0; line < 1000; line += 1) {
    log.viewer({ account: `a:${line % 3}`, ...delta, isNew: line === 0 });
    log.count('chat');
    log.minute(START + line * 100, 'messages');
  }
  const batch = log.take();
  expect(batch?.viewers.map(({ account, messages, isNew }) => [account, messages, isNew])).toEqual([
    ['a:0', 334, true],
    ['a:1', 333, false],
    ['a:2', 333, false],
  ]);
  expect(batch?.counts).toEqual([{ name: 'chat', count: 1000 }]);
  expect(batch?.minutes.map(({ minute, messages }) => [minute, messages])).toEqual([
    [0, 600],
    [1, 400],
  ]);
  expect(log.take()).toBeUndefined();
  for (let viewer = 0; viewer < 50_010; viewer += 1) log.viewer({ account: `b:${viewer}`, ...delta });
  expect(log.take()?.viewers).toHaveLength(50_000);
  expect(log.dropped).toBe(10);
});

test('hands out a show that ended before the next one', () => {
  const log = createActivityLog({ session: 's', maxNotes: () => 5 });
  const clock = createShowClock();
  for (const atMs of [START, START + 8 * HOUR]) {
    log.begin(clock.see(chatOf('hi', { atMs })));
    log.count('chat');
  }
  expect([log.take()?.show.id, log.take()?.show.id, log.take()]).toEqual([START, START + 8 * HOUR, undefined]);
});
