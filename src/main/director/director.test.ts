import { describe, expect, it } from 'vitest';
import { createDirectorHarness } from '../../../tests/fakes/director-harness.ts';
import { baseOf, chatOf, giftOf, plainOf, retractOf, superChatOf, userOf } from '../../../tests/fakes/live-events.ts';
import type { TurnRequest } from './turn-request.ts';

const finished = { result: 'finished', reply: 'thanks' } as const;
const idOf = (turn: TurnRequest | undefined): string | undefined =>
  turn === undefined ? undefined : turn.kind === 'say' ? turn.eventId : turn.primary.id;

describe('what is answered first', () => {
  it('takes money before a call by name, that before a question, that before a plain line', () => {
    const { director } = createDirectorHarness();
    const plain = chatOf('今天地铁挤死了', { name: 'a' });
    const question = chatOf('你喜欢什么歌', { name: 'b' });
    const mention = chatOf('影，晚上好', { name: 'c' });
    const money = superChatOf(30, '加油', { name: 'd' });
    director.accept([plain, question, mention, money]);
    expect([1, 2, 3, 4].map((id) => idOf(director.next(id)))).toEqual([money.id, mention.id, question.id, plain.id]);
  });

  it('takes more money before less, on a logarithmic scale, and currencies by their worth', () => {
    const { director } = createDirectorHarness();
    const small = superChatOf(30, '一', { name: 'a' });
    const large = superChatOf(1000, '二', { name: 'b' });
    director.accept([small, large]);
    expect(idOf(director.next(1))).toBe(large.id);
  });

  it('lets a line that waits overtake a fresh better one', () => {
    const { director, clock } = createDirectorHarness();
    const old = chatOf('I like this song', { name: 'a' });
    director.accept([old]);
    clock.advance(60_000);
    const fresh = chatOf('what is your name?', { name: 'b' });
    director.accept([fresh]);
    expect(idOf(director.next(1))).toBe(old.id);
  });

  it('prefers those who were not answered lately', () => {
    const { director } = createDirectorHarness();
    for (const turn of [1, 2, 3]) {
      director.accept([chatOf(`first ${turn} thing`, { name: 'talker' })]);
      director.next(turn);
      director.settle(turn, finished);
    }
    for (const [turn, name] of [
      [4, 'quiet'],
      [5, 'third'],
    ] as const) {
      director.accept([chatOf(`welcome ${name}`, { name })]);
      director.next(turn);
      director.settle(turn, finished);
    }
    const talker = chatOf('me again with more', { name: 'talker' });
    const quiet = chatOf('hello from the back', { name: 'quiet' });
    director.accept([talker, quiet]);
    expect(idOf(director.next(6))).toBe(quiet.id);
  });
});

