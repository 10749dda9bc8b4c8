import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { createRemoteRouter } from '#main/remote-router.ts';
import { isPrivateAddress, lanAddresses } from '#main/server/lan-addresses.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { servePhoneMotion } from '#main/server/phone-motion.ts';
import { createRemoteListener } from '#main/server/remote-listener.ts';
import type { RemoteListener } from '#main/server/remote-listener.types.ts';
import type { MotionSourceInfo } from '#main/tracking/tracking.types.ts';
import type { PhoneContract } from '#shared/contract/remote.ts';
import { encodeMotionFrame } from '#shared/frames/motion-frame.ts';
import { defaultSettings, type Settings } from '#shared/settings/settings.ts';
import { emptyFace } from '#shared/tracking/face-channels.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import { avatarModel, type BindingHarness, createBindingHarness, hold, toggle } from '../fakes/binding-harness.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { eventually } from '../support/numbers.ts';

/** A second address of this computer stands in for the one in the local network: whatever listens on it does not listen on 127.0.0.1. */
const ADDRESS = '127.0.0.2';

let folder: string;
let harness: BindingHarness;
let listener: RemoteListener;
let stops: number;
let holding = false;
let tellTalk = (): void => undefined;
const clock = createFakeClock();
let settings: Settings;
let driven: string[];
let attached: MotionSourceInfo[];
let detached: string[];
let pushed: MotionSample[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-remote-'));
  mkdirSync(join(folder, 'pages', 'remote'), { recursive: true });
  mkdirSync(join(folder, 'pages', 'assets'));
  mkdirSync(join(folder, 'pages', 'studio'));
  writeFileSync(join(folder, 'pages', 'remote', 'index.html'), '<!doctype html><title>remote</title>');
  writeFileSync(join(folder, 'pages', 'studio', 'index.html'), '<!doctype html><title>studio</title>');
  writeFileSync(join(folder, 'pages', 'assets', 'remote-DeAdBe3f.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  stops = 0;
  settings = defaultSettings();
  settings.tracking.controls.enabled = true;
  [driven, attached, detached, pushed] = [[], [], [], []];
  harness = createBindingHarness({ clock: createNodeClock(), model: avatarModel({ expressions: ['happy'] }) });
  listener = open();
});
afterEach(async () => {
  await listener.close();
  await harness.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(limits: Partial<ServerLimits> = {}, addresses: () => readonly string[] = () => [ADDRESS]): RemoteListener {
  const router = createRemoteRouter({
    pause: createPause(createNodeClock()),
    now: Date.now,
    bindings: harness.desk,
    isSpeaking: () => false,
    onSpeaking: () => () => undefined,
    talk: () => ({
      state: () => (holding ? 'held' : 'ready'),
      onChange(listener) {
        tellTalk = listener;
        return () => undefined;
      },
      hold(held) {
        holding = held;
        tellTalk();
      },
      close: () => undefined,
    }),
    settings: () => settings,
    onSettings: () => () => undefined,
    drive: (mode) => void driven.push(mode),
    stop: () => {
      stops += 1;
    },
  });
  const file = join(folder, 'remote.json');
  return createRemoteListener({
    ...{ file, pagesDir: join(folder, 'pages'), router, addresses, clock, logger: silentLogger, limits },
    serveMotion: (socket, motionLimits) =>
      servePhoneMotion(socket, {
        attach(info) {
          attached.push(info);
          return {
            push: (sample) => void pushed.push(sample),
            report: () => undefined,
            close: () => void detached.push(info.id),
          };
        },
        allowed: () => settings.tracking.controls.remote,
        now: () => 123_456,
        limits: motionLimits,
        logger: silentLogger,
      }),
  });
}

const urlOf = (): URL => new URL(listener.view.get().addresses[0] ?? 'http://closed');
function get(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: object; text: string }> {
  const { port } = urlOf();
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: ADDRESS, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    outgoing.on('error', reject).end();
  });
}
/** 101, the refusal's status, or 0 when nobody answered. */
function upgradeStatus(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${urlOf().host}${path}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', () => resolve(0));
  });
}

interface Phone {
  readonly api: ContractRouterClient<PhoneContract>;
  readonly socket: WebSocket;
  readonly ended: Promise<number>;
}
async function phone(): Promise<Phone> {
  const { host, search, origin } = urlOf();
  const socket = new WebSocket(`ws://${host}/ws/remote${search}`, { origin });
  const ended = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  // ws speaks the DOM's WebSocket at run time; only the declared event classes differ.
  return { api: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })), socket, ended };
}
async function next<T>(values: AsyncIterator<T>): Promise<T> {
  const { value, done } = await values.next();
  if (done === true) throw new Error('the watch has ended');
  return value;
}

