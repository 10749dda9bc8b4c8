import { describe, expect, it } from 'vitest';
import { type LedgerEntry, ledgerEntrySchema } from '#shared/live/ledger.ts';
import { matchesFilter, mergedEntries, NO_FILTER, summaryOf } from './ledger-filter.ts';

const entry = (seq: number, part: Partial<LedgerEntry> = {}): LedgerEntry =>
  ledgerEntrySchema.parse({
    seq,
    eventId: `e${seq}`,
    kind: 'chat',
    platform: 'twitch',
    userName: 'Ada',
    text: 'Hello Moon',
    paid: false,
    priority: 1,
    decision: 'answered',
    reason: 'chosen',
    marks: {},
    ...part,
  });

describe('matchesFilter', () => {
  it.each([
    [{}, true],
    [{ search: '  moon ' }, true],
    [{ search: 'ADA' }, true],
    [{ search: 'rabbit' }, true],
    [{ search: 'sun' }, false],
    [{ decision: 'dropped' as const }, false],
    [{ reason: 'chosen' as const }, true],
    [{ reason: 'blocked' as const }, false],
    [{ platform: 'custom' as const }, false],
    [{ paidOnly: true }, false],
  ])('%j', (part, expected) => {
    expect(matchesFilter(entry(1, { reply: 'A rabbit lives there.' }), { ...NO_FILTER, ...part })).toBe(expected);
  });
});

it('shows each entry once, newest first, in the state it was told last', () => {
  const merged = mergedEntries([entry(2), entry(1, { decision: 'waiting' })], [entry(1, { decision: 'dropped' }), entry(3)]);
  expect(merged.map(({ seq, decision }) => [seq, decision])).toEqual([
    [3, 'answered'],
    [2, 'answered'],
    [1, 'dropped'],
  ]);
});

describe('summaryOf', () => {
  it('counts only those who heard something', () => {
    const heard = [10, 20, 30, 400].map((ms, seq) => entry(seq, { marks: { received: 1000, firstAudible: 1000 + ms } }));
    expect(summaryOf([...heard, entry(9)])).toEqual({ heard: 4, p50: 20, p95: 400 });
  });

  it('has no numbers where nobody did', () => {
    expect(summaryOf([entry(1)])).toEqual({ heard: 0, p50: undefined, p95: undefined });
  });
});
