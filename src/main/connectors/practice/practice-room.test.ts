import { afterEach, describe, expect, it } from 'vitest';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { isViewerEvent, textOfEvent } from '#shared/live/live-event.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { LINES_EN } from './lines-en.ts';
import { LINES_JA } from './lines-ja.ts';
import { LINES_ZH } from './lines-zh.ts';
import { createPracticeRoom, type PracticeOptions, type PracticeRoom } from './practice-room.ts';
import { createSeededRandom } from './seeded-random.ts';

describe('practice room', () => {
  const rooms: PracticeRoom[] = [];
  afterEach(() => Promise.all(rooms.splice(0).map((room) => room.close())));

  const evening = (
    options: Omit<PracticeOptions, 'random'>,
    minutes: number,
    seed = 7,
  ): { probe: ConnectorProbe; room: PracticeRoom; events: LiveEvent[] } => {
    const probe = createConnectorProbe();
    const room = createPracticeRoom({ ...options, random: createSeededRandom(seed) }, probe.context);
    rooms.push(room);
    room.start();
    for (let second = 0; second < minutes * 60; second += 1) probe.clock.advance(1000);
    return { probe, room, events: probe.events };
  };

  it('plays the same evening again from the same seed, and another from another', () => {
    const options = { intensity: 'lively', language: 'mixed' } as const;
    const [first, again, other] = [evening(options, 5), evening(options, 5), evening(options, 5, 8)];
    expect(again.events).toEqual(first.events);
    expect(other.events).not.toEqual(first.events);
  });

  it('brings all kinds that a live room has', () => {
    const { events } = evening({ intensity: 'lively', language: 'mixed' }, 60);
    const kinds = new Set(events.map((event) => event.kind));
    expect([...kinds].sort()).toEqual(['chat', 'follow', 'gift', 'join', 'like', 'membership', 'retract', 'share', 'superchat']);
    expect(events.some((event) => event.kind === 'gift' && event.paid)).toBe(true);
    expect(events.some((event) => event.kind === 'gift' && !event.paid)).toBe(true);
    expect(events.every((event) => event.platform === 'custom' && event.source === 'simulator')).toBe(true);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  it('gets louder from quiet to lively to storm', () => {
    const perMinute = (['quiet', 'lively', 'storm'] as const).map(
      (intensity) => evening({ intensity, language: 'zh' }, 10).events.length / 10,
    );
    expect(perMinute[0]).toBeGreaterThan(3);
    expect(perMinute[0]).toBeLessThan(20);
    expect(perMinute[1]).toBeGreaterThan(25);
    expect(perMinute[1]).toBeLessThan(120);
    expect(perMinute[2]).toBeGreaterThan(500);
  });

  it('has bursts in which many write the same within seconds', () => {
    const { events } = evening({ intensity: 'lively', language: 'ja' }, 60);
    const byText = new Map<string, number[]>();
    for (const event of events)
      if (event.kind === 'chat' && LINES_JA.copied.includes(event.text))
        byText.set(event.text, [...(byText.get(event.text) ?? []), event.timestamp]);
    const hasBurst = [...byText.values()].some((times) =>
      times.some((time, index) => (times[index + 2] ?? Number.POSITIVE_INFINITY) - time < 5000),
    );
    expect(hasBurst).toBe(true);
  });

  it.each([
    ['zh', LINES_ZH],
    ['en', LINES_EN],
    ['ja', LINES_JA],
  ] as const)('speaks one language when asked to: %s', (language, lines) => {
    const { events } = evening({ intensity: 'lively', language }, 30);
    const known = new Set([
      ...lines.smallTalk,
      ...lines.questions,
      ...lines.greetings,
      ...lines.cheers,
      ...lines.superChats,
      ...lines.spam,
    ]);
    for (const event of events) {
      const text = textOfEvent(event);
      if (text !== '') expect(known.has(text) || lines.copied.some((copied) => text.startsWith(copied)), text).toBe(true);
      if (isViewerEvent(event)) expect(lines.names).toContain(event.user.name);
    }
  });

  it('has at least 60 different lines in each language and no line twice', () => {
    for (const { smallTalk, questions, greetings, cheers, superChats, spam, copied } of [LINES_ZH, LINES_EN, LINES_JA]) {
      const all = [...smallTalk, ...questions, ...greetings, ...cheers, ...superChats, ...spam, ...copied];
      expect(all.length).toBeGreaterThanOrEqual(60);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('lets the streamer write in it as its owner', () => {
    const { probe, room } = evening({ intensity: 'quiet', language: 'en' }, 0);
    const event = room.say('  Me ', 'hello\u202e there');
    expect(event).toMatchObject({ kind: 'chat', text: 'hello there', user: { name: 'Me', roles: ['owner'] } });
    expect(probe.events).toEqual([event]);
    expect(() => room.say('Me', ' \u0007 ')).toThrow(/empty/);
  });

  it('falls silent at once on close, in the middle of a burst', async () => {
    const { probe, room } = evening({ intensity: 'storm', language: 'mixed' }, 1);
    const count = probe.events.length;
    await room.close();
    await room.close();
    probe.clock.advance(600_000);
    expect(probe.events).toHaveLength(count);
    expect(() => room.say('Me', 'hello')).toThrow(/closed/);
  });
});