test('nothing listens until the streamer opens it, and nothing after it is closed', async () => {
  expect(listener.view.get()).toEqual({ enabled: false, addresses: [], connected: 0, problem: null });
  await listener.setEnabled(true);
  const { port, search } = urlOf();
  expect((await get(`/remote/${search}`)).text).toContain('<title>remote</title>');
  const onLoopback = await fetch(`http://127.0.0.1:${port}/remote/${search}`).catch(() => 'nobody');
  expect(onLoopback).toBe('nobody');
  await listener.setEnabled(false);
  expect(listener.view.get().addresses).toEqual([]);
  expect(await fetch(`http://${ADDRESS}:${port}/remote/${search}`).catch(() => 'nobody')).toBe('nobody');
});

test('is open again after a restart, under the same address and key, kept where only the owner reads', async () => {
  await listener.setEnabled(true);
  const before = urlOf().href;
  expect(statSync(join(folder, 'remote.json')).mode & 0o777).toBe(0o600);
  await listener.close();
  listener = open();
  await listener.setEnabled(true);
  expect(urlOf().href).toBe(before);
});

test('a broken key file means closed, with a new key', async () => {
  writeFileSync(join(folder, 'remote.json'), '{"enabled":true,"key":"guess","port":1}');
  listener = open();
  expect(listener.view.get().enabled).toBe(false);
  await listener.setEnabled(true);
  expect(urlOf().searchParams.get('token')).toMatch(/^[\w-]{43}$/);
  expect(readFileSync(join(folder, 'remote.json'), 'utf8')).not.toContain('guess');
});

test('shows the buttons, fires them, holds them, and stops her', async () => {
  const held = harness.add({
    name: 'Wink',
    triggers: [{ type: 'button', slot: 2 }],
    actions: [{ delay: 0, action: hold('wink') }],
  });
  harness.add({ name: 'Chat only', triggers: [{ type: 'chat', word: 'x', match: 'exact', who: 'everyone' }] });
  await listener.setEnabled(true);
  const { api, socket } = await phone();
  const views = await api.remote.watch();
  const view = await next(views);
  expect(view.modelName).toBe('Ann');
  expect(view.buttons.map(({ name, slot, holds }) => [name, slot, holds])).toEqual([
    ['Happy', 1, false],
    ['Wink', 2, true],
    ['Remove all expressions', 8, false],
  ]);
  expect(listener.view.get().connected).toBe(1);
  expect(await api.remote.press({ id: view.buttons[0]?.id ?? '', holds: false })).toEqual({ answer: 'done' });
  await api.remote.press({ id: held, holds: true });
  await api.remote.holding({ ids: [held] });
  await api.remote.release({ id: held });
  expect(harness.deeds()).toEqual(['expression:happy:toggle', 'expression:wink:hold', 'expression:wink:off']);
  harness.light(['happy']);
  let lit = await next(views);
  while (lit.buttons[0]?.on !== true) lit = await next(views);
  await api.remote.stop();
  expect(stops).toBe(1);
  socket.terminate();
});

test('a phone hands the avatar over, and is told its own rows of the map and no others', async () => {
  await listener.setEnabled(true);
  const { api, socket } = await phone();
  const view = await next(await api.remote.watch());
  expect(view.driving).toBe('ai');
  expect(view.puppet.enabled).toBe(true);
  expect(new Set(view.puppet.rows.map(({ device }) => device))).toEqual(new Set(['remote']));
  await api.remote.drive({ mode: 'both' });
  expect(driven).toEqual(['both']);
  socket.terminate();
});