describe('folding', () => {
  it.each([
    ['哈哈哈哈', '哈哈哈哈哈哈哈！！'],
    ['666', '66666666'],
    ['Hello  there', 'ＨＥＬＬＯ there!!'],
    ['你叫什么名字', '你叫什么名字？？'],
    ['lol', 'lollollol'],
  ])('makes "%s" and "%s" one message', (first, second) => {
    const { director, final } = createDirectorHarness();
    const [a, b] = [chatOf(first, { name: 'a' }), chatOf(second, { name: 'b' })];
    director.accept([a, b]);
    const turn = director.next(1);
    expect(turn).toMatchObject({ kind: 'answer', primary: { id: a.id }, merged: [{ id: b.id }], mergedCount: 1 });
    expect(final(b.id)).toMatchObject({ decision: 'merged', reason: 'duplicate', mergedInto: a.id });
    expect(director.next(2)).toBeUndefined();
  });

  it.each([
    ['我是100斤', '我是1000斤'],
    ['good', 'god'],
    ['影你好', '你好呀'],
  ])('keeps "%s" and "%s" apart', (first, second) => {
    const { director } = createDirectorHarness();
    director.accept([chatOf(first, { name: 'a' }), chatOf(second, { name: 'b' })]);
    director.next(1);
    expect(director.next(2)).toBeDefined();
  });

  it('calls many alike lines a flood, keeps 50 of them and counts all', () => {
    const { director, final } = createDirectorHarness();
    const wall = Array.from({ length: 300 }, (_, n) =>
      chatOf(`this is the copied wall of text that everybody pastes ${n}`, { name: `v${n}` }),
    );
    director.accept(wall);
    const turn = director.next(1);
    if (turn === undefined || turn.kind === 'say') throw new Error('no turn');
    expect(turn.merged).toHaveLength(50);
    expect(turn.mergedCount).toBe(299);
    expect(final(wall.at(-1)?.id ?? '')).toMatchObject({ decision: 'merged', reason: 'flood' });
  });

  it('answers the fragments of one viewer together, in order', () => {
    const { director, final } = createDirectorHarness();
    const parts = ['so I went there', 'and then', 'what would you do?'].map((text) => chatOf(text, { name: 'teller' }));
    director.accept(parts);
    expect(director.next(1)).toMatchObject({
      primary: { id: parts[0]?.id },
      merged: [{ id: parts[1]?.id }, { id: parts[2]?.id }],
    });
    expect(final(parts[1]?.id ?? '')).toMatchObject({ decision: 'merged', reason: 'same-user' });
  });

  it('ends with the merge window, and is off with a window of 0', () => {
    for (const [windowSeconds, waitMs] of [
      [10, 10_001],
      [0, 0],
    ] as const) {
      const { director, clock } = createDirectorHarness({ mergeWindowSeconds: windowSeconds });
      director.accept([chatOf('same line', { name: 'a' })]);
      clock.advance(waitMs);
      director.accept([chatOf('same line', { name: 'b' })]);
      director.next(1);
      expect(director.next(2)).toBeDefined();
    }
  });

  it('does not fold into a line that is being answered', () => {
    const { director } = createDirectorHarness();
    director.accept([chatOf('hello', { name: 'a' })]);
    director.next(1);
    director.accept([chatOf('hello', { name: 'b' })]);
    expect(director.next(2)).toBeDefined();
  });

  it('thanks for up to 20 gifts in one breath, the free ones too, and finishes all of them with the turn', () => {
    const { director, final, pending } = createDirectorHarness();
    const gifts = Array.from({ length: 24 }, (_, n) => giftOf(n === 23 ? 0 : 1 + n, { name: `g${n}` }));
    director.accept(gifts);
    expect(pending.size).toBe(23);
    const turn = director.next(1);
    if (turn?.kind !== 'thank') throw new Error('no thanks');
    expect(turn.primary.id).toBe(gifts[22]?.id);
    expect(turn.mergedCount).toBe(19);
    expect(final(turn.primary.id)).toBeUndefined();
    director.settle(1, finished);
    expect(final(turn.primary.id)).toMatchObject({ decision: 'answered', reason: 'chosen', reply: 'thanks' });
    for (const { id } of turn.merged)
      expect(final(id)).toMatchObject({ decision: 'merged', reason: 'thanked-together', mergedInto: turn.primary.id });
    expect(pending.size).toBe(3);
  });

  it('gives the gifts of one viewer one place and forgets none of them', () => {
    const { director, finals, pending } = createDirectorHarness();
    const gifts = Array.from({ length: 120 }, () => giftOf(5, { name: 'whale' }));
    director.accept(gifts);
    expect(director.counts()).toMatchObject({ waiting: 120, waitingPaid: 120 });
    const turn = director.next(1);
    expect(turn).toMatchObject({ kind: 'thank', mergedCount: 119 });
    director.settle(1, finished);
    expect(pending.size).toBe(0);
    expect([...finals().values()].flat()).toHaveLength(120);
  });
});

