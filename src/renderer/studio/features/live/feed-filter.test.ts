import { describe, expect, it } from 'vitest';
import type { StudioEvent } from '#shared/contract/live.ts';
import { type LedgerEntry, ledgerEntrySchema } from '#shared/live/ledger.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { emptyRoomFeed, feedAfter, type RoomFeed } from '../../session/room-feed.ts';
import { feedFilterSchema, feedLines, isFiltered, NO_FEED_FILTER } from './feed-filter.ts';

let nextId = 0;
function event(part: Partial<LiveEvent> & { text?: string; name?: string }): LiveEvent {
  const { name = 'Ada', ...rest } = part;
  const base = {
    v: 1,
    id: `e${nextId++}`,
    platform: 'twitch',
    source: 'simulator',
    roomId: 'r',
    timestamp: 1,
    receivedAt: 1,
    kind: 'chat',
    text: '',
    segments: [],
    user: { id: name, name, masked: false, roles: [] },
  };
  return { ...base, ...rest } as unknown as LiveEvent;
}

const entry = (eventId: string, part: Partial<LedgerEntry> = {}): LedgerEntry =>
  ledgerEntrySchema.parse({
    seq: nextId++,
    eventId,
    kind: 'chat',
    platform: 'twitch',
    userName: 'Eve',
    text: 'something bad',
    paid: false,
    priority: 1,
    decision: 'skipped',
    reason: 'held',
    marks: {},
    ...part,
  });

const chat = event({ text: 'hello Moon' });
const question = event({ text: '今天唱什么' });
const marked = event({ text: 'really?' });
const superChat = event({
  kind: 'superchat',
  platform: 'bilibili',
  text: '加油',
  name: '阿明',
  value: { currency: 'CNY', micros: 30_000_000, estimated: false },
});
const join = event({ kind: 'join', platform: 'bilibili' });
const room = event({ kind: 'room', action: 'live_start' });
const told: readonly StudioEvent[] = [
  { type: 'live', events: [chat, question, marked, superChat, join, room], omitted: 0 },
  {
    type: 'ledger',
    entries: [
      entry(question.id, { intent: 'question', reason: 'chosen' }),
      entry('unseen'),
      entry('gone', { reason: 'blocked', platform: 'bilibili' }),
    ],
    omitted: 0,
  },
];
const feed = told.reduce<RoomFeed>(feedAfter, emptyRoomFeed);

const idsOf = (part: Parameters<typeof feedFilterSchema.parse>[0] & object) =>
  feedLines(feed.rows, feed.notes, { ...NO_FEED_FILTER, ...part }, ['moon']).map((line) =>
    line.type === 'row' ? line.row.event.id : line.entry.eventId,
  );

describe('the room feed under a filter', () => {
  it.each([
    ['shows everything, the room too, without one', {}, [chat, question, marked, superChat, join, room]],
    ['keeps what was paid for', { view: 'paid' }, [superChat]],
    ['knows a question by its reading or its mark', { view: 'questions' }, [question, marked]],
    ['finds where she is called, whatever the capitals', { view: 'mentions' }, [chat]],
    ['keeps a platform', { platform: 'bilibili' }, [superChat, join]],
    ['keeps a kind', { kind: 'join' }, [join]],
    ['searches names and words', { search: ' 阿明 ' }, [superChat]],
    ['asks for all at once', { platform: 'bilibili', view: 'paid', search: '加' }, [superChat]],
  ])('%s', (_, part, expected) => {
    expect(idsOf(part)).toEqual(expected.map(({ id }) => id));
  });

  it('lists what was held or blocked, which is not in the room itself', () => {
    expect(idsOf({ view: 'held' })).toEqual(['unseen', 'gone']);
    expect(idsOf({ view: 'held', platform: 'bilibili' })).toEqual(['gone']);
    expect(idsOf({ view: 'held', search: 'nowhere' })).toEqual([]);
  });
});

it('a remembered filter that is damaged or of another version is as good as none', () => {
  expect(feedFilterSchema.parse({ view: 'sideways', platform: 'myspace', kind: 7, search: null })).toEqual(NO_FEED_FILTER);
  expect(isFiltered(NO_FEED_FILTER)).toBe(false);
  expect(isFiltered({ ...NO_FEED_FILTER, search: ' x' })).toBe(true);
});