describe('a phone that moves the avatar', () => {
  beforeEach(() => listener.setEnabled(true));
  const HELLO = JSON.stringify({ type: 'hello', kind: 'controls', name: 'Ann’s phone' });
  const frame = (sequence: number) =>
    encodeMotionFrame(sequence, { atMs: 1, found: true, face: emptyFace().fill(0.25), hands: undefined, pose: undefined });
  async function motion() {
    const { host, search, origin } = urlOf();
    const socket = new WebSocket(`ws://${host}/ws/tracking${search}`, { origin });
    const ended = new Promise<number>((resolve) => socket.once('close', resolve));
    const told: string[] = [];
    socket.on('message', (data) => told.push(String(data)));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return { socket, ended, told };
  }

  test('is controls, by the time at which it arrives, and gone with its socket', async () => {
    const { socket, ended, told } = await motion();
    socket.send(frame(0));
    socket.send(HELLO);
    socket.send(frame(1));
    await eventually(() => pushed.length > 0 || undefined);
    expect(attached).toEqual([{ id: 'controls', kind: 'controls', name: 'Ann’s phone', mirrored: true }]);
    // The frame before the greeting was nobody's.
    expect(pushed.map(({ atMs, found, face }) => [atMs, found, face?.[3]])).toEqual([[123_456, true, 0.25]]);
    await eventually(() => told.length > 0 || undefined);
    expect(told).toEqual(['{"type":"accepted"}']);
    expect(listener.view.get().connected).toBe(0);
    socket.terminate();
    await ended;
    await eventually(() => detached.length > 0 || undefined);
  });

  test('may not be a camera', async () => {
    const { socket, ended } = await motion();
    socket.send(JSON.stringify({ type: 'hello', kind: 'webcam', name: 'x' }));
    expect(await ended).toBe(1008);
    expect(attached).toEqual([]);
  });

  test('moves nothing while the streamer does not want phones to', async () => {
    settings.tracking.controls.remote = false;
    const { socket } = await motion();
    socket.send(HELLO);
    for (let i = 0; i < 5; i++) socket.send(frame(i));
    await eventually(() => attached.length > 0 || undefined);
    settings.tracking.controls.remote = true;
    socket.send(frame(9));
    await eventually(() => pushed.length > 0 || undefined);
    expect(pushed).toHaveLength(1);
    socket.terminate();
  });

  test('is slowed down when it floods, and sent away when it keeps sending nonsense', async () => {
    const { socket, ended } = await motion();
    socket.send(HELLO);
    for (let i = 0; i < 2000; i++) socket.send(frame(i));
    for (let i = 0; i < 10; i++) socket.send(i % 2 === 0 ? 'nonsense' : Buffer.from([1, 2, 3]));
    expect(await ended).toBe(1008);
    expect(pushed.length).toBeGreaterThan(0);
    expect(pushed.length).toBeLessThan(1500);
  });

  test('needs the key', async () => {
    const { host, origin, search } = urlOf();
    expect(await upgradeStatus('/ws/tracking?token=guess', { host, origin })).toBe(401);
    expect(await upgradeStatus(`/ws/tracking${search}`, { origin: 'https://evil.example' })).toBe(403);
  });
});

test('a phone holds the key of push-to-talk, and sees that it is held', async () => {
  await listener.setEnabled(true);
  const { api, socket } = await phone();
  const views = await api.remote.watch();
  expect((await next(views)).talk).toBe('ready');
  await api.remote.talk({ held: true });
  let view = await next(views);
  while (view.talk !== 'held') view = await next(views);
  await api.remote.talk({ held: false });
  while (view.talk !== 'ready') view = await next(views);
  expect(holding).toBe(false);
  socket.terminate();
});

