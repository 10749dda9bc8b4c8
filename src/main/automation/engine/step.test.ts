import { describe, expect, it } from 'vitest';
import type { AutomationRule } from '#shared/automation/rule.ts';
import type { AutomationTrigger } from '#shared/automation/trigger.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { chatOf, giftOf } from '../../../../tests/fakes/live-events.ts';
import { at, createTestEngine, MINUTE, MONDAY, rule, scene } from '../automation.testkit.ts';
import type { AutomationInput } from './engine.types.ts';

const live = (event: LiveEvent, viewerKey?: string): AutomationInput => ({ type: 'live', event, viewerKey });
const onScene = (name: string): AutomationInput => ({ type: 'obs', notice: { type: 'scene', scene: name } });
const chatRule = (
  words: string[],
  match: 'whole' | 'start' | 'joined' | 'anywhere' = 'whole',
  more: Partial<AutomationRule> = {},
) => rule({ type: 'chat', words, match, who: 'everyone' }, more);
const fired = (engine: ReturnType<typeof createTestEngine>, input: AutomationInput, nowMs = MONDAY) =>
  engine.send(input, nowMs).firings.map(({ rule: { name } }) => name);
const reasons = (engine: ReturnType<typeof createTestEngine>, input: AutomationInput, nowMs = MONDAY) =>
  engine.send(input, nowMs).refusals.map(({ reason }) => reason);

describe('time', () => {
  it('fires once when a time of day comes, on its days only, and not when the computer slept through it', () => {
    const engine = createTestEngine([rule({ type: 'at', time: at(6), days: [1] }, { name: 'six' })]);
    expect(engine.tick(MONDAY + at(5, 59) * MINUTE)).toEqual([]);
    expect(engine.tick(MONDAY + at(6) * MINUTE)).toEqual(['six']);
    expect(engine.tick(MONDAY + at(6) * MINUTE + 1000)).toEqual([]);
    engine.tick(MONDAY + at(29, 59) * MINUTE);
    expect(engine.tick(MONDAY + at(30) * MINUTE)).toEqual([]);
    const asleep = createTestEngine([rule({ type: 'at', time: at(6), days: [] })]);
    asleep.tick(MONDAY);
    expect(asleep.tick(MONDAY + at(7) * MINUTE)).toEqual([]);
  });

  it('fires a window when it begins, when the program starts within it, and when OBS comes up within it', () => {
    const night: AutomationTrigger = { type: 'between', from: at(18), to: at(6), days: [] };
    const engine = createTestEngine([rule(night, { name: 'night' })]);
    expect(engine.tick(MONDAY + MINUTE)).toEqual(['night']);
    expect(engine.tick(MONDAY + 2 * MINUTE)).toEqual([]);
    engine.send({ type: 'obs', notice: { type: 'connected' } }, MONDAY + 2 * MINUTE);
    expect(engine.tick(MONDAY + 3 * MINUTE)).toEqual(['night']);
    expect(engine.tick(MONDAY + at(7) * MINUTE)).toEqual([]);
    expect(engine.tick(MONDAY + at(18) * MINUTE)).toEqual(['night']);
  });

  it('counts the hours after midnight of a window to the day on which it began', () => {
    const friday: AutomationTrigger = { type: 'between', from: at(22), to: at(2), days: [5] };
    const engine = createTestEngine([rule(friday, { name: 'friday' })]);
    expect(engine.tick(MONDAY + (4 * 24 * 60 + at(1)) * MINUTE)).toEqual([]);
    expect(engine.tick(MONDAY + (5 * 24 * 60 + at(1)) * MINUTE)).toEqual(['friday']);
  });

  it('keeps local time, whatever the offset', () => {
    const engine = createTestEngine([rule({ type: 'at', time: at(6), days: [] }, { name: 'six' })]);
    const tick = (nowMs: number) => fired(engine, { type: 'tick', offsetMinutes: 480 }, nowMs);
    tick(MONDAY + at(21, 59) * MINUTE);
    expect(tick(MONDAY + at(22) * MINUTE)).toEqual(['six']);
  });

  it('waits for each round as long as its jitter allows, and differently', () => {
    const engine = createTestEngine([rule({ type: 'every', minutes: 10, jitterPercent: 50 }, { name: 'round' })]);
    const rounds: number[] = [];
    let last = MONDAY;
    for (let second = 1; second < 6 * 3600; second++) {
      const nowMs = MONDAY + second * 1000;
      if (engine.tick(nowMs).length === 0) continue;
      rounds.push(nowMs - last);
      last = nowMs;
    }
    expect(Math.min(...rounds)).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(Math.max(...rounds)).toBeLessThanOrEqual(15 * MINUTE + 1000);
    expect(new Set(rounds).size).toBeGreaterThan(10);
  });

  it('tells a silence once, and again only after somebody wrote', () => {
    const engine = createTestEngine([rule({ type: 'silence', of: 'chat', seconds: 60 }, { name: 'quiet' })]);
    expect(engine.tick(MONDAY + 59_000)).toEqual([]);
    expect(engine.tick(MONDAY + 60_000)).toEqual(['quiet']);
    expect(engine.tick(MONDAY + 200_000)).toEqual([]);
    engine.send(live(chatOf('hi')), MONDAY + 201_000);
    expect(engine.tick(MONDAY + 202_000)).toEqual([]);
    expect(engine.tick(MONDAY + 262_000)).toEqual(['quiet']);
  });
});

