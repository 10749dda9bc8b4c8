import { describe, expect, it } from 'vitest';
import { createDirectorHarness, type DirectorHarness } from '../../../tests/fakes/director-harness.ts';
import { chatOf, giftOf, plainOf, superChatOf } from '../../../tests/fakes/live-events.ts';
import type { TurnRequest } from './turn-request.ts';

const finished = { result: 'finished', reply: 'well' } as const;
const idOf = (turn: TurnRequest | undefined): string | undefined =>
  turn === undefined || turn.kind === 'say' ? undefined : turn.primary.id;

/** Lets her speak three times for so long, so that her pace is known. */
function teachPace({ director, clock }: DirectorHarness, turnMs: number): void {
  for (const n of [901, 902, 903]) {
    director.accept([chatOf(`warming up number ${n}`, { name: `warm ${n}` })]);
    director.next(n);
    clock.advance(turnMs);
    director.settle(n, finished);
  }
}

describe('taking turns', () => {
  it('does not speak to the same viewer twice in a row while others wait', () => {
    const { director } = createDirectorHarness({ mergeWindowSeconds: 0 });
    const talker = [chatOf('what is your name?', { name: 'talker' }), chatOf('影，晚上好', { name: 'talker' })];
    const other = chatOf('今天地铁挤死了', { name: 'other' });
    director.accept([talker[0] ?? other]);
    expect(idOf(director.next(1))).toBe(talker[0]?.id);
    director.accept([talker[1] ?? other, other]);
    expect([2, 3].map((turn) => idOf(director.next(turn)))).toEqual([other.id, talker[1]?.id]);
  });

  it('answers what a viewer wrote before along with the better line that they wrote later', () => {
    const { director, clock, final } = createDirectorHarness({ mergeWindowSeconds: 1 });
    const before = chatOf('I was at the sea', { name: 'teller' });
    const after = chatOf('影，你去过吗？', { name: 'teller' });
    director.accept([before]);
    clock.advance(5000);
    director.accept([chatOf('someone else here', { name: 'x' }), after]);
    expect(director.next(1)).toMatchObject({ primary: { id: before.id }, merged: [{ id: after.id }] });
    director.settle(1, finished);
    expect(final(after.id)).toMatchObject({ decision: 'merged', reason: 'same-user', mergedInto: before.id });
  });

  it('speaks to what a viewer paid for in the order in which they paid', () => {
    const { director } = createDirectorHarness();
    const [small, large] = [superChatOf(30, 'first', { name: 'patron' }), superChatOf(3000, 'second', { name: 'patron' })];
    director.accept([small, large]);
    expect([1, 2].map((turn) => idOf(director.next(turn)))).toEqual([small.id, large.id]);
  });

  it('makes what she just spoke to less urgent when others write it again', () => {
    const { director, clock } = createDirectorHarness();
    director.accept([chatOf('play the next level', { name: 'a' })]);
    director.next(1);
    director.settle(1, finished);
    clock.advance(1000);
    const [again, fresh] = [chatOf('play the next level', { name: 'b' }), chatOf('I cooked some rice', { name: 'c' })];
    director.accept([again, fresh]);
    expect(idOf(director.next(2))).toBe(fresh.id);
  });

  it('counts how many say the same, in the prompt and in the points', () => {
    const { director } = createDirectorHarness();
    director.accept([chatOf('I cooked some rice', { name: 'x' })]);
    const wish = ['what song are you singing next', 'what song are you singing next please', 'what song are you singng next'];
    director.accept(wish.map((text, n) => chatOf(text, { name: `v${n}` })));
    expect(director.next(1)).toMatchObject({ primary: { text: wish[0] }, mergedCount: 2 });
    expect(director.answeringEntries[0]?.score).toMatchObject({ question: 12, crowd: 6.34 });
  });
});

describe('weights', () => {
  it('change what counts', () => {
    const order = (weights: { question: number; mention: number }): (string | undefined)[] => {
      const harness = createDirectorHarness();
      Object.assign(harness.settings, { weights: { ...harness.settings.weights, ...weights } });
      harness.director.accept([
        chatOf('你喜欢什么歌', { name: 'a', id: 'custom:asks' }),
        chatOf('影，晚上好', { name: 'b', id: 'custom:calls' }),
      ]);
      return [1, 2].map((turn) => idOf(harness.director.next(turn)));
    };
    expect(order({ question: 1, mention: 1 })).toEqual(['custom:calls', 'custom:asks']);
    expect(order({ question: 2, mention: 0.5 })).toEqual(['custom:asks', 'custom:calls']);
  });
});

