import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { createImpatientClock } from '../../../../tests/fakes/impatient-clock.ts';
import { apiChatItem, createYoutubeApiServer, type YoutubeApiServer } from '../../../../tests/fakes/youtube-api-server.ts';
import type { Connector } from '../connector.ts';
import { createDataApiRoute } from './data-api-route.ts';
import type { YoutubeTarget } from './video-target.ts';
import { createYoutubeConnector } from './youtube-connector.ts';

const CHAT = '/liveChat/messages';
/** Pauses up to this are over at once; time-outs and the wait for a next broadcast stand. */
const PATIENCE_MS = 9000;
const HOUR_MS = 3_600_000;

describe('YouTube by the official API', () => {
  let server: YoutubeApiServer;
  let probe: ConnectorProbe;
  let clock: ReturnType<typeof createImpatientClock>;
  let connector: Connector;
  let now: number;

  const open = (target: YoutubeTarget = { kind: 'video', id: 'abcdefghijk' }, apiKey = server.apiKey): void => {
    const { logger } = probe.context;
    connector = createYoutubeConnector(
      {
        target: 'the test',
        usesUnits: true,
        createRoute: (errors, units) =>
          createDataApiRoute({ target, apiKey, apiUrl: `${server.url}/youtube/v3`, clock, logger, errors, units }),
      },
      { ...probe.context, clock },
    );
    connector.start();
  };
  const ready = (): Promise<void> => probe.until(() => probe.lastHealth?.status === 'ready');
  const has = (count: number): Promise<void> => probe.until(() => probe.events.length >= count);
  const failed = (reason: string): Promise<void> =>
    probe.until(() => probe.lastHealth?.status === 'failed' && probe.lastHealth.reason === reason);
  const ids = (): string[] => probe.events.map(({ id }) => id);

  beforeEach(async () => {
    server = await createYoutubeApiServer();
    probe = createConnectorProbe();
    clock = createImpatientClock(PATIENCE_MS);
    now = Date.now();
  });
  afterEach(async () => {
    await connector.close();
    await server.close();
  });

  it('reads page after page and leaves out what was said before', async () => {
    server.history.push(apiChatItem('old', 'old', now - HOUR_MS));
    open();
    await ready();
    server.say(apiChatItem('m1', 'hello', now + HOUR_MS));
    await has(1);
    server.say(apiChatItem('m2', 'again', now + HOUR_MS));
    await has(2);
    expect(ids()).toEqual(['youtube:m1', 'youtube:m2']);
    expect(probe.events[0]).toMatchObject({ source: 'youtube-data-api', roomId: 'abcdefghijk', text: 'hello' });
  });

  it('waits at least as long as YouTube says', async () => {
    server.state.pollingIntervalMillis = 8500;
    open();
    await server.asked(CHAT, 3);
    expect(clock.waits.slice(0, 2)).toEqual([8500, 8500]);
  });

  it('finds the present broadcast of a channel', async () => {
    open({ kind: 'handle', handle: '@salt' });
    await ready();
    expect(server.requests.map(({ path }) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining(['channels', 'search', 'videos']),
    );
  });

  it('looks again after a while when nothing is live, seldom where a look is dear', async () => {
    server.state.isLive = false;
    open();
    await probe.until(() => probe.lastHealth?.reason === 'youtube-not-live');
    server.state.isLive = true;
    clock.advance(60_000);
    await ready();
    await connector.close();
    server.state.isLive = false;
    open({ kind: 'channel', id: 'UCsaltsaltsaltsaltsalt01' });
    await probe.until(() => probe.lastHealth?.reason === 'youtube-not-live');
    const searches = server.requests.length;
    clock.advance(9 * 60_000);
    expect(server.requests).toHaveLength(searches);
  });

  it('goes back to looking when the broadcast ends', async () => {
    open();
    await ready();
    server.state.isLive = false;
    await probe.until(() => probe.lastHealth?.reason === 'youtube-not-live');
  });

  it.each([
    ['quotaExceeded', 'youtube-quota'],
    ['accessNotConfigured', 'youtube-bad-key'],
    ['liveChatDisabled', 'youtube-chat-off'],
    ['forbidden', 'youtube-forbidden'],
  ])('stops, and says what to do, on %s', async (errorReason, reason) => {
    open();
    await ready();
    server.state.errorReason = errorReason;
    await failed(reason);
    const asked = server.requests.length;
    clock.advance(HOUR_MS);
    expect(server.requests).toHaveLength(asked);
  });

  it('says that the key is wrong or that there is no such thing, and does not ask again', async () => {
    open(undefined, 'wrong');
    await failed('youtube-bad-key');
    await connector.close();
    open({ kind: 'video', id: 'zzzzzzzzzzz' });
    await failed('youtube-no-such');
    await connector.close();
    open({ kind: 'handle', handle: '@nobody' });
    await probe.until(() => probe.lastHealth?.message?.includes('@nobody') === true);
  });

  it('warns before the day’s quota is gone, and stops when it is', async () => {
    // YouTube's day begins in California, and this takes 15 hours.
    const hour = new Intl.DateTimeFormat('en', { timeZone: 'America/Los_Angeles', hour: 'numeric', hourCycle: 'h23' });
    while (hour.format(clock.now()) !== '00') clock.advance(HOUR_MS);
    server.state.isLive = false;
    open({ kind: 'channel', id: 'UCsaltsaltsaltsaltsalt01' });
    // A look for the broadcast of a channel costs 100 of 10 000 units.
    for (let looks = 1; looks <= 90; looks += 1) {
      await probe.until(() => probe.health.filter(({ reason }) => reason === 'youtube-not-live').length >= looks);
      server.state.isLive = looks === 90;
      clock.advance(10 * 60_000);
    }
    await probe.until(() => probe.health.some(({ reason }) => reason === 'youtube-quota-low'));
    await failed('youtube-quota');
  });

  it.each(['reset', 'no-json', 'half', 'wrong-shape', { status: 500, body: {} }, { status: 429, body: {} }] as const)(
    'comes back after an answer that is no good and loses nothing: %j',
    async (kind) => {
      open();
      await ready();
      server.say(apiChatItem('before', 'before', now + HOUR_MS));
      await has(1);
      server.mishaps.push({ path: CHAT, kind }, { path: CHAT, kind });
      await server.until(() => server.mishaps.length === 0);
      server.say(apiChatItem('after', 'after', now + HOUR_MS));
      await has(2);
      expect(ids()).toEqual(['youtube:before', 'youtube:after']);
    },
  );

  it('begins the chat anew when its place was forgotten, without telling anything twice', async () => {
    open();
    await ready();
    const message = apiChatItem('m1', 'hello', now + HOUR_MS);
    server.say(message);
    await has(1);
    const forgotten = { status: 400, body: { error: { errors: [{ reason: 'pageTokenInvalid' }] } } };
    server.mishaps.push(...Array.from({ length: 3 }, () => ({ path: CHAT, kind: forgotten })));
    server.history.push(message, apiChatItem('m2', 'meanwhile', now + HOUR_MS));
    await has(2);
    expect(ids()).toEqual(['youtube:m1', 'youtube:m2']);
    expect(connector.errors).toMatchObject({ duplicate: 1 });
  });

  it('reads on past an item that makes no sense', async () => {
    open();
    await ready();
    server.say({ id: 5 }, { id: 'x', snippet: { type: 'superChatEvent' } }, apiChatItem('fine', 'fine', now + HOUR_MS));
    await has(1);
    expect(connector.errors).toMatchObject({ 'bad-message': 2 });
  });

  it('leaves a server that does not answer after 10 s', async () => {
    open();
    await ready();
    server.mishaps.push({ path: CHAT, kind: 'silence' });
    await server.until(() => server.mishaps.length === 0);
    clock.advance(10_000);
    await probe.until(() => probe.lastHealth?.reason === 'connection-lost');
  });

  it('never shows the key in health', async () => {
    server.mishaps.push({ kind: 'reset' });
    open();
    await ready();
    expect(JSON.stringify(probe.health)).not.toContain(server.apiKey);
  });
});