describe('what viewers do', () => {
  it('takes words only where they are anchored: talk about a scene is no command', () => {
    const engine = createTestEngine([
      chatRule(['神社'], 'whole', { name: 'shrine' }),
      chatRule(['切换'], 'start', { name: 'switch' }),
    ]);
    expect(fired(engine, live(chatOf('神社！')))).toEqual(['shrine']);
    expect(fired(engine, live(chatOf('昨天去了神社')))).toEqual([]);
    expect(fired(engine, live(chatOf('切换 神社')))).toEqual(['switch']);
    expect(fired(engine, live(chatOf('.*')))).toEqual([]);
  });

  it('fires nothing by what the streamer says into the microphone', () => {
    const engine = createTestEngine([chatRule(['hello'])]);
    expect(fired(engine, live({ ...chatOf('hello'), source: 'microphone' }))).toEqual([]);
  });

  it('compares money across currencies and waits for the end of a streak', () => {
    const engine = createTestEngine([rule({ type: 'paid', minimum: 10, currency: 'CNY', gift: '' }, { name: 'paid' })]);
    const value = (currency: string, units: number) => ({ currency, micros: units * 1_000_000, estimated: false });
    expect(fired(engine, live({ ...giftOf(1), value: value('CNY', 9) }))).toEqual([]);
    expect(fired(engine, live({ ...giftOf(1), value: value('USD', 2) }))).toEqual(['paid']);
    expect(fired(engine, live({ ...giftOf(1), value: value('JPY', 100) }))).toEqual([]);
    expect(fired(engine, live({ ...giftOf(1), value: value('CNY', 50), final: false }))).toEqual([]);
  });

  it('fills the gaps of its texts with what happened, and reads none in what a viewer wrote', () => {
    const say = rule({ type: 'paid', minimum: 0, currency: 'CNY', gift: '' });
    const engine = createTestEngine([{ ...say, do: [{ delay: 0, action: { type: 'say', text: '{user}: {gift} {nobody}' } }] }]);
    const named = giftOf(1);
    const event = { ...named, user: { ...named.user, name: '{gift}\n{text}' } } as LiveEvent;
    const [firing] = engine.send(live(event), MONDAY).firings;
    const giftName = event.kind === 'gift' ? event.gift.name : '';
    expect(firing?.steps[0]?.action).toMatchObject({ text: expect.stringContaining(`{gift} {text}: ${giftName}`) });
    expect(firing?.steps[0]?.action).toMatchObject({ text: expect.stringContaining('{nobody}') });
  });

  it('reads intent and mood only when they are sure enough', () => {
    const reading = { intent: 'sing', intentScore: 0.8, emotion: 'sad', emotionScore: 0.95 } as const;
    const engine = createTestEngine([
      rule({ type: 'intent', intent: 'sing', minScore: 0.9 }, { name: 'intent' }),
      rule({ type: 'mood', emotion: 'sad', minScore: 0.9 }, { name: 'mood' }),
    ]);
    expect(fired(engine, { type: 'live', event: chatOf('x'), reading })).toEqual(['mood']);
  });
});

