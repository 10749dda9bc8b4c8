import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_SCOPES, createTwitchRoom, eventSubEvent, type TwitchRoom } from '../../../../tests/fakes/twitch-room.ts';

const FOLLOW = 'channel.follow';
const SUBSCRIPTIONS = '/eventsub/subscriptions';

describe("The streamer's own Twitch room through EventSub", () => {
  let room: TwitchRoom;
  const ids = (): string[] => room.probe.events.map(({ id }) => id);
  const follow = (userId: string): string => room.server.notify(FOLLOW, eventSubEvent.follow(userId));
  const lost = (): Promise<void> => room.probe.until(() => room.probe.lastHealth?.reason === 'connection-lost');

  beforeEach(async () => {
    room = await createTwitchRoom();
  });
  afterEach(() => room.close());

  it('takes only what anonymous chat cannot see while that reads the room', async () => {
    room.open();
    await room.ready();
    expect(room.server.subscribed).toEqual([
      'channel.channel_points_custom_reward_redemption.add',
      FOLLOW,
      'stream.offline',
      'stream.online',
    ]);
    expect(room.server.paths).toEqual(['/ws?keepalive_timeout_seconds=30']);
  });

  it('takes chat, bits, subscriptions, raids and withdrawals too when nothing else reads them', async () => {
    room.open({ withChat: true });
    await room.ready();
    expect(room.server.subscribed).toEqual([
      'channel.channel_points_custom_reward_redemption.add',
      'channel.chat.clear',
      'channel.chat.clear_user_messages',
      'channel.chat.message',
      'channel.chat.message_delete',
      'channel.cheer',
      FOLLOW,
      'channel.raid',
      'channel.subscribe',
      'channel.subscription.gift',
      'channel.subscription.message',
      'stream.offline',
      'stream.online',
    ]);
  });

  it('tells what two subscriptions see only once', async () => {
    room.open({ withChat: true });
    await room.ready();
    const { notify } = room.server;
    notify('channel.chat.message', eventSubEvent.chat('c1', 'please sing', { channel_points_custom_reward_id: 'reward-1' }));
    notify('channel.channel_points_custom_reward_redemption.add', eventSubEvent.redemption('r1', 'please sing'));
    notify('channel.chat.message', eventSubEvent.chat('c2', 'Cheer100', { cheer: { bits: 100 } }));
    notify('channel.cheer', eventSubEvent.cheer(100));
    notify('channel.chat.message', eventSubEvent.chat('c3', 'hello'));
    await room.has(3);
    expect(room.probe.events).toMatchObject([
      { kind: 'redemption', id: 'twitch:redemption:r1', text: 'please sing' },
      { kind: 'gift', gift: { id: 'bits', count: 100 }, value: { micros: 1_000_000 } },
      { kind: 'chat', id: 'twitch:c3', text: 'hello' },
    ]);
  });

  it('keeps bits that only chat can tell of when cheers were refused', async () => {
    room.open({ withChat: true, scopes: ALL_SCOPES.filter((scope) => scope !== 'bits:read') });
    await room.probe.until(() => room.probe.lastHealth?.status === 'degraded');
    room.server.notify('channel.chat.message', eventSubEvent.chat('c2', 'Cheer100', { cheer: { bits: 100 } }));
    await room.has(1);
    expect(room.probe.events).toMatchObject([{ kind: 'gift', paid: true, gift: { count: 100 }, text: 'Cheer100' }]);
  });

  it('takes "/me" lines for what they are, and lines of a shared chat for those of another room', async () => {
    room.open({ withChat: true });
    await room.ready();
    room.server.notify('channel.chat.message', eventSubEvent.chat('me', '\u0001ACTION dances\u0001'));
    room.server.notify('channel.chat.message', eventSubEvent.chat('far', 'hi', { source_broadcaster_user_id: '999' }));
    await room.has(2);
    expect(room.probe.events).toMatchObject([
      { text: 'dances', action: true, segments: [{ type: 'text', text: 'dances' }] },
      { text: 'hi', mirrored: true },
    ]);
  });

  it('says nothing on the connection', async () => {
    room.open();
    await room.ready();
    follow('1');
    await room.has(1);
    room.server.keepalive();
    room.server.askToReconnect();
    await room.server.connected(2);
    await room.server.until(() => room.server.open === 1);
    follow('2');
    await room.has(2);
    expect(room.probe.health.filter(({ reason }) => reason === 'connection-lost')).toEqual([]);
  });

  it('does not tell again what Twitch sends again, nor what is older than ten minutes', async () => {
    const connector = room.open();
    await room.ready();
    const text = follow('1');
    room.server.sendText(text);
    room.server.notify(FOLLOW, eventSubEvent.follow('2'), { sentAt: '2023-11-14T22:03:00Z' });
    room.server.notify(FOLLOW, eventSubEvent.follow('1'));
    follow('3');
    await room.has(2);
    expect(ids()).toEqual(['twitch:follow:saltchan:1', 'twitch:follow:saltchan:3']);
    expect(connector.errors).toMatchObject({ duplicate: 2, 'too-old': 1 });
  });

  describe('when Twitch asks for a new connection', () => {
    it('moves without losing or doubling what comes on both, and makes no subscription again', async () => {
      room.open();
      await room.ready();
      const subscribed = room.server.api.requests.length;
      room.server.behaviour.welcomesHandOver = true;
      follow('1');
      room.server.askToReconnect();
      follow('2');
      await room.server.connected(2);
      // The session has two connections now, and both are told.
      for (const id of ['3', '4', '5']) follow(id);
      await room.server.until(() => room.server.open === 1);
      follow('6');
      await room.has(6);
      expect(new Set(ids()).size).toBe(6);
      expect(ids()).toHaveLength(6);
      expect(room.server.api.requests).toHaveLength(subscribed);
      expect(room.server.paths[1]).toBe('/ws?challenge=challenge-1');
      expect(room.probe.lastHealth?.status).toBe('ready');
    });

    it('keeps to the old connection until the new one greets', async () => {
      room.server.behaviour.welcomesHandOver = false;
      room.open();
      await room.ready();
      room.server.askToReconnect();
      await room.server.connected(2);
      follow('1');
      await room.has(1);
      expect(room.server.open).toBe(2);
    });

    it('tries the new address again when its connection breaks before the greeting', async () => {
      room.server.behaviour.welcomesHandOver = false;
      const connector = room.open();
      await room.ready();
      room.server.askToReconnect();
      await room.server.connected(2);
      room.server.behaviour.welcomesHandOver = true;
      room.server.dropClients('newest');
      await room.server.connected(3);
      await room.server.until(() => room.server.open === 1);
      follow('1');
      await room.has(1);
      expect(room.server.paths[2]).toBe(room.server.paths[1]);
      expect(connector.errors).toMatchObject({ 'hand-over-failed': 1 });
      expect(room.probe.health.filter(({ reason }) => reason === 'connection-lost')).toEqual([]);
    });

    it('waits for the new connection when the old one breaks in the middle of it', async () => {
      room.server.behaviour.welcomesHandOver = false;
      room.open();
      await room.ready();
      room.server.askToReconnect();
      await room.server.connected(2);
      room.server.dropClients('oldest');
      await room.server.until(() => room.server.open === 1);
      // The greeting comes late, after the old one is gone.
      room.server.sendText(
        JSON.stringify({
          metadata: { message_id: 'late', message_type: 'session_welcome' },
          payload: { session: { id: 'session-1', status: 'connected', keepalive_timeout_seconds: 30 } },
        }),
      );
      room.server.sendText(
        JSON.stringify({
          metadata: { message_id: 'after', message_type: 'notification', subscription_type: FOLLOW },
          payload: { subscription: {}, event: eventSubEvent.follow('1') },
        }),
      );
      await room.has(1);
      expect(room.server.connections).toBe(2);
    });

    it('begins anew, with new subscriptions, when both break', async () => {
      room.server.behaviour.welcomesHandOver = false;
      room.open();
      await room.ready();
      room.server.askToReconnect();
      await room.server.connected(2);
      room.server.dropClients();
      await room.server.connected(3);
      await room.ready();
      await room.server.hasSubscriptions(4);
      follow('1');
      await room.has(1);
      expect(room.server.paths[2]).toBe('/ws?keepalive_timeout_seconds=30');
    });

    it('does not follow an address that leaves encryption or is none', async () => {
      const connector = room.open();
      await room.ready();
      for (const url of ['http://127.0.0.1/', 'file:///etc/passwd', 'nonsense'])
        room.server.sendText(
          JSON.stringify({
            metadata: { message_id: `bad-${url}`, message_type: 'session_reconnect' },
            payload: { session: { id: 's', reconnect_url: url } },
          }),
        );
      follow('1');
      await room.has(1);
      expect(connector.errors).toMatchObject({ 'bad-reconnect-url': 3 });
      expect(room.server.connections).toBe(1);
    });
  });

  it('leaves a connection that says nothing for longer than it promised, and subscribes anew', async () => {
    room.open();
    await room.ready();
    room.clock.advance(34_999);
    expect(room.server.open).toBe(1);
    room.clock.advance(1);
    await room.server.connected(2);
    await room.ready();
    await room.server.hasSubscriptions(4);
    follow('1');
    await room.has(1);
  });

  it('stays while the server only says that it lives', async () => {
    room.open();
    await room.ready();
    for (let round = 1; round <= 3; round += 1) {
      room.clock.advance(30_000);
      room.server.keepalive();
      follow(String(round));
      await room.has(round);
    }
    expect(room.server.connections).toBe(1);
  });

  it('leaves a server that takes the connection and does not greet', async () => {
    room.server.behaviour.welcomes = false;
    room.open();
    await room.server.connected(1);
    room.clock.advance(10_000);
    await room.server.connected(2);
  });

  it('waits longer from loss to loss while the server only greets and drops', async () => {
    room.open();
    for (const round of [1, 2, 3]) {
      await room.server.connected(round);
      await room.server.hasSubscriptions(4);
      await room.ready();
      room.server.dropClients();
      await room.server.until(() => room.server.open === 0);
    }
    await room.server.connected(4);
    expect(room.clock.waits.filter((wait) => wait >= 1000)).toEqual([1000, 2000, 4000]);
  });

  it('renews a token that Twitch refuses, and stores the new pair before using it', async () => {
    room.open();
    await room.ready();
    room.auth.expireAccess();
    room.server.dropClients();
    await lost();
    await room.server.connected(2);
    await room.ready();
    expect(room.stored).toHaveLength(1);
    const renewed = JSON.parse(room.stored[0] ?? '') as { access: string; refresh: string; signInId: string };
    expect(room.auth.isGood(renewed.access)).toBe(true);
    expect(renewed.signInId).toBe('sign-in-1');
    // Four subscriptions asked at once with the dead token: one renewal for all, for a refresh token is good only once.
    expect(room.auth.requests.filter(({ body }) => body.includes('refresh_token=')).length).toBe(1);
  });

  it('renews a token that is about to end before it uses it', async () => {
    room.open({ expiresInMs: 60_000 });
    room.auth.state.expiresInSeconds = 60;
    await room.ready();
    expect(room.stored.length).toBeGreaterThan(0);
  });

  it('says that a person must sign in again when the sign-in is over, and stops asking', async () => {
    room.open();
    await room.ready();
    room.auth.disconnect();
    room.clock.advance(3_600_000);
    await room.probe.until(() => room.probe.lastHealth?.status === 'failed');
    expect(room.probe.lastHealth?.reason).toBe('twitch-sign-in-over');
    expect(room.probe.events.at(-1)).toMatchObject({ kind: 'notice', code: 'auth_failed' });
    await room.server.empty();
    const asked = room.auth.requests.length;
    room.clock.advance(7_200_000);
    expect(room.auth.requests).toHaveLength(asked);
  });

  it('does not bring a sign-in back that was ended while it was renewed', async () => {
    room.open();
    await room.ready();
    room.auth.expireAccess();
    room.secret = '';
    room.server.dropClients();
    await room.probe.until(() => room.probe.lastHealth?.status === 'failed');
    expect(room.stored).toEqual([]);
  });

  it('keeps what Twitch allows and names what it refuses', async () => {
    room.server.refusals.set(FOLLOW, { status: 403, message: 'subscription missing proper authorization' });
    room.open();
    await room.probe.until(() => room.probe.lastHealth?.status === 'degraded');
    expect(room.probe.lastHealth?.message).toContain('channel.follow');
    expect(room.server.subscribed).toHaveLength(3);
  });

  it('gives up when Twitch refuses everything', async () => {
    for (const type of [FOLLOW, 'channel.channel_points_custom_reward_redemption.add', 'stream.online', 'stream.offline'])
      room.server.refusals.set(type, { status: 403, message: 'no' });
    room.open();
    await room.probe.until(() => room.probe.lastHealth?.status === 'failed');
    expect(room.probe.lastHealth?.reason).toBe('twitch-all-refused');
    await room.server.empty();
  });

  it.each(['reset', 'no-json', 'half', { status: 503, body: {} }, { status: 429, body: {} }] as const)(
    'gets its subscriptions in spite of an answer that is no good: %j',
    async (kind) => {
      room.server.api.mishaps.push({ path: SUBSCRIPTIONS, kind });
      room.open();
      await room.probe.until(() => ['ready', 'degraded'].includes(room.probe.lastHealth?.status ?? ''));
      // A garbled answer to a request that was granted leaves no way to know; the others are asked again.
      if (kind !== 'no-json') await room.ready();
      expect(room.server.subscribed.length).toBeGreaterThanOrEqual(3);
    },
  );

  it('checks the sign-in again when Twitch cannot be reached at the start', async () => {
    room.auth.mishaps.push({ kind: 'reset' }, { kind: 'no-json' }, { kind: { status: 503, body: {} } });
    room.open();
    await room.ready();
  });

  it('ends when the streamer takes the permission back, and only tells of one kind that went', async () => {
    room.open();
    await room.ready();
    room.server.revoke(FOLLOW, 'version_removed');
    await room.probe.until(() => room.probe.lastHealth?.status === 'degraded');
    room.server.revoke(FOLLOW, 'authorization_revoked');
    await room.probe.until(() => room.probe.lastHealth?.status === 'failed');
    expect(room.probe.events.map((event) => event.kind === 'notice' && event.code)).toEqual([
      'subscription_revoked',
      'subscription_revoked',
    ]);
    await room.server.empty();
  });

  it('reads on past messages that make no sense', async () => {
    const connector = room.open();
    await room.ready();
    room.server.sendText('{"metadata":');
    room.server.sendText('[]');
    room.server.sendText('{"metadata":{"message_id":"x","message_type":"session_new_thing"},"payload":{}}');
    room.server.sendBinary(Buffer.from([1, 2, 3]));
    room.server.notify(FOLLOW, { user_id: 5 });
    room.server.sendText(
      '{"metadata":{"message_id":"y","message_type":"notification","subscription_type":"__proto__"},"payload":{"event":{}}}',
    );
    follow('1');
    await room.has(1);
    expect(connector.errors).toEqual({
      'bad-message': 2,
      'unknown-message': 1,
      'binary-frame': 1,
      'bad-event': 1,
      'unknown-subscription': 1,
    });
    expect(room.probe.lastHealth?.status).toBe('ready');
  });

  it('loses nothing in a flood of 2000 notifications', async () => {
    room.open();
    await room.ready();
    for (let n = 0; n < 2000; n += 1) follow(String(n));
    await room.has(2000);
    expect(new Set(ids()).size).toBe(2000);
  });

  it('emits, reports and asks nothing after close, and leaves no connection or timer', async () => {
    const connector = room.open();
    await room.ready();
    await connector.close();
    await connector.close();
    await room.server.empty();
    const reports = room.probe.health.length;
    const asked = room.auth.requests.length;
    room.clock.advance(7_200_000);
    expect(room.probe.health).toHaveLength(reports);
    expect(room.auth.requests).toHaveLength(asked);
    expect(room.server.connections).toBe(1);
    expect(connector.chat).toBeUndefined();
  });
});
