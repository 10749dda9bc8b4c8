import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BridgeSettings, bridgeSettingsSchema } from '#shared/settings/settings.ts';
import { type BridgeProgram, createBridgeProgram, grabChat } from '../../../../tests/fakes/bridge-program.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import type { Connector } from '../connector.ts';
import { createOutwardBridge } from './bridge-out.ts';

const comment = (id: string, text: string, more: object = {}): object => ({
  service: 'youtube',
  data: { id, userId: 'UC1', name: '視聴者', comment: text, profileImage: 'https://img.example.test/a.png', ...more },
});
const comments = (...list: object[]): string => JSON.stringify({ type: 'comments', data: { comments: list } });
const connected = (...list: object[]): string => JSON.stringify({ type: 'connected', data: { comments: list, config: {} } });

describe('a bridge that we connect to', () => {
  let program: BridgeProgram;
  let probe: ConnectorProbe;
  let connector: Connector;
  const open = async (more: Partial<BridgeSettings> = {}): Promise<void> => {
    connector = createOutwardBridge(
      bridgeSettingsSchema.parse({ id: 'tool', enabled: true, url: program.url, platform: 'douyin', ...more }),
      probe.context,
    );
    connector.start();
    await probe.until(() => probe.lastHealth?.status !== 'connecting');
  };
  const texts = (): unknown[] => probe.events.map((event) => ('text' in event ? event.text : event.kind));
  beforeEach(async () => {
    program = await createBridgeProgram();
    probe = createConnectorProbe();
  });
  afterEach(async () => {
    await connector.close();
    await program.close();
  });

  it('keeps all digits of ids, and tells a message once', async () => {
    await open();
    program.send(
      grabChat('7338697242632999936', 'a'),
      grabChat('7338697242632999937', 'b'),
      grabChat('7338697242632999936', 'a'),
    );
    program.send(grabChat('1', 'end'));
    await probe.until(() => probe.events.length === 3);
    expect(probe.events.map(({ id }) => id)).toEqual(['douyin:7338697242632999936', 'douyin:7338697242632999937', 'douyin:1']);
    expect(connector.errors).toEqual({ duplicate: 1 });
  });

  it('comes back when the program does, and tells nothing that came in halves', async () => {
    await open();
    program.dropMidMessage(grabChat('2', 'half'));
    await probe.until(() => probe.lastHealth?.reason === 'room-lost');
    probe.clock.advance(1000);
    await probe.until(() => probe.lastHealth?.status === 'ready');
    program.send(grabChat('3', 'whole'));
    await probe.until(() => probe.events.length === 1);
    expect(texts()).toEqual(['whole']);
  });

  it('waits longer and longer for a program that is not there', async () => {
    const { url } = program;
    await program.close();
    connector = createOutwardBridge(bridgeSettingsSchema.parse({ id: 'tool', url }), probe.context);
    connector.start();
    for (const seconds of [1, 2, 4]) {
      const before = probe.health.length;
      await probe.until(() => probe.lastHealth?.message?.includes(`${seconds} s`) === true && probe.health.length >= before);
      probe.clock.advance(seconds * 1000);
    }
    program = await createBridgeProgram(Number(new URL(url).port));
    await probe.until(() => probe.lastHealth?.message?.includes('8 s') === true || probe.lastHealth?.status === 'ready');
    probe.clock.advance(8000);
    await probe.until(() => probe.lastHealth?.status === 'ready');
  });

  it('counts what it does not understand and goes on', async () => {
    await open();
    program.sendBinary(Buffer.from([1, 2, 3]));
    program.send(
      'hello',
      '{"a":1}',
      '[',
      '{"Type":99,"ProcessName":"x","Data":"{}"}',
      '{"Type":1,"ProcessName":"x","Data":"no"}',
      'ping',
    );
    program.send(grabChat('9', 'fine'));
    await probe.until(() => probe.events.length === 1);
    expect(connector.errors).toEqual({ 'binary-frame': 1, 'not-json': 2, 'unknown-dialect': 1, 'unknown-type': 1, invalid: 1 });
  });

  it('fails for an address that is none, and says which', async () => {
    await open({ url: 'http://127.0.0.1:8888' });
    expect(probe.lastHealth).toMatchObject({ status: 'failed', reason: 'bad-address' });
    expect(probe.lastHealth?.message).toContain('http://127.0.0.1:8888');
  });

  it('asks OneComme for comments, leaves out what was said before, and takes up what was said while it was away', async () => {
    program.greeting = [connected(comment('old', 'before'))];
    await open({ dialect: 'onecomme', platform: 'custom' });
    await program.until(() => program.paths.length === 1);
    expect(program.paths[0]).toBe('/?p=comments');
    program.send(comments(comment('1', 'Tom &amp; <b>Jerry</b><img src="x" alt=":wave:">', { isModerator: true })));
    await probe.until(() => probe.events.length === 1);
    expect(probe.events[0]).toMatchObject({
      id: 'youtube:1',
      platform: 'youtube',
      text: 'Tom & Jerry:wave:',
      user: { roles: ['moderator'] },
    });
    program.greeting = [connected(comment('old', 'before'), comment('1', 'again'), comment('2', 'missed'))];
    program.drop();
    await probe.until(() => probe.lastHealth?.reason === 'room-lost');
    probe.clock.advance(1000);
    await probe.until(() => probe.events.length === 2);
    expect(texts()[1]).toBe('missed');
  });

  it('takes money of OneComme for what its sign says, and claims none for a sign that nobody knows', async () => {
    program.greeting = [connected()];
    await open({ dialect: 'onecomme' });
    program.send(
      comments(
        comment('a', 'がんばれ', { hasGift: true, price: 1000, unit: '¥' }),
        comment('b', 'go', { hasGift: true, price: '2.50', unit: 'US$' }),
        comment('c', '？', { hasGift: true, price: 5, unit: 'Ω' }),
      ),
      JSON.stringify({ type: 'deleted', data: ['a'] }),
    );
    await probe.until(() => probe.events.length === 4);
    expect(probe.events).toMatchObject([
      { kind: 'superchat', value: { currency: 'JPY', micros: 1_000_000_000 } },
      { kind: 'superchat', value: { currency: 'USD', micros: 2_500_000 } },
      { kind: 'chat', highlighted: true },
      { kind: 'retract', targetIds: expect.arrayContaining(['youtube:a']) },
    ]);
  });

  it('counts a streak of dycast once, although each message tells the total', async () => {
    await open({ dialect: 'dycast' });
    const gift = (id: string, count: number, repeatEnd: number): string =>
      JSON.stringify([
        {
          id,
          method: 'WebcastGiftMessage',
          user: { id: 'u', name: '送' },
          gift: { id: '1', name: '玫瑰', price: 1, count, repeatEnd },
        },
      ]);
    program.send(gift('1', 1, 0), gift('2', 3, 0), gift('3', 3, 1), gift('4', 2, 0));
    await probe.until(() => probe.events.length === 4);
    probe.clock.advance(10_001);
    const finals = probe.events.flatMap((event) => (event.kind === 'gift' && event.final ? [event.gift.count] : []));
    expect(finals).toEqual([3, 2]);
  });

  it('keeps the order of 1,000 messages that come at once', async () => {
    await open();
    program.send(...Array.from({ length: 1000 }, (_, index) => grabChat(String(1000 + index), `m${index}`)));
    await probe.until(() => probe.events.length === 1000);
    expect(texts()).toEqual(Array.from({ length: 1000 }, (_, index) => `m${index}`));
  });

  it('tells nothing after it was closed', async () => {
    await open();
    const closing = connector.close();
    program.send(grabChat('1', 'late'));
    await closing;
    await program.until(() => program.open === 0);
    expect(probe.events).toEqual([]);
    expect(probe.clock.pending).toBe(0);
  });
});