describe('her, music, programs and OBS', () => {
  it('hears each word of hers once an answer', () => {
    const engine = createTestEngine([rule({ type: 'reply', words: ['海边', 'sea'] }, { name: 'coast' })]);
    const say = (turnId: number, text: string): AutomationInput => ({ type: 'heard', turnId, text, emotion: 'happy' });
    expect(fired(engine, say(1, '我们去海边吧'))).toEqual(['coast']);
    expect(fired(engine, say(1, '海边真好'))).toEqual([]);
    expect(fired(engine, say(2, 'this season'))).toEqual([]);
    expect(fired(engine, say(2, 'the sea!'))).toEqual(['coast']);
  });

  it('tells a stream once, whoever says it first', () => {
    const engine = createTestEngine([rule({ type: 'stream', change: 'begins' }, { name: 'live' })]);
    const output = (state: 'active' | 'stopped'): AutomationInput => ({
      type: 'obs',
      notice: { type: 'output', output: 'stream', state },
    });
    expect(fired(engine, output('active'))).toEqual(['live']);
    expect(fired(engine, live({ ...room, action: 'live_start' }))).toEqual([]);
    engine.send(output('stopped'), MONDAY);
    expect(fired(engine, output('active'))).toEqual(['live']);
  });

  it('tells songs, programs and speech when they change', () => {
    const engine = createTestEngine([
      rule({ type: 'song', change: 'begins', title: '晴天' }, { name: 'song' }),
      rule({ type: 'song', change: 'ends', title: '' }, { name: 'over' }),
      rule({ type: 'game', processes: ['EldenRing.exe'], change: 'begins' }, { name: 'game' }),
      rule({ type: 'speech', change: 'ends' }, { name: 'silent' }),
    ]);
    expect(fired(engine, { type: 'music', song: '晴天 (live)', playing: true })).toEqual(['song']);
    expect(fired(engine, { type: 'music', song: '晴天 (live)', playing: false })).toEqual([]);
    expect(fired(engine, { type: 'music', song: '', playing: false })).toEqual(['over']);
    expect(fired(engine, { type: 'programs', running: ['eldenring'] })).toEqual(['game']);
    expect(fired(engine, { type: 'programs', running: ['eldenring', 'obs'] })).toEqual([]);
    expect(fired(engine, { type: 'speech', on: true })).toEqual([]);
    expect(fired(engine, { type: 'speech', on: false })).toEqual(['silent']);
  });
});

