import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Appraisal } from '#shared/live/appraisal.ts';
import { type LedgerEntry, TIME_MARKS } from '#shared/live/ledger.ts';
import { type LiveEvent, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import { appraisalOf } from '../../../tests/fakes/appraisals.ts';
import { createDirectorHarness, type DirectorHarness } from '../../../tests/fakes/director-harness.ts';
import { chatOf, giftOf, plainOf, retractOf, superChatOf } from '../../../tests/fakes/live-events.ts';
import type { TurnOutcome } from './turn-request.ts';

const MAX_WAITING = 5;
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const text = fc.constantFrom(
  'hello',
  'hellooooo',
  '你叫什么？',
  '影，在吗',
  '666',
  '66666',
  '\\quiet',
  'badword',
  '',
  'a b c',
  'why is that',
  '今天好冷',
);
const viewerEvent = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('chat' as const), text, name) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('gift' as const), fc.constantFrom('', 'with words', 'badword'), name) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('free-gift' as const), fc.constant(''), name) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('superchat' as const), text, name) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('join' as const), fc.constant(''), name) },
);
const action = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('accept' as const), events: fc.array(viewerEvent, { minLength: 1, maxLength: 12 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), pick: fc.nat() }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('next' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      result: fc.constantFrom<TurnOutcome['result']>(
        'finished',
        'finished',
        'stopped',
        'interrupted',
        'provider-failed',
        'voice-failed',
      ),
      reply: fc.constantFrom('', 'words'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('mark' as const),
      mark: fc.constantFrom(...TIME_MARKS),
      offsetMs: fc.integer({ min: -5000, max: 5000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('say' as const), mode: fc.constantFrom('queue' as const, 'interrupt' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retract' as const), pick: fc.nat() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 40_000 }) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** A room with a foul word, one to be masked, one to be looked at, a vote, and one person on two names. */
function appraise(event: ViewerEvent): Appraisal {
  const text = textOfEvent(event);
  const viewerKey = event.user.name === 'f' ? 'person:a' : event.user.name === 'a' ? 'person:a' : `custom:${event.user.id}`;
  const loyalty = event.user.name === 'b' ? 1 : 0;
  if (text === 'badword') return appraisalOf(event, { viewerKey, verdict: { action: 'block', category: 'abuse', at: 'text' } });
  if (text === 'a b c') return appraisalOf(event, { viewerKey, verdict: { action: 'hold', category: 'politics' } });
  if (text === '666') return appraisalOf(event, { viewerKey, claimedBy: 'vote' });
  const shown = text === 'why is that' && 'text' in event ? { ...event, text: 'why is ***' } : event;
  return appraisalOf(event, {
    viewerKey,
    loyalty,
    shown,
    verdict: { action: shown === event ? 'allow' : 'mask', category: 'abuse' },
  });
}
const UNFIT = ['badword', 'a b c', 'why is that'];

/** Drives a director at random and keeps the books that it must agree with. */
function createRun(harness: DirectorHarness) {
  const { director, clock } = harness;
  const accepted: LiveEvent[] = [];
  const says: string[] = [];
  const running: number[] = [];
  const retracted = new Set<string>();
  let turnId = 0;

  const eventOf = ([kind, words, who]: readonly [string, string, string]): LiveEvent => {
    const at = { name: who, atMs: clock.now() };
    if (kind === 'gift') return giftOf(10, words === '' ? at : { ...at, text: words });
    if (kind === 'free-gift') return giftOf(0, at);
    if (kind === 'superchat') return superChatOf(20, words, at);
    return kind === 'join' ? plainOf('join', who, clock.now()) : chatOf(words, at);
  };
  const accept = (events: LiveEvent[]): void => {
    expect(director.accept(events)).toMatchObject({ accepted: events.length, duplicates: 0 });
    accepted.push(...events);
  };
  const take = (): boolean => {
    turnId += 1;
    const turn = director.next(turnId);
    if (turn !== undefined) running.push(turnId);
    if (turn !== undefined && turn.kind !== 'say')
      for (const event of [turn.primary, ...turn.merged]) expect(UNFIT).not.toContain(textOfEvent(event));
    return turn !== undefined;
  };
  const step = (one: Action): unknown => {
    switch (one.do) {
      case 'accept':
        return accept(one.events.map(eventOf));
      case 'again': {
        const event = accepted[one.pick % Math.max(1, accepted.length)];
        if (event !== undefined) expect(director.accept([event])).toMatchObject({ accepted: 0, duplicates: 1 });
        return undefined;
      }
      case 'next':
        return take();
      case 'settle': {
        const id = running.shift();
        if (id !== undefined) director.settle(id, { result: one.result, reply: one.reply });
        return undefined;
      }
      case 'mark':
        return director.mark(running[0] ?? turnId, one.mark, clock.now() + one.offsetMs);
      case 'stop':
        return director.stop();
      case 'say':
        return says.push(director.say({ text: 'words', emotion: undefined, mode: one.mode }).eventId);
      case 'retract': {
        const event = accepted[one.pick % Math.max(1, accepted.length)];
        if (event === undefined) return undefined;
        retracted.add(event.id);
        return accept([retractOf({ targetIds: [event.id] }, clock.now())]);
      }
      case 'advance':
        return clock.advance(one.ms);
    }
  };
  /** Lets everything end: all turns finish, all pauses pass, all that waits is spoken to. */
  const drain = (): void => {
    for (const id of running.splice(0)) director.settle(id, { result: 'finished', reply: 'end' });
    clock.advance(120_000);
    while (take()) director.settle(running.pop() ?? 0, { result: 'finished', reply: 'end' });
  };
  return { step, drain, accepted, says, retracted };
}

function expectOrderedMarks({ marks }: LedgerEntry): void {
  const times = TIME_MARKS.map((mark) => marks[mark]).filter((time) => time !== undefined);
  expect(times).toEqual([...times].sort((a, b) => a - b));
}

describe('the director under any sequence of events, turns, stops and time', () => {
  it('ends every event with exactly one final entry, loses no paid one and keeps its bounds', () => {
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 1, maxLength: 80 }),
        fc.boolean(),
        fc.boolean(),
        (actions, greetsArrivals, sums) => {
          const harness = createDirectorHarness(
            { maxWaiting: MAX_WAITING, maxAgeSeconds: 60, greetsArrivals, summariseWindowSeconds: sums ? 20 : 0 },
            { appraise },
          );
          const { director } = harness;
          const run = createRun(harness);
          for (const one of actions) {
            run.step(one);
            const counts = director.counts();
            // Arrivals that gather for a greeting wait outside the queue: one entry.
            expect(counts.waiting - counts.waitingPaid).toBeLessThanOrEqual(MAX_WAITING + 1 + run.says.length);
            expect(counts.received).toBe(run.accepted.length + run.says.length);
            expect(
              counts.waiting +
                counts.answered +
                counts.merged +
                counts.skipped +
                counts.dropped +
                director.answeringEntries.length,
            ).toBe(counts.received);
          }
          run.drain();
          const finals = harness.finals();
          for (const id of [...run.accepted.map((event) => event.id), ...run.says]) expect(finals.get(id), id).toHaveLength(1);
          expect(finals.size).toBe(run.accepted.length + run.says.length);
          expect(director.counts()).toMatchObject({ waiting: 0, waitingPaid: 0 });
          for (const [entry] of finals.values()) {
            if (entry === undefined) continue;
            expectOrderedMarks(entry);
            // Money is never dropped; it is skipped only where a moderator withdrew it.
            if (entry.paid)
              expect(
                entry.decision === 'answered' || entry.decision === 'merged' || run.retracted.has(entry.eventId),
                JSON.stringify(entry),
              ).toBe(true);
            if (entry.decision === 'merged') expect(finals.has(entry.mergedInto ?? '')).toBe(true);
          }
          expect(harness.pending.size).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('always goes on with who has the best place, not with the same viewer again, and hears each viewer in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(viewerEvent, fc.integer({ min: 0, max: 3000 })), { minLength: 2, maxLength: 40 }),
        (arrivals) => {
          // No merging, no bounds: every event has a place of its own, gifts with words too.
          const harness = createDirectorHarness({ mergeWindowSeconds: 0, maxWaiting: 2000, maxAgeSeconds: 3600 });
          const { director, clock } = harness;
          const waiting = new Map<string, { who: string; paid: boolean; seq: number; place: number }>();
          for (const [[kind, words, who], gapMs] of arrivals) {
            clock.advance(gapMs);
            const paid = kind === 'superchat';
            const event = paid ? superChatOf(20, words || 'words', { name: who }) : chatOf(words || 'words', { name: who });
            director.accept([event]);
            const entry = director.recentEntries(1)[0];
            if (entry?.decision !== 'waiting') continue;
            waiting.set(event.id, {
              who,
              paid,
              seq: entry.seq,
              place: entry.priority - 0.4 * ((clock.now() - 1_700_000_000_000) / 1000),
            });
          }
          let last: string | undefined;
          for (let turnId = 1; ; turnId += 1) {
            const turn = director.next(turnId);
            if (turn === undefined || turn.kind === 'say') break;
            const rivals = [...waiting.values()];
            const others = rivals.filter((one) => one.paid || one.who !== last);
            const eligible = others.length > 0 ? others : rivals;
            const bestPlace = Math.max(...eligible.map(({ place }) => place));
            const best = eligible.filter(({ place }) => place >= bestPlace - 1e-6).map(({ who }) => who);
            const said = [turn.primary, ...turn.merged].map(({ id }) => waiting.get(id));
            expect(best).toContain(said[0]?.who);
            for (const one of said) {
              const earlier = rivals.filter((rival) => rival.who === one?.who && rival.paid === one.paid && rival.seq < one.seq);
              for (const rival of earlier) expect(said).toContain(rival);
            }
            for (const { id } of [turn.primary, ...turn.merged]) waiting.delete(id);
            last = said[0]?.who;
          }
          expect(waiting.size).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('leaves exactly the unanswered paid events for the next start, wherever it is cut off', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 50 }), (actions) => {
        const harness = createDirectorHarness({ maxWaiting: MAX_WAITING }, { appraise });
        const run = createRun(harness);
        for (const one of actions) run.step(one);
        const finals = harness.finals();
        const open = run.accepted
          .filter((event) => (event.kind === 'gift' && event.paid) || event.kind === 'superchat')
          .filter((event) => !finals.has(event.id));
        expect([...harness.pending.keys()].sort()).toEqual(open.map((event) => event.id).sort());
      }),
      { numRuns: 100 },
    );
  });
});
