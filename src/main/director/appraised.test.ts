import { describe, expect, it } from 'vitest';
import type { Appraisal, Verdict } from '#shared/live/appraisal.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import { appraisalOf } from '../../../tests/fakes/appraisals.ts';
import { createDirectorHarness } from '../../../tests/fakes/director-harness.ts';
import { chatOf, giftOf, superChatOf } from '../../../tests/fakes/live-events.ts';
import type { TurnRequest } from './turn-request.ts';

const finished = { result: 'finished', reply: 'thanks' } as const;
const idOf = (turn: TurnRequest | undefined): string | undefined =>
  turn === undefined || turn.kind === 'say' ? undefined : turn.primary.id;

/** A director that is told something of single events. */
function createAppraised() {
  const known = new Map<string, Partial<Appraisal>>();
  const appraised: string[] = [];
  const harness = createDirectorHarness(
    {},
    {
      appraise: (event) => {
        appraised.push(event.id);
        return appraisalOf(event, known.get(event.id));
      },
    },
  );
  return { ...harness, known, appraised };
}
const blocked: Verdict = { action: 'block', category: 'abuse' };

describe('who it is', () => {
  it('folds the lines that one person writes on two platforms, and is not fooled by equal names', () => {
    const { director, known } = createAppraised();
    const here = chatOf('so I went there', { name: 'teller' });
    const there = { ...chatOf('what would you do?', { name: 'someone' }), platform: 'twitch' as const };
    const twin = { ...chatOf('never seen before', { name: 'teller' }), platform: 'youtube' as const };
    for (const event of [here, there]) known.set(event.id, { viewerKey: 'person:1' });
    director.accept([here, there, twin]);
    const turns = [director.next(1), director.next(2)];
    expect(turns).toMatchObject([
      { primary: { id: here.id }, merged: [{ id: there.id }] },
      { primary: { id: twin.id }, merged: [] },
    ]);
  });

  it('looks at each event once, however often it is delivered', () => {
    const { director, appraised } = createAppraised();
    const event = chatOf('hello');
    director.accept([event, event]);
    director.accept([event]);
    expect(appraised).toEqual([event.id]);
  });

  it('prefers who is always there, what asks, and not abuse; and says so in points', () => {
    const { director, known, final } = createAppraised();
    const [loyal, stranger, rude] = [
      chatOf('I like that song', { name: 'a' }),
      chatOf('I like this tune', { name: 'b' }),
      chatOf('that was not great', { name: 'c' }),
    ];
    known.set(loyal.id, { loyalty: 1 });
    known.set(rude.id, { reading: { intent: 'abuse', intentScore: 0.9, emotion: 'neutral', emotionScore: 0.5 } });
    director.accept([rude, stranger, loyal]);
    expect([1, 2, 3].map((id) => idOf(director.next(id)))).toEqual([loyal.id, stranger.id, rude.id]);
    for (const id of [1, 2, 3]) director.settle(id, finished);
    expect(final(loyal.id)?.score).toEqual({ novelty: 8, loyalty: 10 });
    expect(final(rude.id)).toMatchObject({ score: { novelty: 8, intent: -18 }, intent: 'abuse', priority: -10 });
  });
});

describe('what is unfit', () => {
  it.each([
    [blocked, 'blocked'],
    [{ action: 'hold', category: 'politics' }, 'held'],
    [{ action: 'block', category: 'timed-out' }, 'timed-out'],
  ] as const)('keeps %j out of the queue, and its words in the ledger for the streamer', (verdict, reason) => {
    const { director, known, final } = createAppraised();
    const event = chatOf('something foul');
    known.set(event.id, { verdict });
    const { fresh } = director.accept([event]);
    expect(director.next(1)).toBeUndefined();
    expect(final(event.id)).toMatchObject({ decision: 'skipped', reason, moderation: verdict.category, text: 'something foul' });
    expect(fresh).toMatchObject([{ event, appraisal: { verdict } }]);
  });

  it('shows her the masked words, and folds by them', () => {
    const { director, known, final } = createAppraised();
    const event = chatOf('call me at 12345678');
    const shown: ViewerEvent = { ...event, text: 'call me at ***' };
    known.set(event.id, { shown, verdict: { action: 'mask', category: 'personal-data' } });
    director.accept([event]);
    expect(director.next(1)).toMatchObject({ primary: { text: 'call me at ***' } });
    director.settle(1, finished);
    expect(final(event.id)).toMatchObject({ decision: 'answered', moderation: 'personal-data', text: 'call me at 12345678' });
  });

  it.each([
    [{ ...blocked, at: 'text' } as const, { text: '', user: { name: 'rich' } }, 'thank'],
    [{ ...blocked, at: 'name' } as const, { text: 'sing for us', user: { name: '***', masked: true } }, 'answer'],
    [blocked, { text: '', user: { name: '***' } }, 'thank'],
    [{ action: 'hold', category: 'politics' } as const, { text: '' }, 'thank'],
  ])('thanks for money without what is unfit: %j', (verdict, primary, kind) => {
    const { director, known, pending, final } = createAppraised();
    const event = superChatOf(50, 'sing for us', { name: 'rich' });
    known.set(event.id, { verdict });
    director.accept([event]);
    expect(pending.get(event.id)).toEqual(event);
    expect(director.next(1)).toMatchObject({ kind, primary });
    director.settle(1, finished);
    expect(final(event.id)).toMatchObject({ decision: 'answered', text: 'sing for us', moderation: verdict.category });
  });

  it('judges paid words again when it takes them back in after a crash', () => {
    const { director, known } = createAppraised();
    const event = superChatOf(50, 'foul');
    known.set(event.id, { verdict: blocked });
    director.restore([event]);
    expect(director.next(1)).toMatchObject({ kind: 'thank', primary: { text: '' } });
  });

  it('hears the stop word of a moderator whatever moderation says', () => {
    const { director, known, stopCommands } = createAppraised();
    const event = chatOf('!stop', { roles: ['moderator'] });
    known.set(event.id, { verdict: blocked });
    director.accept([event]);
    expect(stopCommands).toEqual([event.id]);
  });

  it('lets nothing pass unseen when the look at it fails, and still thanks for money', () => {
    const errors: string[] = [];
    const logger = { debug() {}, info() {}, warn() {}, error: (text: string) => void errors.push(text), child: () => logger };
    const appraise = (): Appraisal => {
      throw new Error('broken list');
    };
    const { director, final } = createDirectorHarness({}, { appraise, logger });
    const [line, gift] = [chatOf('who knows'), superChatOf(5, 'who knows')];
    director.accept([line, gift]);
    expect(final(line.id)).toMatchObject({ reason: 'held' });
    expect(director.next(1)).toMatchObject({ primary: { id: gift.id, text: '' } });
    expect(errors).toHaveLength(2);
  });
});

describe('what a game took', () => {
  it('needs no answer, but money is thanked for', () => {
    const { director, known, final } = createAppraised();
    const [vote, paid, gift] = [chatOf('1'), superChatOf(30, 'sing moonlight'), giftOf(5)];
    for (const event of [vote, paid, gift]) known.set(event.id, { claimedBy: 'vote' });
    director.accept([vote, paid, gift]);
    expect(final(vote.id)).toMatchObject({ decision: 'skipped', reason: 'command' });
    expect(director.next(1)).toMatchObject({ kind: 'thank', primary: { id: paid.id, text: 'sing moonlight' } });
    expect(idOf(director.next(2))).toBe(gift.id);
  });
});
