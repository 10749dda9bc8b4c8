import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { danmuMessage, openDanmuMessage } from '../../../../../tests/fakes/bilibili-messages.ts';
import { APP_ID, IDENTITY_CODE, OPEN_KEYS, RELAY_TOKEN } from '../../../../../tests/fakes/bilibili-open-platform.ts';
import { type BilibiliServer, createBilibiliServer } from '../../../../../tests/fakes/bilibili-server.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../../tests/fakes/connector-probe.ts';
import type { Connector } from '../../connector.ts';
import { createOpenConnector, type OpenOptions } from './open-connector.ts';

describe('Bilibili open platform against a server that checks signatures, sessions and heartbeats', () => {
  let server: BilibiliServer;
  let probe: ConnectorProbe;
  let connector: Connector;
  const open = (changes: Partial<OpenOptions> = {}): void => {
    const signer = { kind: 'own', apiUrl: server.url, ...OPEN_KEYS } as const;
    connector = createOpenConnector({ signer, identityCode: IDENTITY_CODE, appId: APP_ID, ...changes }, probe.context);
    connector.start();
  };
  const ready = (): Promise<void> => probe.until(() => probe.lastHealth?.status === 'ready');
  const reason = (wanted: string): Promise<void> => probe.until(() => probe.lastHealth?.reason === wanted);
  const texts = (): string[] => probe.events.flatMap((event) => (event.kind === 'chat' ? [event.text] : [event.kind]));
  /** No request is under way: only the two heartbeats and the watch over silence have timers. */
  const calm = async (): Promise<void> => {
    while (probe.clock.pending > 3) await new Promise((resolve) => setImmediate(resolve));
  };
  const count = (path: string): number => server.requests.filter((one) => one === path).length;

  beforeEach(async () => {
    probe = createConnectorProbe();
    server = await createBilibiliServer(probe.clock.now);
  });
  afterEach(async () => {
    server.misbehave('/v2/app/end', 500);
    await connector.close();
    await server.close();
  });

  it('starts a session, sends the auth body as it came, and hands on what is said', async () => {
    open();
    await ready();
    expect(server.auths).toEqual([server.open.sessions[0]?.authBody]);
    server.send([openDanmuMessage('你好', 'm-1'), openDanmuMessage('第二条', 'm-2')]);
    await probe.until(() => probe.events.length === 2);
    expect(texts()).toEqual(['你好', '第二条']);
    expect(probe.events[0]).toMatchObject({ id: 'bilibili-open:m-1', source: 'bilibili-open', roomId: '880123' });
    expect(probe.batches).toBe(1);
  });

  it('works through a relay that holds the secret, with the relay’s token and no signature', async () => {
    open({ signer: { kind: 'relay', relayUrl: `${server.relayUrl}/`, token: RELAY_TOKEN }, appId: '' });
    await ready();
    expect(server.requests).toEqual(['/relay/v2/app/start']);
    expect(Object.keys(server.requestHeaders[0] ?? {}).filter((name) => name.startsWith('x-bili'))).toEqual([]);
  });

  it('keeps the session alive every 20 s over HTTP and the socket every 30 s', async () => {
    open();
    await ready();
    await server.until(() => server.heartbeats === 1);
    for (let step = 1; step <= 9; step += 1) {
      probe.clock.advance(10_000);
      await server.until(
        () => count('/v2/app/heartbeat') === Math.floor(step / 2) && server.heartbeats === 1 + Math.floor(step / 3),
      );
      // Comes behind the reply to a heartbeat, so that time goes on only when that has arrived.
      server.send([openDanmuMessage('.', `step-${step}`)]);
      await probe.until(() => probe.events.length === step);
      await calm();
    }
    expect(server.open.running).toBe(1);
    expect(probe.lastHealth).toEqual({ status: 'ready' });
  });

  it('never sends the same nonce twice', async () => {
    open();
    await ready();
    for (let beat = 1; beat <= 3; beat += 1) {
      probe.clock.advance(20_000);
      await server.until(() => count('/v2/app/heartbeat') === beat);
      await calm();
    }
    const nonces = server.requestHeaders.map((headers) => headers['x-bili-signature-nonce']);
    expect(new Set(nonces).size).toBe(4);
  });

  it('ends the session when it is closed, so that the room is free for the next', async () => {
    open();
    await ready();
    await connector.close();
    expect(server.open.running).toBe(0);
    await server.until(() => server.connected === 0);
  });

  it('ends a session whose start was still on its way when it was closed', async () => {
    open();
    await connector.close();
    expect(server.open.sessions.length).toBe(1);
    expect(server.open.running).toBe(0);
  });

  it('is closed within 2 s when the server does not answer the end', async () => {
    open();
    await ready();
    server.misbehave('/v2/app/end', 'silence');
    const closed = connector.close();
    await server.until(() => count('/v2/app/end') === 1);
    probe.clock.advance(2000);
    await closed;
    expect(probe.clock.pending).toBe(0);
  });

  it('asks for no heartbeat and no end when the project gets no session id', async () => {
    server.open.givesGameId = false;
    open();
    await ready();
    probe.clock.advance(25_000);
    await connector.close();
    expect(server.requests).toEqual(['/v2/app/start']);
  });

  it.each([
    [7007, 'bili-identity-code'],
    [7010, 'bili-too-many'],
  ])('never tries again after code %i', async (code, wanted) => {
    server.open.refuseStarts.push(code);
    open();
    await reason(wanted);
    expect(probe.lastHealth?.status).toBe('failed');
    expect(probe.clock.pending).toBe(0);
    probe.clock.advance(3_600_000);
    expect(count('/v2/app/start')).toBe(1);
    expect(probe.events.map((event) => event.kind === 'notice' && event.code)).toEqual(['auth_failed']);
  });

  it.each([7001, 7002])('waits 30 to 60 s after code %i, then tries again', async (code) => {
    server.open.refuseStarts.push(code);
    open();
    await reason('bili-cooling');
    expect(probe.lastHealth?.status).toBe('degraded');
    probe.clock.advance(29_999);
    expect(count('/v2/app/start')).toBe(1);
    // Half way between 30 and 60 s, as the probe's dice fall.
    probe.clock.advance(15_001);
    await ready();
  });

  it('waits half a minute or more when it asks too often', async () => {
    server.open.refuseStarts.push(4009);
    open();
    await reason('bili-rate-limited');
    probe.clock.advance(29_999);
    expect(count('/v2/app/start')).toBe(1);
    // Half way between 30 and 60 s, as the probe's dice fall.
    probe.clock.advance(15_001);
    await ready();
  });

  it('tries a refused signature once more with a new nonce, then asks for the keys', async () => {
    const signer = { kind: 'own', apiUrl: server.url, ...OPEN_KEYS, accessKeySecret: 'wrong' } as const;
    open({ signer });
    await reason('bili-signature');
    probe.clock.advance(2000);
    await probe.until(() => probe.lastHealth?.status === 'failed');
    expect(count('/v2/app/start')).toBe(2);
    expect(probe.lastHealth?.message).toContain('access key');
  });

  it('says by how many minutes the clock is off when the time of a request is refused', async () => {
    await server.close();
    server = await createBilibiliServer(() => probe.clock.now() + 20 * 60_000);
    open();
    await reason('bili-clock');
    probe.clock.advance(2000);
    await probe.until(() => probe.lastHealth?.status === 'failed');
    expect(probe.lastHealth?.message).toContain('20 min behind');
  });

  it('starts a new session when a heartbeat finds the old one expired', async () => {
    open();
    await ready();
    server.open.refuseHeartbeats.push(7003);
    probe.clock.advance(20_000);
    await reason('bili-session-over');
    const [first] = server.open.sessions;
    if (first) first.ended = true;
    probe.clock.advance(1500);
    await ready();
    expect(server.open.sessions.length).toBe(2);
    expect(server.auths[1]).toBe(server.open.sessions[1]?.authBody);
  });

  it('goes on within the session when a heartbeat gets no answer once, and says so', async () => {
    open();
    await ready();
    server.misbehave('/v2/app/heartbeat', 'html', 1);
    probe.clock.advance(20_000);
    await reason('bili-heartbeat');
    expect(probe.lastHealth?.status).toBe('degraded');
    await calm();
    probe.clock.advance(20_000);
    await ready();
    expect(server.open.sessions.length).toBe(1);
    expect(server.connected).toBe(1);
  });

  it('starts anew, and emits a notice, when the platform ends our session, and not when it ends another’s', async () => {
    open();
    await ready();
    const gameId = server.open.sessions[0]?.gameId;
    const end = (game_id: string | undefined): object => ({ cmd: 'LIVE_OPEN_PLATFORM_INTERACTION_END', data: { game_id } });
    server.send([end('another'), openDanmuMessage('still here', 'm-1')]);
    await probe.until(() => probe.events.length === 1);
    expect(probe.lastHealth?.status).toBe('ready');
    for (const session of server.open.sessions) session.ended = true;
    server.send([end(gameId)]);
    await reason('bili-session-over');
    expect(texts()).toEqual(['still here', 'notice']);
    probe.clock.advance(1500);
    await ready();
    expect(server.open.sessions.length).toBe(2);
  });

  it('comes back within the same session by the next address when the socket is lost', async () => {
    open();
    await ready();
    server.send([openDanmuMessage('before', 'm-1')]);
    await probe.until(() => probe.events.length === 1);
    server.drop();
    await reason('bili-lost');
    probe.clock.advance(1000);
    await ready();
    server.send([openDanmuMessage('before', 'm-1'), openDanmuMessage('after', 'm-2')]);
    await probe.until(() => probe.events.length === 2);
    expect(texts()).toEqual(['before', 'after']);
    expect(connector.errors).toMatchObject({ duplicate: 1 });
    expect(server.open.sessions.length).toBe(1);
    expect(server.sockets.map((path) => path.slice(-1))).toEqual(['0', '1']);
  });

  it('starts a new session, and ends the old, after three connections in a row without a message', async () => {
    open();
    for (const delayMs of [1000, 2000]) {
      await ready();
      server.drop();
      await reason('bili-lost');
      probe.clock.advance(delayMs);
    }
    await ready();
    server.drop();
    await server.until(() => server.open.sessions[0]?.ended === true);
    probe.clock.advance(4000);
    await ready();
    expect(server.open.sessions.length).toBe(2);
  });

  it('takes a connection that falls silent for lost', async () => {
    open();
    await ready();
    server.behaviour.answersHeartbeat = false;
    await server.until(() => server.heartbeats === 1);
    probe.clock.advance(20_000);
    await server.until(() => count('/v2/app/heartbeat') === 1);
    await calm();
    probe.clock.advance(15_000);
    await reason('bili-silent');
    server.behaviour.answersHeartbeat = true;
    probe.clock.advance(1000);
    await ready();
  });

  it('tries again when the login gets no answer or is refused', async () => {
    server.behaviour.answersAuth = false;
    open();
    await server.until(() => server.auths.length === 1);
    probe.clock.advance(15_000);
    await reason('bili-no-answer');
    server.behaviour.answersAuth = true;
    server.behaviour.authCode = -101;
    probe.clock.advance(1000);
    await reason('bili-auth');
    server.behaviour.authCode = undefined;
    await server.until(() => server.open.sessions[0]?.ended === true);
    probe.clock.advance(2000);
    await ready();
    // A refused login means a new session, the old one ended.
    expect(server.open.sessions.length).toBe(2);
    expect(server.open.running).toBe(1);
  });

  it.each(['html', 'cut', 'empty', 503] as const)('tries again when the answer to a start is %s', async (how) => {
    server.misbehave('/v2/app/start', how, 1);
    open();
    await probe.until(() => ['bili-unreachable', 'bili-bad-answer'].includes(probe.lastHealth?.reason ?? ''));
    probe.clock.advance(1000);
    await ready();
  });

  it('tries again when a start gets no answer within 10 s', async () => {
    server.misbehave('/v2/app/start', 'silence', 1);
    open();
    await server.until(() => count('/v2/app/start') === 1);
    probe.clock.advance(10_000);
    await reason('bili-unreachable');
    probe.clock.advance(1000);
    await ready();
  });

  it.each([
    [401, 'bili-relay-refused'],
    [404, 'bili-bad-address'],
  ])('does not try again when a relay answers %i', async (status, wanted) => {
    server.misbehave('/v2/app/start', status);
    open({ signer: { kind: 'relay', relayUrl: server.relayUrl, token: 'x' } });
    await reason(wanted);
    expect(probe.lastHealth?.status).toBe('failed');
    expect(probe.clock.pending).toBe(0);
  });

  it('reads on after torn, broken and foreign frames, and counts them', async () => {
    open();
    await ready();
    server.sendText('hello');
    server.sendBytes(Buffer.alloc(7));
    server.sendBytes(Buffer.alloc(64));
    server.send([
      { cmd: 'LIVE_OPEN_PLATFORM_DM', data: null },
      { cmd: 'SOME_FUTURE_CMD' },
      openDanmuMessage('good', 'm-1'),
      danmuMessage({ text: 'x' }),
    ]);
    await probe.until(() => probe.events.length === 1);
    expect(texts()).toEqual(['good']);
    expect(connector.errors).toMatchObject({
      text_frame: 1,
      truncated_header: 1,
      bad_header_len: 1,
      'bad-message': 1,
      'unknown-message': 2,
    });
    server.dropMidFrame(Buffer.alloc(500));
    await reason('bili-lost');
    probe.clock.advance(1000);
    await ready();
  });

  it('loses nothing and keeps the order in a flood of small and large batches', async () => {
    open();
    await ready();
    let sent = 0;
    for (let batch = 0; batch < 120; batch += 1) {
      const size = batch % 40 === 39 ? 400 : 1 + (batch % 7);
      server.send(
        Array.from({ length: size }, () => openDanmuMessage(`#${sent}`, `flood-${sent++}`)),
        batch % 3 === 0 ? 0 : batch % 3 === 1 ? 2 : 3,
      );
    }
    await probe.until(() => probe.events.length === sent);
    expect(texts()).toEqual(Array.from({ length: sent }, (_, n) => `#${n}`));
    expect(connector.errors).toEqual({});
  });

  it('emits nothing after it was closed', async () => {
    open();
    await ready();
    server.send([openDanmuMessage('late', 'm-1')]);
    await connector.close();
    const seen = probe.events.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(probe.events.length).toBe(seen);
    expect(probe.clock.pending).toBe(0);
  });
});