describe('what holds a rule back', () => {
  it('cools down, for all and for each viewer', () => {
    const engine = createTestEngine([
      chatRule(['hi'], 'whole', { name: 'all', cooldownSeconds: 10 }),
      chatRule(['hi'], 'whole', { name: 'each', viewerCooldownSeconds: 60 }),
    ]);
    const say = (viewer: string, nowMs: number) => engine.send(live(chatOf('hi'), viewer), nowMs);
    expect(say('a', MONDAY).firings).toHaveLength(2);
    const again = say('a', MONDAY + 5000);
    expect(again.refusals.map(({ reason }) => reason)).toEqual(['cooling', 'viewer-cooling']);
    expect(again.refusals[0]?.untilMs).toBe(MONDAY + 10_000);
    expect(say('b', MONDAY + 5000).firings.map(({ rule: { name } }) => name)).toEqual(['each']);
    expect(say('a', MONDAY + 61_000).firings).toHaveLength(2);
  });

  it('asks its conditions, and says which one did not hold', () => {
    const engine = createTestEngine([
      chatRule(['hi'], 'whole', {
        if: [
          { type: 'hourly', times: 2 },
          { type: 'scene', scenes: ['A'], is: true },
        ],
      }),
    ]);
    expect(engine.send(live(chatOf('hi')), MONDAY).refusals).toMatchObject([{ reason: 'condition', condition: 1 }]);
    engine.send(onScene('A'), MONDAY);
    expect(fired(engine, live(chatOf('hi')))).toHaveLength(1);
    expect(fired(engine, live(chatOf('hi')))).toHaveLength(1);
    expect(engine.send(live(chatOf('hi')), MONDAY).refusals).toMatchObject([{ condition: 0 }]);
    expect(fired(engine, live(chatOf('hi')), MONDAY + 3_700_000)).toHaveLength(1);
  });

  it('draws the same lots from the same seed, and about as many as it should', () => {
    const run = (seed: number): readonly number[] => {
      const engine = createTestEngine([chatRule(['hi'], 'whole', { if: [{ type: 'chance', percent: 30 }] })], seed);
      return Array.from({ length: 400 }, (_, index) => fired(engine, live(chatOf('hi')), MONDAY + index).length);
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
    const hits = run(7).reduce((sum, one) => sum + one, 0);
    expect(hits).toBeGreaterThan(80);
    expect(hits).toBeLessThan(160);
  });

  it('lets the more important rule of a group keep the others away while its steps run', () => {
    const raid = chatRule(['raid'], 'whole', { name: 'raid', group: 'scenes', priority: 90, stopsLower: true });
    const longer = { ...raid, do: [...raid.do, { delay: 30, action: scene('B') }] };
    const engine = createTestEngine([chatRule(['raid'], 'anywhere', { name: 'low', group: 'scenes', priority: 10 }), longer]);
    const both = engine.send(live(chatOf('raid')), MONDAY);
    expect(both.firings.map(({ rule: { name } }) => name)).toEqual(['raid']);
    expect(both.refusals.map(({ rule: { name }, reason }) => [name, reason])).toEqual([['low', 'outranked']]);
    expect(reasons(engine, live(chatOf('the raid')), MONDAY + 29_000)).toEqual(['outranked']);
    expect(fired(engine, live(chatOf('the raid')), MONDAY + 31_000)).toEqual(['low']);
  });

  it('fires once a show, and again in the next', () => {
    const engine = createTestEngine([chatRule(['hi'], 'whole', { oncePerShow: true })]);
    expect(fired(engine, live(chatOf('hi')))).toHaveLength(1);
    expect(reasons(engine, live(chatOf('hi')), MONDAY + MINUTE)).toEqual(['once']);
    engine.send({ type: 'obs', notice: { type: 'output', output: 'stream', state: 'active' } }, MONDAY + 2 * MINUTE);
    expect(fired(engine, live(chatOf('hi')), MONDAY + 3 * MINUTE)).toHaveLength(1);
  });

  it('breaks the circle of rules that fire each other', () => {
    const engine = createTestEngine([rule({ type: 'scene', scene: 'A' })]);
    const outcomes = Array.from({ length: 12 }, (_, index) => engine.send(onScene('A'), MONDAY + index * 10));
    expect(outcomes.flatMap(({ firings }) => firings)).toHaveLength(10);
    expect(outcomes.at(-1)?.refusals).toMatchObject([{ reason: 'flood' }]);
    expect(engine.send(onScene('A'), MONDAY + 11_000).firings).toHaveLength(1);
  });

  it('is never listened for while it is off or lacks a name', () => {
    const engine = createTestEngine([
      chatRule(['hi'], 'whole', { enabled: false }),
      chatRule(['hi'], 'whole', { do: [{ delay: 0, action: scene('') }] }),
    ]);
    const { firings, refusals } = engine.send(live(chatOf('hi')), MONDAY);
    expect([...firings, ...refusals]).toEqual([]);
  });
});

const room = {
  v: 1,
  id: 'room:1',
  kind: 'room',
  platform: 'bilibili',
  source: 'bilibili-open',
  roomId: '1',
  timestamp: MONDAY,
  receivedAt: MONDAY,
  action: 'live_start',
} as const satisfies LiveEvent;
