import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '#shared/settings/settings.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import type { Connector } from '../connector.ts';
import { loadTiktokAddon, type TiktokConnection } from './tiktok-addon.ts';
import { createTiktokConnector } from './tiktok-connector.ts';
import { tiktokSource } from './tiktok-source.ts';

/** The add-on's own errors are told apart by their class names. */
class UserOfflineError extends Error {}
class InvalidUniqueIdError extends Error {}
class SignatureRateLimitError extends Error {}

/** A connection with the events, the promises and the manners of tiktok-live-connector 2.1.0. */
class FakeLive extends EventEmitter implements TiktokConnection {
  left = 0;
  readonly outcome: () => Promise<unknown>;
  constructor(outcome: () => Promise<unknown>) {
    super();
    this.outcome = outcome;
  }
  connect(): Promise<unknown> {
    return this.outcome();
  }
  async disconnect(): Promise<void> {
    this.left += 1;
    this.emit('disconnected', { code: 1000 });
  }
}

const user = {
  userId: '6900',
  uniqueId: 'tt_salt',
  nickname: 'Salt TT',
  profilePicture: { url: ['https://img.example.test/a.webp'] },
};
const chat = (msgId: string, comment: string) => ({
  common: { msgId, roomId: '77', createTime: '1767225600000' },
  user,
  comment,
});
const rose = (msgId: string, repeatCount: number, repeatEnd: number) => ({
  common: { msgId },
  user,
  giftId: 5655,
  groupId: 'g1',
  repeatCount,
  repeatEnd,
  giftDetails: { giftName: 'Rose', giftType: 1, diamondCount: 1 },
});

describe('TikTok through its add-on', () => {
  let probe: ConnectorProbe;
  let connector: Connector;
  let lives: FakeLive[];
  let outcome: () => Promise<unknown>;
  const open = (name = 'https://www.tiktok.com/@tt_salt/live'): void => {
    connector = createTiktokConnector(
      {
        user: name,
        loadAddon: () => ({
          open(asked) {
            expect(asked).toBe('tt_salt');
            const live = new FakeLive(() => outcome());
            lives.push(live);
            return live;
          },
        }),
      },
      probe.context,
    );
    connector.start();
  };
  const isReady = (): Promise<void> => probe.until(() => probe.lastHealth?.status === 'ready');
  beforeEach(() => {
    probe = createConnectorProbe();
    lives = [];
    outcome = async () => ({ roomId: '77' });
  });
  afterEach(() => connector.close());

  it('reads lines, likes and newcomers', async () => {
    open();
    await isReady();
    lives[0]?.emit('chat', { ...chat('1', 'hi\u202e'), userIdentity: { isModeratorOfAnchor: true } });
    lives[0]?.emit('like', { common: { msgId: '2' }, user, likeCount: 15, totalLikeCount: 900 });
    lives[0]?.emit('member', { common: { msgId: '3' }, user });
    lives[0]?.emit('follow', { common: { msgId: '4' }, user });
    lives[0]?.emit('roomUser', { viewerCount: 12, totalUser: 300 });
    lives[0]?.emit('streamEnd', { action: 3 });
    expect(probe.events).toMatchObject([
      { kind: 'chat', id: 'tiktok:1', text: 'hi', timestamp: 1767225600000, user: { login: 'tt_salt', roles: ['moderator'] } },
      { kind: 'like', count: 15 },
      { kind: 'join' },
      { kind: 'follow' },
      { kind: 'stats', stats: { viewersNow: 12, viewersTotal: 300 } },
      { kind: 'room', action: 'live_end' },
    ]);
  });

  it('counts a streak whose end is lost with the connection', async () => {
    open();
    await isReady();
    lives[0]?.emit('gift', rose('1', 4, 0));
    lives[0]?.emit('disconnected', { code: 1006 });
    probe.clock.advance(10_000);
    await isReady();
    expect(probe.events.at(-1)).toMatchObject({
      kind: 'gift',
      final: true,
      paid: true,
      value: null,
      gift: { count: 4, totalCoins: 4 },
    });
    lives[1]?.emit('gift', rose('9', 4, 1));
    expect(probe.events.filter((event) => event.kind === 'gift' && event.final)).toHaveLength(1);
  });

  it('waits at least 10 s before it comes back, and tells nothing twice', async () => {
    open();
    await isReady();
    lives[0]?.emit('chat', chat('1', 'a'));
    lives[0]?.emit('disconnected', { code: 1006 });
    probe.clock.advance(9999);
    expect(lives).toHaveLength(1);
    probe.clock.advance(1);
    await isReady();
    lives[1]?.emit('chat', chat('1', 'a'));
    lives[1]?.emit('chat', chat('2', 'b'));
    expect(probe.events.map(({ id }) => id)).toEqual(['tiktok:1', 'tiktok:2']);
    expect(connector.errors).toEqual({ duplicate: 1 });
  });

  it.each([
    [new UserOfflineError('offline'), 'tiktok-offline', 60_000],
    [new SignatureRateLimitError('too many'), 'tiktok-signing', 300_000],
    [new Error('ECONNRESET'), 'room-lost', 10_000],
  ])('tries again after %s', async (error, reason, waitMs) => {
    outcome = () => Promise.reject(error);
    open();
    await probe.until(() => probe.lastHealth?.reason === reason);
    probe.clock.advance(waitMs - 1);
    expect(lives).toHaveLength(1);
    outcome = async () => ({});
    probe.clock.advance(1);
    await isReady();
  });

  it('does not try again with a name that TikTok does not know, or that is none', async () => {
    outcome = () => Promise.reject(new InvalidUniqueIdError('no'));
    open();
    await probe.until(() => probe.lastHealth?.status === 'failed');
    expect(probe.lastHealth?.reason).toBe('no-such-room');
    expect(probe.clock.pending).toBe(0);
    const other = createTiktokConnector({ user: 'a b', loadAddon: () => expect.unreachable() }, probe.context);
    other.start();
    expect(probe.lastHealth).toMatchObject({ status: 'failed', reason: 'bad-address' });
  });

  it('survives errors, nonsense and a connection that never answers', async () => {
    outcome = () => new Promise(() => {});
    open();
    lives[0]?.emit('error', new Error('protobuf'));
    lives[0]?.emit('chat', 'nonsense');
    lives[0]?.emit('gift', { giftDetails: 7 });
    lives[0]?.emit('chat', undefined);
    expect(connector.errors).toMatchObject({ 'addon-error': 1, 'bad-message': 2 });
    probe.clock.advance(45_000);
    expect(probe.lastHealth?.reason).toBe('room-no-answer');
  });

  it('leaves the room when it is closed, counts what ran, and tells nothing afterwards', async () => {
    open();
    await isReady();
    lives[0]?.emit('gift', rose('1', 2, 0));
    await connector.close();
    lives[0]?.emit('chat', chat('late', 'x'));
    expect(lives[0]?.left).toBe(1);
    expect(probe.events.map((event) => event.kind === 'gift' && event.final)).toEqual([false, true]);
    expect(probe.clock.pending).toBe(0);
  });
});

