import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GiftEvent } from '#shared/live/live-event.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { createDouyuServer, DOUYU_ROOM_ID, type DouyuServer, douyuServerFrame } from '../../../../tests/fakes/douyu-server.ts';
import type { Connector } from '../connector.ts';
import { createDouyuConnector } from './douyu-connector.ts';

const line = (cid: string, txt = 'hi'): string =>
  `type@=chatmsg/rid@=${DOUYU_ROOM_ID}/uid@=1024/nn@=豆豆/txt@=${txt}/cid@=${cid}/`;

describe('Douyu connector against a server of its protocol', () => {
  let server: DouyuServer;
  let probe: ConnectorProbe;
  let connector: Connector;
  const open = (room = 'saltfish', siteUrl = server.siteUrl): void => {
    connector = createDouyuConnector({ room, socketUrl: server.socketUrl, siteUrl, giftsUrl: server.siteUrl }, probe.context);
    connector.start();
  };
  const joins = (): number => server.received.filter((text) => text.startsWith('type@=joingroup/')).length;
  const isJoined = async (times = 1): Promise<void> => {
    await server.until(() => joins() >= times);
    await probe.until(() => probe.lastHealth?.status === 'ready');
  };
  const lost = (): Promise<void> =>
    probe.until(() => probe.lastHealth?.status === 'connecting' && probe.lastHealth.reason !== 'room-connecting');
  beforeEach(async () => {
    server = await createDouyuServer();
    probe = createConnectorProbe();
  });
  afterEach(async () => {
    await connector.close();
    await server.close();
  });

  it('finds the room behind a name, logs in, and joins all its message groups', async () => {
    open('https://www.douyu.com/saltfish?dyshid=1');
    await isJoined();
    expect(server.received.slice(0, 3)).toEqual([
      `type@=loginreq/roomid@=${DOUYU_ROOM_ID}/`,
      `type@=joingroup/rid@=${DOUYU_ROOM_ID}/gid@=-9999/`,
      'type@=mrkl/',
    ]);
  });

  it('uses a number as it is when the site does not answer', async () => {
    server.behaviour.siteWorks = false;
    open('9999');
    await isJoined();
    expect(server.received[0]).toBe('type@=loginreq/roomid@=9999/');
  });

  it.each([
    ['nobody', 'no-such-room'],
    ['not a room!', 'bad-address'],
  ])('fails for "%s" and does not try again', async (room, reason) => {
    open(room);
    await probe.until(() => probe.lastHealth?.status === 'failed');
    expect(probe.lastHealth?.reason).toBe(reason);
    probe.clock.advance(600_000);
    expect(server.connections).toBe(0);
    expect(probe.clock.pending).toBe(0);
  });

  it('tells what gifts are called and cost, and claims no money for free ones', async () => {
    open();
    await isJoined();
    await server.until(() => server.asked.some((path) => path.startsWith('/api/gift')));
    const gift = (gfid: string, extra = ''): string =>
      `type@=dgb/rid@=${DOUYU_ROOM_ID}/uid@=7/nn@=a/gfid@=${gfid}/gfcnt@=2/hits@=4/${extra}`;
    // The list arrives while we watch; gifts are asked about until it is there.
    for (let known = false; !known; ) {
      server.send(gift('20001'));
      const before = probe.events.length;
      await probe.until(() => probe.events.length > before);
      known = (probe.events.at(-1) as GiftEvent).paid;
    }
    server.send(gift('824'), gift('1', 'gfn@=新礼物/'));
    await probe.until(() => probe.events.some((event) => event.kind === 'gift' && event.gift.name === '新礼物'));
    const [paid, free, unknown] = probe.events.slice(-3) as GiftEvent[];
    expect(paid).toMatchObject({
      value: { currency: 'CNY', micros: 200_000_000, estimated: true },
      gift: { name: '飞机', count: 2, unitCoins: 100, imageUrl: 'https://img.example.test/plane.png' },
    });
    expect(free).toMatchObject({ paid: false, value: null, gift: { name: '荧光棒' } });
    expect(unknown).toMatchObject({ paid: false, value: null });
  });

  it('looks up a thing of a bag once it was given, and knows it the next time', async () => {
    open();
    await isJoined();
    const prop = `type@=dgb/rid@=${DOUYU_ROOM_ID}/uid@=7/nn@=a/gfid@=0/pid@=77/gfcnt@=1/`;
    for (let known = false; !known; ) {
      server.send(prop);
      const before = probe.events.length;
      await probe.until(() => probe.events.length > before);
      known = (probe.events.at(-1) as GiftEvent).paid;
    }
    expect(probe.events.at(-1)).toMatchObject({ gift: { id: '77', name: '背包火箭' }, value: { micros: 500_000_000 } });
    expect(server.asked.filter((path) => path.includes('pid=77'))).toHaveLength(1);
  });

  it('says mrkl every 30 s, and takes 35 s of silence for a lost connection', async () => {
    open();
    await isJoined();
    const beats = (): number => server.received.filter((text) => text === 'type@=mrkl/').length;
    await server.until(() => beats() === 1);
    server.send(line('a'));
    await probe.until(() => probe.events.length === 1);
    probe.clock.advance(30_000);
    await server.until(() => beats() === 2);
    server.send(line('b'));
    await probe.until(() => probe.events.length === 2);
    server.behaviour.echoesHeartbeat = false;
    probe.clock.advance(34_999);
    expect(probe.lastHealth?.status).toBe('ready');
    probe.clock.advance(1);
    expect(probe.lastHealth).toMatchObject({ status: 'connecting', reason: 'room-silent' });
    probe.clock.advance(1000);
    await isJoined(2);
  });

  it('comes back after a drop, tells nothing twice, and loses no message that was sent afterwards', async () => {
    open();
    await isJoined();
    server.send(line('1'), line('2'));
    await probe.until(() => probe.events.length === 2);
    server.drop();
    await lost();
    probe.clock.advance(1000);
    await isJoined(2);
    server.send(line('2'), line('3'));
    await probe.until(() => probe.events.length === 3);
    expect(probe.events.map(({ id }) => id)).toEqual(['douyu:chat:1', 'douyu:chat:2', 'douyu:chat:3']);
    expect(connector.errors).toEqual({ duplicate: 1 });
  });

  it('waits 1, 2, 4, 8 s for a server that lets in and drops at once', async () => {
    server.behaviour.answersLogin = false;
    open();
    const losses = (): number => probe.health.filter(({ reason }) => reason === 'room-lost').length;
    for (const [index, waitMs] of [1000, 2000, 4000, 8000].entries()) {
      await server.until(() => server.received.length === index + 1);
      server.drop();
      await probe.until(() => losses() === index + 1);
      expect(probe.clock.pending).toBe(1);
      probe.clock.advance(waitMs - 1);
      expect(probe.health.at(-1)?.message).toContain(`${waitMs / 1000} s`);
      expect(server.connections).toBe(index + 1);
      probe.clock.advance(1);
    }
  });

  it('does not wait for ever for a server that never answers the login', async () => {
    server.behaviour.answersLogin = false;
    open();
    await server.until(() => server.received.length === 1);
    probe.clock.advance(20_000);
    expect(probe.lastHealth).toMatchObject({ status: 'connecting', reason: 'room-no-answer' });
  });

  it('makes no event of half a frame', async () => {
    open();
    await isJoined();
    server.dropMidFrame(line('half'));
    await lost();
    probe.clock.advance(1000);
    await isJoined(2);
    server.send(line('whole'));
    await probe.until(() => probe.events.length === 1);
    expect(probe.events[0]?.id).toBe('douyu:chat:whole');
  });

  it('reads a frame that comes byte by byte, cut inside a character', async () => {
    open();
    await isJoined();
    server.sendInPieces(line('tiny', '牛啊'), 1);
    await probe.until(() => probe.events.length === 1);
    expect(probe.events[0]).toMatchObject({ text: '牛啊' });
  });

  it('gives up a stream of wrong sizes, keeping what came before them', async () => {
    open();
    await isJoined();
    const wrong = douyuServerFrame(line('wrong'));
    wrong.writeUInt32LE(5, 4);
    server.sendBytes(Buffer.concat([douyuServerFrame(line('good')), wrong, douyuServerFrame(line('after'))]));
    await lost();
    expect(probe.lastHealth?.reason).toBe('room-garbled');
    expect(probe.events.map(({ id }) => id)).toEqual(['douyu:chat:good']);
    expect(connector.errors).toEqual({ bad_packet_len: 1 });
  });

  it('counts text frames and messages without a type, and goes on', async () => {
    open();
    await isJoined();
    server.sendText('hello');
    server.send('nonsense', 'type@=new_thing/x@=1/', line('fine'));
    await probe.until(() => probe.events.length === 1);
    expect(connector.errors).toEqual({ 'text-frame': 1, 'no-type': 1 });
  });

  it('tells that it was sent away, and comes back', async () => {
    open();
    await isJoined();
    server.send('type@=error/code@=51/');
    await lost();
    expect(probe.events).toMatchObject([{ kind: 'notice', code: 'server_error' }]);
    expect(probe.lastHealth?.reason).toBe('room-kicked');
    probe.clock.advance(30_000);
    await isJoined(2);
  });

  it('keeps the order of 5,000 lines that come at once', async () => {
    open();
    await isJoined();
    for (let batch = 0; batch < 5; batch += 1)
      server.send(...Array.from({ length: 1000 }, (_, index) => line(`f${batch * 1000 + index}`)));
    await probe.until(() => probe.events.length === 5000);
    expect(probe.events.map(({ id }) => id)).toEqual(Array.from({ length: 5000 }, (_, index) => `douyu:chat:f${index}`));
  });

  it('takes its leave when it is closed, and tells nothing afterwards', async () => {
    open();
    await isJoined();
    const closing = connector.close();
    server.send(line('late'));
    await closing;
    await server.until(() => server.received.includes('type@=logout/') && server.open === 0);
    expect(probe.events).toEqual([]);
    expect(probe.clock.pending).toBe(0);
    await connector.close();
  });
});