describe('rules', () => {
  it.each([
    ['\\ between us', 'muted-prefix'],
    ['／／also us', 'muted-prefix'],
    ['   ', 'empty'],
  ])('skips "%s": %s', (text, reason) => {
    const { director, final } = createDirectorHarness();
    const event = chatOf(text);
    director.accept([event]);
    expect(director.next(1)).toBeUndefined();
    expect(final(event.id)).toMatchObject({ decision: 'skipped', reason });
  });

  it('obeys the stop word of the owner and moderators only', () => {
    const { director, final, stopCommands } = createDirectorHarness();
    const viewer = chatOf('!stop', { name: 'a' });
    const moderator = chatOf(' ！STOP ', { name: 'b', roles: ['moderator'] });
    const owner = chatOf('停止说话', { name: 'c', roles: ['owner'] });
    director.accept([viewer, moderator, owner]);
    expect(stopCommands).toEqual([moderator.id, owner.id]);
    expect(final(moderator.id)).toMatchObject({ decision: 'skipped', reason: 'stop-command' });
    expect(idOf(director.next(1))).toBe(viewer.id);
  });

  it('lets a stop word that is written in the middle of a batch drop only what came before it', () => {
    const harness = createDirectorHarness({}, { onStopCommand: () => void harness.director.stop() });
    const [before, after] = [chatOf('before that', { name: 'a' }), chatOf('after that', { name: 'b' })];
    harness.director.accept([before, chatOf('!stop', { name: 'm', roles: ['owner'] }), after]);
    expect(harness.final(before.id)).toMatchObject({ decision: 'dropped', reason: 'stopped' });
    expect(idOf(harness.director.next(1))).toBe(after.id);
  });

  it('answers no chat when answering is off, and still thanks for money', () => {
    const { director, final } = createDirectorHarness({ answersChat: false });
    const [chat, gift] = [chatOf('hello'), giftOf(10)];
    director.accept([chat, gift]);
    expect(final(chat.id)).toMatchObject({ decision: 'skipped', reason: 'answers-off' });
    expect(idOf(director.next(1))).toBe(gift.id);
  });

  it('skips what waits when answering is switched off', () => {
    const { director, final, settings } = createDirectorHarness();
    const chat = chatOf('hello');
    director.accept([chat]);
    settings.answersChat = false;
    director.refresh();
    expect(final(chat.id)).toMatchObject({ decision: 'skipped', reason: 'answers-off' });
  });

  it('leaves a gift streak that still runs to its last message', () => {
    const { director } = createDirectorHarness();
    const last = giftOf(30, { name: 'a' });
    director.accept([giftOf(10, { name: 'a', final: false }), giftOf(20, { name: 'a', final: false }), last]);
    expect(director.next(1)).toMatchObject({ primary: { id: last.id }, mergedCount: 0 });
    expect(director.next(2)).toBeUndefined();
  });

  it('greets arrivals together every 20 s, and not at all where the streamer does not want it', () => {
    const off = createDirectorHarness({ greetsArrivals: false });
    off.director.accept([plainOf('join', 'a')]);
    off.clock.advance(60_000);
    expect(off.director.next(1)).toBeUndefined();
    expect(off.director.counts()).toMatchObject({ skipped: 1 });

    const { director, clock } = createDirectorHarness({ greetsArrivals: true });
    let calls = 0;
    director.onWaiting(() => (calls += 1));
    const people = ['a', 'b', 'c'].map((name) => plainOf('join', name));
    director.accept(people);
    clock.advance(19_999);
    expect(director.next(1)).toBeUndefined();
    expect(calls).toBe(0);
    clock.advance(1);
    expect(calls).toBe(1);
    expect(director.next(1)).toMatchObject({ kind: 'greet', primary: { id: people[0]?.id }, mergedCount: 2 });
  });

  it('writes an entry for events that are nobody’s doing', () => {
    const { director, final } = createDirectorHarness();
    const stats = { ...baseOf(1_700_000_000_000), kind: 'stats', stats: { viewersNow: 5 } } as const;
    expect(director.accept([stats])).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(final(stats.id)).toMatchObject({ decision: 'skipped', reason: 'not-a-request', userName: '' });
  });
});

describe('bounds', () => {
  it('lets the least important unpaid events leave first and keeps every paid one', () => {
    const { director, final } = createDirectorHarness({ maxWaiting: 2 });
    const lines = [
      chatOf('one plain line', { name: 'a' }),
      chatOf('what is this?', { name: 'b' }),
      chatOf('影，在吗', { name: 'c' }),
    ];
    const gifts = Array.from({ length: 10 }, (_, n) => superChatOf(10, `paid ${n}`, { name: `p${n}` }));
    director.accept([...lines, ...gifts]);
    expect(final(lines[0]?.id ?? '')).toMatchObject({ decision: 'dropped', reason: 'queue-full' });
    expect(director.counts()).toMatchObject({ waiting: 12, waitingPaid: 10, dropped: 1 });
  });

  it('drops unpaid events that grew too old, without anybody asking, and no paid one', () => {
    const { director, clock, final } = createDirectorHarness({ maxAgeSeconds: 30 });
    const [line, gift] = [chatOf('hello'), giftOf(1)];
    director.accept([line, gift]);
    clock.advance(32_000);
    expect(final(line.id)).toMatchObject({ decision: 'dropped', reason: 'too-old' });
    clock.advance(86_400_000);
    expect(idOf(director.next(1))).toBe(gift.id);
  });

  it('takes each event once, however often it is delivered', () => {
    const { director } = createDirectorHarness();
    const event = giftOf(1);
    expect(director.accept([event, event])).toMatchObject({ accepted: 1, duplicates: 1 });
    director.next(1);
    director.settle(1, finished);
    expect(director.accept([event])).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(director.counts().received).toBe(1);
  });
});