describe('the add-on in the data folder', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'yingxi-addon-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));
  const install = (manifest: object, code: string): void => {
    const folder = join(dataDir, 'components', 'node_modules', 'tiktok-live-connector');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'tiktok-live-connector', main: './index.js', ...manifest }),
    );
    writeFileSync(join(folder, 'index.js'), code);
  };
  const WORKING = `const { EventEmitter } = require('node:events');
    exports.TikTokLiveConnection = class extends EventEmitter { constructor(user, options) { super(); this.user = user; this.options = options; } async connect() {} async disconnect() {} };`;

  it('is used when it has the one version and licence that fit', () => {
    install({ version: '2.1.0', license: 'MIT' }, WORKING);
    const addon = loadTiktokAddon(dataDir);
    if (!('open' in addon)) throw new Error(addon.message);
    expect(addon.open('tt_salt')).toMatchObject({ user: 'tt_salt', options: { processInitialData: false } });
  });

  it.each([
    ['addon-missing', undefined, ''],
    ['addon-version', { version: '2.5.0', license: 'MIT' }, WORKING],
    ['addon-version', { version: '2.1.1', license: 'MIT' }, WORKING],
    ['addon-licence', { version: '2.1.0', license: 'AGPL-3.0-only' }, WORKING],
    ['addon-licence', { version: '2.1.0' }, WORKING],
    ['addon-broken', { version: '2.1.0', license: 'MIT' }, 'throw new Error("boom")'],
    ['addon-broken', { version: '2.1.0', license: 'MIT' }, 'exports.other = 1'],
    ['addon-broken', { license: 'MIT' }, WORKING],
  ] as const)('is refused with what to do: %s', (problem, manifest, code) => {
    if (manifest !== undefined) install(manifest, code);
    const addon = loadTiktokAddon(dataDir);
    if (!('problem' in addon)) throw new Error('it was taken');
    expect(addon.problem).toBe(problem);
    expect(addon.message).toContain('tiktok-live-connector@2.1.0');
    expect(addon.message).toContain(join(dataDir, 'components'));
  });

  it('is not even looked for without consent', () => {
    const wishes = (tiktok: object) => ({
      settings: settingsSchema.parse({ version: 1, tiktok: { enabled: true, user: 'a', ...tiktok } }),
      secret: () => undefined,
      keepSecret() {},
      dataDir,
    });
    expect(tiktokSource(wishes({ consent: false }))).toEqual([]);
    expect(tiktokSource(wishes({ consent: true }))).toHaveLength(1);
  });
});