describe('what a phone may not', () => {
  beforeEach(() => listener.setEnabled(true));

  test('fire what is no button, or anything of the studio', async () => {
    const secret = harness.add({
      triggers: [{ type: 'gift', minimumMicros: 0, name: '' }],
      actions: [{ delay: 0, action: toggle('x') }],
    });
    const { api, socket } = await phone();
    expect(await api.remote.press({ id: secret, holds: false })).toEqual({ answer: 'unknown' });
    // A client that speaks the studio's contract on the phones' socket.
    const outside = api as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
    for (const [area, verb] of [
      ['studio', 'info'],
      ['studio', 'updateSettings'],
      ['speech', 'say'],
      ['bindings', 'add'],
      ['bindings', 'setRemote'],
      ['live', 'post'],
    ] as const) {
      await expect(outside[area]?.[verb]?.({})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(harness.performed).toEqual([]);
    socket.terminate();
  });

  test('come without the key, with a wrong one, or under another name or origin', async () => {
    const { search, host, origin } = urlOf();
    const key = search.slice(1);
    expect((await get('/remote/')).status).toBe(401);
    expect((await get('/remote/?token=guess')).status).toBe(401);
    expect((await get(`/remote/${search}`, { host: 'evil.example' })).status).toBe(403);
    expect((await get(`/remote/${search}`, { host: `localhost:${urlOf().port}` })).status).toBe(403);
    expect((await get(`/remote/${search}`, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get(`/remote/${search}`, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status).toBe(403);
    expect(await upgradeStatus('/ws/remote')).toBe(401);
    expect(await upgradeStatus('/ws/remote?token=guess')).toBe(401);
    expect(await upgradeStatus(`/ws/remote?${key}`, { origin: 'https://evil.example' })).toBe(403);
    expect(await upgradeStatus(`/ws/remote?${key}`, { origin: 'null' })).toBe(403);
    expect(await upgradeStatus(`/ws/remote?${key}`, { host: 'evil.example', origin })).toBe(403);
    expect(await upgradeStatus(`/ws/remote?${key}`, { origin, host })).toBe(101);
  });

  test('reach any other page, socket, file or verb', async () => {
    const key = urlOf().search;
    for (const path of [
      '/',
      '/studio/',
      '/studio/index.html',
      '/stage/',
      '/api/v1/health',
      '/api/openapi.json',
      '/avatars/default.vrm',
      '/files/x/models/y',
      '/uploads/x',
      '/remote/../studio/',
      '/assets/../../secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/remote.json',
    ])
      expect([path, (await get(`${path}${key}`)).status]).toEqual([path, 404]);
    for (const path of ['/ws/rpc', '/ws/stage', '/']) expect([path, await upgradeStatus(`${path}${key}`)]).toEqual([path, 404]);
    expect((await get(`/remote/${key}`, {}, 'POST')).status).toBe(404);
    expect((await get('/assets/remote-DeAdBe3f.js')).status).toBe(200);
  });

  test('load anything from elsewhere, or be framed', async () => {
    const page = await get(`/remote/${urlOf().search}`);
    expect(page.headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('guess keys for long', async () => {
    const statuses = new Set<number>();
    for (let guess = 0; guess < 60; guess += 1) statuses.add((await get(`/remote/?token=${guess}`)).status);
    expect([...statuses]).toEqual([401, 429]);
    expect((await get(`/remote/${urlOf().search}`)).status).toBe(200);
  });

  test('stay when the key was renewed', async () => {
    const before = urlOf().search;
    const { ended } = await phone();
    await listener.renewKey();
    expect(await ended).toBe(1008);
    expect((await get(`/remote/${before}`)).status).toBe(401);
    expect((await get(`/remote/${urlOf().search}`)).status).toBe(200);
  });

  test('open more pages than there is room for', async () => {
    await listener.close();
    listener = open({ sockets: 2 });
    await listener.setEnabled(true);
    const phones = [await phone(), await phone()];
    expect(await upgradeStatus(`/ws/remote${urlOf().search}`, { origin: urlOf().origin })).toBe(503);
    phones[0]?.socket.close();
    await phones[0]?.ended;
    await new Promise<void>((resolve) => {
      if (listener.view.get().connected === 1) resolve();
      else listener.view.subscribe(({ connected }) => (connected === 1 ? resolve() : undefined));
    });
    expect(await upgradeStatus(`/ws/remote${urlOf().search}`, { origin: urlOf().origin })).toBe(101);
  });

  test('send large messages', async () => {
    const { socket, ended } = await phone();
    socket.send('x'.repeat(20_000));
    expect(await ended).toBe(1009);
  });
});

test('says what to do without a network, and moves along when the computer changes its network', async () => {
  let addresses: readonly string[] = [];
  await listener.close();
  listener = open({}, () => addresses);
  await expect(listener.setEnabled(true)).rejects.toThrow(/same Wi-Fi/);
  expect(listener.view.get()).toMatchObject({ enabled: true, problem: expect.stringContaining('Wi-Fi') });
  addresses = [ADDRESS];
  const moved = new Promise<void>((resolve) =>
    listener.view.subscribe(({ addresses: now }) => (now.length === 1 ? resolve() : undefined)),
  );
  clock.advance(31_000);
  await moved;
  expect((await get(`/remote/${urlOf().search}`)).status).toBe(200);
  expect(listener.view.get().problem).toBeNull();
});

test('offers only addresses of private networks', () => {
  for (const address of [
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.5',
    '169.254.3.4',
    '127.0.0.1',
    '::ffff:192.168.0.9',
  ])
    expect([address, isPrivateAddress(address)]).toEqual([address, true]);
  for (const address of ['8.8.8.8', '172.32.0.1', '192.169.0.1', '::1', 'fe80::1', '', '10.0.0', '10.0.0.256', '1.10.0.1'])
    expect([address, isPrivateAddress(address)]).toEqual([address, false]);
  for (const address of lanAddresses()) expect(isPrivateAddress(address)).toBe(true);
});