describe('stop and pause', () => {
  it('drops what waits unpaid, keeps paid events for after the pause, and answers what comes meanwhile', () => {
    const { director, clock, final } = createDirectorHarness({ quietAfterStopSeconds: 3 });
    let calls = 0;
    director.onWaiting(() => (calls += 1));
    const [line, gift] = [chatOf('hello'), giftOf(9)];
    director.accept([line, gift]);
    director.say({ text: 'words', emotion: undefined, mode: 'queue' });
    const stopped = director.stop();
    expect(stopped.droppedMessages).toBe(2);
    expect(stopped.eventIds).toContain(line.id);
    expect(final(line.id)).toMatchObject({ decision: 'dropped', reason: 'stopped' });
    expect(director.quietUntilMs).toBe(clock.now() + 3000);
    expect(director.next(1)).toBeUndefined();
    const fresh = chatOf('new question?', { name: 'n' });
    director.accept([fresh]);
    expect(idOf(director.next(1))).toBe(fresh.id);
    director.settle(1, finished);
    expect(director.next(2)).toBeUndefined();
    calls = 0;
    clock.advance(3000);
    expect(calls).toBe(1);
    expect(director.quietUntilMs).toBeNull();
    expect(idOf(director.next(2))).toBe(gift.id);
  });

  it.each(['stopped', 'interrupted', 'provider-failed', 'voice-failed'] as const)(
    'brings a paid event back of which nothing was heard: %s',
    (result) => {
      const { director, clock, final, pending } = createDirectorHarness();
      const gift = giftOf(9);
      director.accept([gift]);
      director.next(1);
      director.mark(1, 'llmRequest', clock.now());
      director.settle(1, { result, reply: '' });
      expect(final(gift.id)).toBeUndefined();
      expect(pending.has(gift.id)).toBe(true);
      clock.advance(60_000);
      expect(idOf(director.next(2))).toBe(gift.id);
      director.settle(2, finished);
      expect(final(gift.id)).toMatchObject({ decision: 'answered', turnId: 2 });
      expect(final(gift.id)?.marks.llmRequest).toBeUndefined();
      expect(pending.size).toBe(0);
    },
  );

  it('waits longer after each failed try of a paid event', () => {
    const { director, clock } = createDirectorHarness();
    director.accept([giftOf(9)]);
    for (const [turn, waitMs] of [2000, 4000, 8000].entries()) {
      expect(director.next(turn)).toBeDefined();
      director.settle(turn, { result: 'provider-failed', reply: '' });
      clock.advance(waitMs - 1);
      expect(director.next(100)).toBeUndefined();
      clock.advance(1);
    }
  });

  it('counts as answered what was heard in part, and says how it ended', () => {
    const { director, final } = createDirectorHarness();
    const line = chatOf('hello');
    director.accept([line]);
    director.next(1);
    director.settle(1, { result: 'stopped', reply: 'Hello, I' });
    expect(final(line.id)).toMatchObject({ decision: 'answered', reason: 'stopped', reply: 'Hello, I' });
  });

  it('says the streamer’s words before everything, an interruption before other words', () => {
    const { director, final } = createDirectorHarness();
    director.accept([superChatOf(1000, 'big')]);
    const second = director.say({ text: 'second', emotion: 'happy', mode: 'queue' });
    const first = director.say({ text: 'first', emotion: undefined, mode: 'interrupt' });
    expect(director.next(1)).toEqual({
      kind: 'say',
      turnId: 1,
      eventId: first.eventId,
      text: 'first',
      emotion: undefined,
      speaker: 'her',
    });
    expect(director.next(2)).toMatchObject({ kind: 'say', eventId: second.eventId, emotion: 'happy' });
    director.settle(2, finished);
    expect(final(second.eventId)).toMatchObject({ kind: 'say', platform: 'custom', text: 'second', decision: 'answered' });
  });

  it('refuses words past 200 that wait, and says what to do', () => {
    const { director } = createDirectorHarness();
    for (let n = 0; n < 200; n += 1) director.say({ text: `${n}`, emotion: undefined, mode: 'queue' });
    expect(() => director.say({ text: 'one more', emotion: undefined, mode: 'queue' })).toThrow(/press stop/);
  });
});

