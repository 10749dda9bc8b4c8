import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { danmuMessage } from '../../../../../tests/fakes/bilibili-messages.ts';
import { type BilibiliServer, createBilibiliServer } from '../../../../../tests/fakes/bilibili-server.ts';
import { ACCOUNT, OWNER_UID, ROOM_ID, SHORT_ROOM } from '../../../../../tests/fakes/bilibili-web-room.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../../tests/fakes/connector-probe.ts';
import type { Connector } from '../../connector.ts';
import { USER_AGENT } from './web-api.ts';
import { createWebConnector, type WebOptions } from './web-connector.ts';

const TOKEN_PATH = '/xlive/web-room/v1/index/getDanmuInfo';

describe('Bilibili web room against a server that checks signatures, tokens and cookies', () => {
  let server: BilibiliServer;
  let probe: ConnectorProbe;
  let connector: Connector;
  const open = (changes: Partial<WebOptions> = {}): void => {
    const addresses = { liveApiUrl: server.url, apiUrl: server.url, siteUrl: server.url, socketUrl: server.socketUrl };
    connector = createWebConnector(
      { ...addresses, room: SHORT_ROOM, cookie: ACCOUNT.cookie, share: 'everything', ...changes },
      probe.context,
    );
    connector.start();
  };
  const ready = (): Promise<void> => probe.until(() => probe.lastHealth?.status === 'ready');
  const reason = (wanted: string): Promise<void> => probe.until(() => probe.lastHealth?.reason === wanted);
  const count = (path: string): number => server.requests.filter((one) => one === path).length;
  const notices = (): string[] => probe.events.flatMap((event) => (event.kind === 'notice' ? [event.code] : []));

  beforeEach(async () => {
    probe = createConnectorProbe();
    server = await createBilibiliServer(probe.clock.now);
    server.web.hosts = [{ host: '127.0.0.1', wss_port: 443, ws_port: 80, port: 2243 }];
  });
  afterEach(async () => {
    await connector.close();
    await server.close();
  });

  it('resolves a short room number, signs for a token and enters under the account’s own uid', async () => {
    open();
    await ready();
    expect(JSON.parse(server.auths[0] ?? '')).toMatchObject({
      uid: ACCOUNT.uid,
      roomid: ROOM_ID,
      protover: 3,
      platform: 'web',
      type: 2,
    });
    server.send([danmuMessage({ text: '晚上好', id: 'a' }), danmuMessage({ text: '我是主播', id: 'b', uid: OWNER_UID })], 3);
    await probe.until(() => probe.events.length === 2);
    expect(probe.events).toMatchObject([
      { kind: 'chat', id: 'bilibili:a', text: '晚上好', roomId: String(ROOM_ID), source: 'bilibili-web' },
      { text: '我是主播', user: { roles: ['owner'] } },
    ]);
  });

  it('uses one User-Agent and cookie for requests and socket, and never sends the right to write', async () => {
    open();
    await ready();
    const all = [...server.requestHeaders, ...server.socketHeaders];
    expect(new Set(all.map((headers) => headers['user-agent']))).toEqual(new Set([USER_AGENT]));
    expect(server.socketHeaders[0]?.cookie).toBe(server.requestHeaders.at(-1)?.cookie);
    expect(all.some((headers) => (headers.cookie ?? '').includes('bili_jct'))).toBe(false);
  });

  it('is a visitor without a cookie: uid 0 and the visitor id of the home page', async () => {
    open({ cookie: '' });
    await ready();
    expect(JSON.parse(server.auths[0] ?? '')).toMatchObject({ uid: 0, buvid: 'AAAA1111-2222-3333-4444-555566667777infoc' });
  });

  it('says once that names are masked, by a notice and by its health', async () => {
    open({ cookie: '' });
    await ready();
    const masked = (text: string): object => danmuMessage({ text, id: text, uid: 0, name: '折***' });
    server.send([masked('a'), masked('b')], 3);
    server.send([{ cmd: 'LOG_IN_NOTICE', data: { notice_msg: 'x' } }, masked('c')], 3);
    await probe.until(() => probe.events.length === 4);
    expect(notices()).toEqual(['names_masked']);
    expect(probe.events.filter((event) => event.kind === 'chat')).toMatchObject([
      { user: { id: null, masked: true } },
      { user: { id: null, masked: true } },
      { user: { id: null, masked: true } },
    ]);
    expect(probe.lastHealth).toMatchObject({ status: 'degraded', reason: 'bili-names-masked' });
  });

  it('reads on as a visitor when the cookie is no longer valid, and says so', async () => {
    open({ cookie: 'SESSDATA=old; buvid3=own' });
    await reason('bili-cookie-expired');
    expect(JSON.parse(server.auths[0] ?? '')).toMatchObject({ uid: 0, buvid: 'own' });
  });

  it('fetches new keys once when the old are refused, and waits for nothing', async () => {
    open();
    await ready();
    server.web.rotateKeys();
    server.drop();
    await reason('bili-lost');
    probe.clock.advance(1000);
    await ready();
    expect(count('/x/web-interface/nav')).toBe(2);
    expect(server.web.signedRight).toBe(2);
  });

  it('keeps still for 1, 5, 15, 15 min under risk control, tells once, and starts anew at 1 min after a success', async () => {
    server.web.riskControls = 8;
    open();
    for (const [round, minutes] of [1, 5, 15, 15].entries()) {
      await server.until(() => server.web.asked === 2 * (round + 1));
      await reason('bili-risk-control');
      while (probe.clock.pending > 1) await new Promise((resolve) => setImmediate(resolve));
      probe.clock.advance(minutes * 60_000 - 1);
      expect(server.web.asked).toBe(2 * (round + 1));
      probe.clock.advance(1);
      await probe.until(() => probe.lastHealth?.status !== 'degraded' || round < 3);
    }
    await ready();
    expect(notices()).toEqual(['risk_control']);
  });

  it('waits 10 minutes or more when the network is blocked (HTTP 412)', async () => {
    server.misbehave(TOKEN_PATH, 412, 1);
    open();
    await reason('bili-blocked');
    probe.clock.advance(599_999);
    expect(count(TOKEN_PATH)).toBe(1);
    probe.clock.advance(150_001);
    await ready();
  });

  it('does not try again for a room that is not there', async () => {
    open({ room: '999' });
    await reason('bili-no-room');
    expect(probe.lastHealth?.status).toBe('failed');
    expect(probe.clock.pending).toBe(0);
  });

  it('does not try again with an address that is none', async () => {
    open({ socketUrl: 'http://127.0.0.1/' });
    await reason('bili-bad-address');
    expect(probe.lastHealth?.status).toBe('failed');
  });

  it('fetches a new token for every connection, for one serves once', async () => {
    open();
    await ready();
    server.drop();
    await reason('bili-lost');
    probe.clock.advance(1000);
    await ready();
    expect(count(TOKEN_PATH)).toBe(2);
    expect(count('/room/v1/Room/get_info')).toBe(1);
    expect(server.auths[0]).not.toBe(server.auths[1]);
  });

  it('goes through all steps again at every third connection in a row without a message', async () => {
    open();
    for (const delayMs of [1000, 2000, 4000]) {
      await ready();
      server.drop();
      await reason('bili-lost');
      probe.clock.advance(delayMs);
    }
    await ready();
    expect(count('/room/v1/Room/get_info')).toBe(2);
  });

  it('asks for a new token when the login is refused', async () => {
    server.behaviour.authCode = -101;
    open();
    await reason('bili-auth');
    server.behaviour.authCode = undefined;
    probe.clock.advance(1000);
    await ready();
    expect(count(TOKEN_PATH)).toBe(2);
  });

  it('takes the next host after each failure', async () => {
    const knocks: number[] = [];
    const hosts = await Promise.all([0, 1].map((index) => closedDoor(() => knocks.push(index))));
    server.web.hosts = hosts.map(({ port }) => ({ host: '127.0.0.1', wss_port: port, ws_port: 80, port: 2243 }));
    open({ socketUrl: '' });
    for (const delayMs of [1000, 2000, 4000]) {
      await reason('bili-lost');
      const seen = probe.health.length;
      probe.clock.advance(delayMs);
      await probe.until(() => probe.health.length > seen);
    }
    expect(knocks).toEqual([0, 1, 0, 1]);
    for (const { server: host } of hosts) host.close();
  });

  it('hands on, beside the open platform, only what that lacks', async () => {
    open({ share: 'beside-open' });
    await ready();
    const deed = (msg_type: number): object => ({
      cmd: 'INTERACT_WORD',
      data: { uid: 27_182_818, uname: 'Mr.Teapot', msg_type, roomid: ROOM_ID, timestamp: 1_767_226_000 },
    });
    const gift = {
      cmd: 'SEND_GIFT',
      data: { uid: 1, uname: 'a', giftId: 1, giftName: 'x', num: 1, coin_type: 'gold', total_coin: 100, tid: 't' },
    };
    const title = { cmd: 'ROOM_CHANGE', data: { title: '今晚杂谈' } };
    const watched = { cmd: 'WATCHED_CHANGE', data: { num: 1023 } };
    server.send(
      [danmuMessage({ text: 'no' }), gift, deed(1), deed(2), deed(3), { cmd: 'PREPARING', roomid: '880123' }, title, watched],
      3,
    );
    await probe.until(() => probe.events.length === 4);
    expect(probe.events.map(({ kind }) => kind)).toEqual(['follow', 'share', 'room', 'stats']);
  });

  it.each(['html', 'cut', 'empty', 503] as const)('tries again when the answer about the room is %s', async (how) => {
    server.misbehave('/room/v1/Room/get_info', how, 1);
    open();
    await probe.until(() => ['bili-unreachable', 'bili-bad-answer'].includes(probe.lastHealth?.reason ?? ''));
    probe.clock.advance(1000);
    await ready();
  });

  it('is closed at once, whatever it is waiting for', async () => {
    server.misbehave('/x/web-interface/nav', 'silence');
    open();
    await server.until(() => count('/x/web-interface/nav') === 1);
    await connector.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(probe.clock.pending).toBe(0);
    expect(probe.lastHealth?.reason).toBe('bili-entering');
  });
});

/** A port that takes a connection and drops it. */
async function closedDoor(onKnock: () => void): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((socket) => {
    onKnock();
    socket.on('error', () => {});
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, server };
}