describe('forgetting', () => {
  it('gives each kind its own time, and the general one where none is set', () => {
    const harness = createDirectorHarness({ maxAgeSeconds: 30, greetsArrivals: true });
    Object.assign(harness.settings, { forgetSeconds: { ...harness.settings.forgetSeconds, question: 60, gift: 10 } });
    const { director, clock, final } = harness;
    const events = [chatOf('I cooked rice', { name: 'a' }), chatOf('what is this?', { name: 'b' }), giftOf(0, { name: 'c' })];
    const [line, question, gift] = events.map(({ id }) => id);
    const left = (): (string | undefined)[] => [line, question, gift].filter((id) => final(id ?? '') !== undefined);
    director.accept(events);
    clock.advance(11_500);
    expect(left()).toEqual([gift]);
    clock.advance(20_000);
    expect(left()).toEqual([line, gift]);
    clock.advance(30_000);
    expect(left()).toEqual([line, question, gift]);
    const join = plainOf('join', 'late', clock.now());
    director.accept([join]);
    clock.advance(20_000 + 31_500);
    expect(final(join.id)).toMatchObject({ decision: 'dropped', reason: 'too-old' });
  });

  it('tells what others were better than from what nobody got to', () => {
    const { director, clock, final } = createDirectorHarness({ maxAgeSeconds: 30 });
    const lost = chatOf('plain words', { name: 'a' });
    director.accept([lost]);
    clock.advance(1);
    director.accept([superChatOf(50, 'hello', { name: 'b' })]);
    director.next(1);
    clock.advance(32_000);
    expect(final(lost.id)).toMatchObject({ decision: 'dropped', reason: 'outranked' });
  });
});

describe('when more waits than she can say', () => {
  it('picks by worth instead of by who came first, and lets go of what she will never reach', () => {
    const harness = createDirectorHarness({ maxAgeSeconds: 60 });
    const { director, clock, final } = harness;
    teachPace(harness, 30_000);
    const early = chatOf('the earliest plain line', { name: 'early' });
    director.accept([early]);
    clock.advance(40_000);
    const crowd = Array.from({ length: 60 }, (_, n) =>
      chatOf(`${String.fromCharCode(97 + (n % 26))}${n} own words`, { name: `v${n}` }),
    );
    const question = chatOf('what do you think of snow?', { name: 'asks' });
    director.accept([...crowd, question]);
    expect(idOf(director.next(1))).toBe(question.id);
    expect(director.counts().waiting).toBe(24);
    expect(final(crowd.at(-1)?.id ?? '')).toMatchObject({ decision: 'dropped', reason: 'outranked' });
  });

  it('keeps to the order of waiting while she can reach all', () => {
    const harness = createDirectorHarness({ maxAgeSeconds: 60 });
    const { director, clock } = harness;
    teachPace(harness, 5000);
    const early = chatOf('the earliest plain line', { name: 'early' });
    director.accept([early]);
    clock.advance(40_000);
    director.accept([chatOf('what do you think of snow?', { name: 'asks' })]);
    expect(idOf(director.next(1))).toBe(early.id);
  });

  it('answers a window of different lines in one turn when asked to, and says so in the ledger', () => {
    const { director, clock, final } = createDirectorHarness({ summariseWindowSeconds: 10 });
    const old = chatOf('an old remark', { name: 'o' });
    director.accept([old]);
    clock.advance(11_000);
    const lines = ['what game is this?', 'sing moonlight', 'good night all'].map((text, n) => chatOf(text, { name: `v${n}` }));
    const gift = giftOf(5);
    director.accept([...lines, gift]);
    expect(idOf(director.next(1))).toBe(gift.id);
    const turn = director.next(2);
    expect(turn).toMatchObject({ primary: { id: lines[0]?.id }, mergedCount: 2, isSummary: true });
    director.settle(2, finished);
    expect(final(lines[2]?.id ?? '')).toMatchObject({ decision: 'merged', reason: 'summarised', mergedInto: lines[0]?.id });
    expect(director.next(3)).toMatchObject({ primary: { id: old.id } });
  });
});