describe('withdrawals', () => {
  it('takes a deleted message out of the queue', () => {
    const { director, final } = createDirectorHarness();
    const line = chatOf('bad');
    director.accept([line, retractOf({ targetIds: [line.id] })]);
    expect(director.next(1)).toBeUndefined();
    expect(final(line.id)).toMatchObject({ decision: 'skipped', reason: 'retracted' });
  });

  it('takes out all of a banned viewer, also where others were folded with them', () => {
    const { director, retracted } = createDirectorHarness();
    director.accept([chatOf('copied', { name: 'good' }), chatOf('copied', { name: 'banned' }), giftOf(5, { name: 'banned' })]);
    director.accept([retractOf({ targetUserId: 'id-banned' })]);
    expect(director.next(1)).toMatchObject({ primary: { user: { name: 'good' } }, merged: [], mergedCount: 0 });
    expect(director.next(2)).toBeUndefined();
    expect(retracted).toEqual([]);
  });

  it('tells when what she answers now is withdrawn, and does not bring it back', () => {
    const { director, retracted, final } = createDirectorHarness();
    const line = superChatOf(5, 'paid but foul');
    director.accept([line]);
    director.next(1);
    director.accept([retractOf({ targetIds: [line.id] })]);
    expect(retracted).toEqual([[line.id]]);
    director.settle(1, { result: 'stopped', reply: '' });
    expect(final(line.id)).toMatchObject({ decision: 'skipped', reason: 'retracted' });
    expect(director.next(2)).toBeUndefined();
  });

  it('keeps the other gifts of a viewer when the first is withdrawn', () => {
    const { director, final, pending } = createDirectorHarness();
    const gifts = [giftOf(1, { name: 'w' }), giftOf(2, { name: 'w' }), giftOf(3, { name: 'w' })];
    director.accept([...gifts, retractOf({ targetIds: [gifts[0]?.id ?? ''] })]);
    expect(director.next(1)).toMatchObject({ primary: { id: gifts[1]?.id }, mergedCount: 1 });
    director.settle(1, finished);
    expect(gifts.map(({ id }) => final(id)?.decision)).toEqual(['skipped', 'answered', 'merged']);
    expect(pending.size).toBe(0);
  });

  it('ignores withdrawals of another platform', () => {
    const { director } = createDirectorHarness();
    const line = chatOf('fine');
    director.accept([line, { ...baseOf(1_700_000_000_000), platform: 'twitch', kind: 'retract', targetIds: [line.id] }]);
    expect(idOf(director.next(1))).toBe(line.id);
  });
});

