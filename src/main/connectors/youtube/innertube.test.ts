import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { createImpatientClock } from '../../../../tests/fakes/impatient-clock.ts';
import { createInnertubeServer, type InnertubeServer, raw } from '../../../../tests/fakes/innertube-server.ts';
import type { Connector } from '../connector.ts';
import { createInnertubeRoute } from './innertube-route.ts';
import type { YoutubeTarget } from './video-target.ts';
import { createYoutubeConnector } from './youtube-connector.ts';

const CHAT = '/live_chat/get_live_chat';
/** Pauses up to this are over at once; time-outs and the wait for a next broadcast stand. */
const PATIENCE_MS = 9000;
const HOUR_MS = 3_600_000;

describe('YouTube without a key, through youtubei.js', () => {
  let server: InnertubeServer;
  let probe: ConnectorProbe;
  let clock: ReturnType<typeof createImpatientClock>;
  let connector: Connector;
  let now: number;

  const open = (target: YoutubeTarget = { kind: 'video', id: 'abcdefghijk' }, region = ''): void => {
    const { context } = probe;
    const shared = { target, region, clock, logger: context.logger, fetch: server.fetch };
    connector = createYoutubeConnector(
      { target: 'the test', usesUnits: false, createRoute: (errors) => createInnertubeRoute({ ...shared, errors }) },
      { ...context, clock },
    );
    connector.start();
  };
  const ready = (): Promise<void> => probe.until(() => probe.lastHealth?.status === 'ready');
  const has = (count: number): Promise<void> => probe.until(() => probe.events.length >= count);

  beforeEach(async () => {
    server = await createInnertubeServer();
    probe = createConnectorProbe();
    clock = createImpatientClock(PATIENCE_MS);
    // The server's clock is this computer's.
    now = Date.now();
  });
  afterEach(async () => {
    await connector.close();
    await server.close();
  });

  it('reads all of the chat, not only what YouTube calls top chat, and leaves out what was said before', async () => {
    server.history.push(raw.add(raw.text('old', now - 60_000, [{ text: 'old' }])));
    server.history.push(raw.add(raw.text('left-out', now + HOUR_MS, [{ text: 'not in top chat' }])));
    open();
    await has(1);
    server.say(raw.add(raw.text('m1', now + HOUR_MS, [{ text: 'hello' }])));
    await has(2);
    expect(probe.events.map(({ id }) => id)).toEqual(['youtube:left-out', 'youtube:m1']);
    expect(server.requests.filter(({ path }) => path.endsWith(CHAT)).map(({ body }) => JSON.parse(body).continuation)).toContain(
      'all-view',
    );
  });

  it('tells who wrote, with which roles, and keeps emoji apart from words', async () => {
    open();
    await ready();
    const badges = [raw.badge.moderator, raw.badge.member];
    const runs = [{ text: 'hi ' }, raw.emoji.own, raw.emoji.standard, { text: '!' }];
    server.say(raw.add(raw.text('m1', now, runs, { name: 'Ice', channel: 'UCice', badges })));
    await has(1);
    expect(probe.events[0]).toMatchObject({
      kind: 'chat',
      platform: 'youtube',
      source: 'youtube-innertube',
      roomId: 'abcdefghijk',
      timestamp: now,
      text: 'hi :saltWave:😀!',
      segments: [
        { type: 'text', text: 'hi ' },
        { type: 'emote', name: ':saltWave:', id: 'UCsalt/xyz', url: 'https://yt.example.test/e.png' },
        { type: 'text', text: '😀!' },
      ],
      user: { id: 'UCice', name: 'Ice', roles: ['moderator', 'member'], avatarUrl: 'https://yt.example.test/a.jpg' },
    });
  });

  it('reads paid messages and stickers once, though the ticker repeats them', async () => {
    open(undefined, 'TW');
    await ready();
    const paid = raw.paid('sc1', now, 'NT$150.00', 'gg');
    server.say(raw.add(paid), raw.ticker('sc1', paid), raw.add(raw.sticker('ss1', now, '$75.00')));
    await has(2);
    expect(probe.events).toMatchObject([
      {
        kind: 'superchat',
        id: 'youtube:sc1',
        text: 'gg',
        value: { currency: 'TWD', micros: 150_000_000, estimated: false },
        color: '#00e5ff',
      },
      {
        kind: 'superchat',
        text: '',
        // A bare $ in Taiwan.
        value: { currency: 'TWD', micros: 75_000_000, estimated: false },
        sticker: { url: 'https://yt.example.test/s.png', alt: 'Hippo waves' },
      },
    ]);
  });

  it('keeps a paid message whose price it cannot read', async () => {
    open();
    await ready();
    server.say(raw.add(raw.paid('sc1', now, 'a fortune', 'gg')));
    await has(1);
    expect(probe.events[0]).toMatchObject({ kind: 'superchat', value: { currency: 'XXX', micros: 0, estimated: true } });
    expect(connector.errors).toMatchObject({ 'unreadable-amount': 1 });
  });

  it('reads memberships: new, milestones, and gifts, whose receivers are not counted again', async () => {
    open();
    await ready();
    server.say(
      raw.add(raw.newMember('n1', now, 'Salt')),
      raw.add(raw.milestone('m1', now, 6, 'Salt', 'yay')),
      raw.add(raw.giftedMemberships('g1', now, 5)),
      raw.add(raw.giftReceived('r1', now)),
      raw.add(raw.text('end', now, [{ text: 'end' }])),
    );
    await has(4);
    expect(probe.events).toMatchObject([
      { kind: 'membership', membership: { action: 'purchase', tier: 'Salt', tierName: 'Salt' } },
      { kind: 'membership', membership: { action: 'renew', cumulativeMonths: 6, tier: 'Salt' }, text: 'yay' },
      {
        kind: 'membership',
        membership: { action: 'gift', giftCount: 5 },
        user: { id: 'UCsaltsaltsaltsaltsalt01', name: 'Salt Fan' },
      },
      { kind: 'chat', text: 'end' },
    ]);
  });

  it('tells of withdrawn messages and viewers, and of held messages once they are let through', async () => {
    open();
    await ready();
    server.say(
      raw.add(raw.placeholder('held', now)),
      raw.remove('m1'),
      raw.removeAuthor('UCbad'),
      raw.replace('held', raw.text('held', now, [{ text: 'fine after all' }])),
    );
    await has(3);
    expect(probe.events).toMatchObject([
      { kind: 'retract', targetIds: ['youtube:m1'] },
      { kind: 'retract', targetUserId: 'UCbad' },
      { kind: 'chat', id: 'youtube:held', text: 'fine after all' },
    ]);
  });

  it('goes on past parts that the library cannot read, and counts them', async () => {
    open();
    await ready();
    server.say(
      raw.add({ liveChatPaidMessageRenderer: { id: 'broken' } }),
      raw.add({ liveChatBrandNewRenderer: { id: 'new', timestampUsec: '1' } }),
      raw.add({ liveChatTextMessageRenderer: { id: 'no-author', timestampUsec: 'soon', message: {} } }),
      {},
      raw.add(raw.text('after', now, [{ text: 'after' }])),
    );
    await has(1);
    expect(probe.events).toMatchObject([{ id: 'youtube:after' }]);
    expect(connector.errors['unreadable-node']).toBeGreaterThan(0);
    expect(connector.errors['bad-message']).toBeGreaterThan(0);
  });

  it('finds the present broadcast of a channel, and says so while there is none', async () => {
    server.state.isLive = false;
    open({ kind: 'handle', handle: '@salt' });
    await probe.until(() => probe.lastHealth?.reason === 'youtube-not-live');
    server.state.isLive = true;
    clock.advance(60_000);
    await ready();
    const resolved = server.requests.filter(({ path }) => path.endsWith('/resolve_url')).map(({ body }) => JSON.parse(body).url);
    expect(resolved[0]).toBe('https://www.youtube.com/@salt/live');
  });

  it('does not take a recorded chat for a live one', async () => {
    server.state.isLive = false;
    server.state.isReplay = true;
    open();
    await probe.until(() => probe.lastHealth?.reason === 'youtube-not-live');
    expect(server.requests.some(({ path }) => path.endsWith(CHAT))).toBe(false);
  });

  it('tells that the broadcast ended and looks for the next one', async () => {
    open();
    await ready();
    server.state.hasEnded = true;
    server.state.isLive = false;
    await probe.until(() => probe.lastHealth?.reason === 'youtube-not-live');
    expect(probe.events).toMatchObject([{ kind: 'room', action: 'live_end' }]);
  });

  it.each(['reset', 'no-json', 'half', 'wrong-shape', { status: 503, body: {} }] as const)(
    'comes back after an answer that is no good and loses nothing: %j',
    async (kind) => {
      open();
      await ready();
      server.say(raw.add(raw.text('before', now, [{ text: 'before' }])));
      await has(1);
      server.mishaps.push({ path: CHAT, kind }, { path: CHAT, kind });
      await server.until(() => server.mishaps.length === 0);
      server.say(raw.add(raw.text('after', now, [{ text: 'after' }])));
      await has(2);
      await ready();
      expect(probe.events.map(({ id }) => id)).toEqual(['youtube:before', 'youtube:after']);
    },
  );

  it('looks for the broadcast anew after three bad answers, and reads up what was said meanwhile', async () => {
    open();
    await ready();
    server.mishaps.push(...Array.from({ length: 3 }, () => ({ path: CHAT, kind: 'reset' as const })));
    await server.until(() => server.mishaps.length === 0);
    server.history.push(raw.add(raw.text('meanwhile', now + HOUR_MS, [{ text: 'meanwhile' }])));
    await has(1);
    expect(probe.events).toMatchObject([{ id: 'youtube:meanwhile' }]);
    expect(server.requests.filter(({ path }) => path.endsWith('/next')).length).toBeGreaterThan(1);
  });

  it('leaves a server that does not answer after 15 s', async () => {
    open();
    await ready();
    server.mishaps.push({ path: CHAT, kind: 'silence' });
    await server.until(() => server.mishaps.length === 0);
    clock.advance(15_000);
    await probe.until(() => probe.lastHealth?.reason === 'connection-lost');
    expect(connector.errors).toMatchObject({ timeout: 1 });
  });

  it('emits nothing and asks nothing after it was closed', async () => {
    open();
    await ready();
    await connector.close();
    const before = server.requests.length;
    server.say(raw.add(raw.text('late', now, [{ text: 'late' }])));
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.requests.length).toBe(before);
    expect(probe.events).toEqual([]);
  });
});
