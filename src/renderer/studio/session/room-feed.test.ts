import { describe, expect, it } from 'vitest';
import type { StudioEvent } from '#shared/contract/live.ts';
import { type LedgerEntry, ledgerEntrySchema } from '#shared/live/ledger.ts';
import { type LiveEvent, liveEventSchema } from '#shared/live/live-event.ts';
import { emptyRoomFeed, feedAfter, MAX_FEED_ROWS, type RoomFeed } from './room-feed.ts';

const base = { v: 1, platform: 'twitch', source: 'twitch-irc', roomId: 'r', timestamp: 0, receivedAt: 0 };
const chat = (id: string, userId = 'u1'): LiveEvent =>
  liveEventSchema.parse({ ...base, id, kind: 'chat', user: { id: userId, name: userId }, text: `text ${id}`, segments: [] });
const gift = (id: string, comboId: string | null, count: number): LiveEvent =>
  liveEventSchema.parse({
    ...base,
    id,
    kind: 'gift',
    user: { id: 'u1', name: 'u1' },
    paid: true,
    value: null,
    final: false,
    gift: { id: 'rose', name: 'rose', count, comboId },
  });
const retract = (part: object): LiveEvent => liveEventSchema.parse({ ...base, id: 'x', kind: 'retract', ...part });
const note = (eventId: string, part: Partial<LedgerEntry> = {}): LedgerEntry =>
  ledgerEntrySchema.parse({
    seq: 1,
    eventId,
    kind: 'chat',
    platform: 'twitch',
    userName: 'u1',
    text: '',
    paid: false,
    priority: 1,
    decision: 'waiting',
    reason: 'queued',
    marks: { received: 0 },
    ...part,
  });
const live = (...events: LiveEvent[]): StudioEvent => ({ type: 'live', events, omitted: 0 });
const ledger = (...entries: LedgerEntry[]): StudioEvent => ({ type: 'ledger', entries, omitted: 0 });
const feedOf = (...told: StudioEvent[]): RoomFeed => told.reduce(feedAfter, emptyRoomFeed);

describe('the room feed', () => {
  it('keeps the newest rows, and never more than it shows', () => {
    const feed = feedOf(live(...Array.from({ length: MAX_FEED_ROWS + 20 }, (_, n) => chat(`c${n}`))));
    expect(feed.rows).toHaveLength(MAX_FEED_ROWS);
    expect(feed.rows[0]?.key).toBe('c20');
    expect(feed.arrived).toBe(MAX_FEED_ROWS + 20);
  });

  it('shows a snapshot that comes again after a lost connection only once', () => {
    const feed = feedOf(live(chat('a'), chat('b')), live(chat('a'), chat('b'), chat('c')));
    expect(feed.rows.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(feed.arrived).toBe(3);
  });

  it('lets a gift streak grow in its own row', () => {
    const feed = feedOf(live(gift('g1', 'combo', 1), chat('a'), gift('g2', 'combo', 5)));
    expect(feed.rows).toHaveLength(2);
    expect(feed.rows[0]?.event).toMatchObject({ gift: { count: 5 } });
  });

  it('keeps gifts without a streak apart', () => {
    expect(feedOf(live(gift('g1', null, 1), gift('g2', null, 1))).rows).toHaveLength(2);
  });

  it.each([
    ['by id', { targetIds: ['b'] }, ['b']],
    ['by author', { targetUserId: 'u2' }, ['b', 'c']],
    ['all of the room', { all: true }, ['a', 'b', 'c']],
  ])('marks what was taken back %s', (_, part, expected) => {
    const feed = feedOf(live(chat('a'), chat('b', 'u2'), chat('c', 'u2'), retract(part)));
    expect(feed.rows.filter(({ retracted }) => retracted).map(({ key }) => key)).toEqual(expected);
  });

  it('leaves a row taken back when the same message is told again', () => {
    const feed = feedOf(live(chat('a')), live(retract({ targetIds: ['a'] })), live(chat('a')));
    expect(feed.rows[0]?.retracted).toBe(true);
  });

  it('does not touch another platform when a room is cleared', () => {
    const other = liveEventSchema.parse({
      ...base,
      platform: 'youtube',
      id: 'y',
      kind: 'chat',
      user: { id: 'u', name: 'u' },
      text: '',
      segments: [],
    });
    expect(feedOf(live(other, retract({ all: true }))).rows[0]?.retracted).toBe(false);
  });

  it('counts what the studio left out', () => {
    expect(feedOf({ type: 'live', events: [], omitted: 4 }, { type: 'live', events: [chat('a')], omitted: 3 }).omitted).toBe(7);
  });

  it('keeps the newest note of an event, and forgets the oldest events first', () => {
    const many = Array.from({ length: 1200 }, (_, n) => note(`e${n}`, { seq: n }));
    const feed = feedOf(ledger(...many), ledger(note('e1199', { seq: 1199, decision: 'answered', reason: 'chosen' })));
    expect(feed.notes.size).toBe(1000);
    expect(feed.notes.get('e1199')?.decision).toBe('answered');
    expect(feed.notes.has('e0')).toBe(false);
  });

  it('remembers the answer that was heard last, whatever order the notes come in', () => {
    const early = note('early', { marks: { received: 0, firstAudible: 100 } });
    const late = note('late', { marks: { received: 0, firstAudible: 900 } });
    expect(feedOf(ledger(late), ledger(early), ledger(note('unheard'))).lastAnswer?.eventId).toBe('late');
  });
});