describe('ledger', () => {
  it('writes a paid event at once as waiting, and its end under the same number', () => {
    const { director, rows } = createDirectorHarness();
    const gift = giftOf(9);
    director.accept([gift]);
    expect(rows).toMatchObject([{ eventId: gift.id, decision: 'waiting', seq: 1 }]);
    director.next(1);
    director.settle(1, finished);
    expect(rows.at(-1)).toMatchObject({ eventId: gift.id, decision: 'answered', seq: 1 });
  });

  it('takes paid events back in after a crash, under their old number, and rules do not touch them', () => {
    const first = createDirectorHarness();
    const gift = superChatOf(9, 'hello');
    first.director.accept([gift]);
    const { director, rows, pending } = createDirectorHarness({ answersChat: false, thanksGifts: false }, { nextSeq: 100 });
    director.restore([...first.pending.values()], new Map([[gift.id, 1]]));
    expect(rows).toMatchObject([{ seq: 1, decision: 'waiting', reason: 'restored' }]);
    expect(director.accept([gift])).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(idOf(director.next(1))).toBe(gift.id);
    director.settle(1, finished);
    expect(rows.at(-1)).toMatchObject({ seq: 1, decision: 'answered' });
    expect(pending.size).toBe(0);
  });

  it('keeps the time marks in order, whatever its reporters say', () => {
    const { director, clock, final } = createDirectorHarness();
    const line = chatOf('hello', { atMs: clock.now() });
    director.accept([line]);
    clock.advance(100);
    director.next(1);
    const now = clock.now();
    director.mark(1, 'llmRequest', now - 500);
    director.mark(1, 'firstAudible', now + 50);
    director.mark(1, 'firstPcm', now + 80);
    director.mark(1, 'finished', now + 10);
    director.mark(1, 'firstAudible', now + 9999);
    director.settle(1, finished);
    expect(final(line.id)?.marks).toEqual({
      received: now - 100,
      decided: now,
      llmRequest: now,
      firstPcm: now + 50,
      firstAudible: now + 50,
      finished: now + 50,
    });
  });

  it('tells watchers the newest state of what changed, gathered, and thinned in a flood', () => {
    const { director, clock } = createDirectorHarness();
    const told: { entries: readonly { eventId: string; decision: string }[]; omitted: number }[] = [];
    const unsubscribe = director.onLedger((entries, omitted) => told.push({ entries, omitted }));
    const line = chatOf('hello');
    director.accept([line]);
    director.next(1);
    clock.advance(50);
    expect(told).toMatchObject([{ entries: [{ eventId: line.id, decision: 'answering' }], omitted: 0 }]);
    director.accept(Array.from({ length: 1000 }, (_, n) => chatOf(`unique line ${n} of all`, { name: `v${n}` })));
    clock.advance(50);
    expect(told[1]?.entries).toHaveLength(100);
    expect(told[1]?.omitted).toBe(900);
    unsubscribe();
    director.accept([chatOf('unheard', { name: 'z' })]);
    clock.advance(50);
    expect(told).toHaveLength(2);
  });

  it('gives the newest entries in their present state', () => {
    const { director } = createDirectorHarness();
    const lines = Array.from({ length: 700 }, (_, n) => chatOf(`\\${n}`));
    director.accept(lines);
    expect(director.recentEntries(2).map((entry) => entry.eventId)).toEqual([lines[699]?.id, lines[698]?.id]);
    expect(director.entriesSince(698).map((entry) => entry.seq)).toEqual([699, 700]);
    expect(director.recentEntries(1000)).toHaveLength(500);
  });

  it('survives a ledger and a storage that fail', () => {
    const fail = () => {
      throw new Error('disk full');
    };
    const errors: string[] = [];
    const logger = {
      debug() {},
      info() {},
      warn() {},
      error: (message: string) => void errors.push(message),
      child: () => logger,
    };
    const { director } = createDirectorHarness({}, { ledger: { write: fail }, pendingPaid: { put: fail, remove: fail }, logger });
    const gift = giftOf(1);
    director.accept([gift]);
    expect(idOf(director.next(1))).toBe(gift.id);
    director.settle(1, finished);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('drops unpaid events on close and leaves paid ones for the next start', async () => {
    const { director, final, pending } = createDirectorHarness();
    const [line, gift, running] = [chatOf('hello'), giftOf(1, { name: 'x' }), superChatOf(99, 'now')];
    director.accept([line, gift, running]);
    director.next(1);
    await director.close();
    await director.close();
    expect(final(line.id)).toMatchObject({ decision: 'dropped', reason: 'stopped' });
    expect([...pending.keys()].sort()).toEqual([gift.id, running.id].sort());
    expect(director.accept([chatOf('late')])).toMatchObject({ accepted: 0, duplicates: 0 });
    expect(director.next(2)).toBeUndefined();
  });
});

describe('announcing', () => {
  it('tells once per batch that something waits, and not for what is skipped or folded', () => {
    const { director } = createDirectorHarness();
    let calls = 0;
    director.onWaiting(() => (calls += 1));
    director.accept([chatOf('one', { name: 'a' }), chatOf('two', { name: 'b' })]);
    director.accept([chatOf('\\muted', { name: 'c' })]);
    director.accept([chatOf('one', { name: 'd' })]);
    expect(calls).toBe(1);
    director.say({ text: 'x', emotion: undefined, mode: 'queue' });
    expect(calls).toBe(2);
  });

  it('lets the listener take the turn within the call', () => {
    const { director } = createDirectorHarness();
    const taken: (string | undefined)[] = [];
    director.onWaiting(() => taken.push(idOf(director.next(taken.length + 1))));
    const line = chatOf('hello');
    director.accept([line]);
    expect(taken).toEqual([line.id]);
    expect(director.answeringEntries).toMatchObject([{ eventId: line.id, decision: 'answering' }]);
    expect(userOf('x').masked).toBe(false);
  });
});
