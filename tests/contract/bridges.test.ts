import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createInwardBridge } from '#main/connectors/bridges/bridge-in.ts';
import { createWebhookIntake } from '#main/connectors/bridges/webhook-intake.ts';
import type { Connector } from '#main/connectors/connector.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { bridgeSettingsSchema } from '#shared/settings/settings.ts';
import { grabChat } from '../fakes/bridge-program.ts';
import { type ConnectorProbe, createConnectorProbe } from '../fakes/connector-probe.ts';
import { raw } from './support/raw-http.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const TOKEN = 'a-token-of-this-bridge-1';
let server: TestServer;
let port: number;
let probe: ConnectorProbe;
let bridge: Connector;
let taken: LiveEvent[];
beforeEach(async () => {
  probe = createConnectorProbe();
  taken = [];
  const settings = bridgeSettingsSchema.parse({ id: 'tool', enabled: true, direction: 'in', platform: 'douyin' });
  bridge = createInwardBridge(settings, TOKEN, probe.context);
  bridge.start();
  server = await startTestServer({
    bridges: {
      door: (id) => (id === 'tool' ? bridge.door : undefined),
      webhook: createWebhookIntake(probe.clock, async (events) => {
        taken.push(...events);
        return { accepted: events.length, duplicates: 0, ids: events.map(({ id }) => id) };
      }),
    },
  });
  port = server.server.port;
});
afterEach(async () => {
  await bridge.close();
  await server.close();
});

const connect = (path: string, headers: Record<string, string> = {}): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
async function opened(path = `/bridge/tool?token=${TOKEN}`): Promise<WebSocket> {
  const socket = connect(path);
  await once(socket, 'open');
  return socket;
}
/** The HTTP status with which an upgrade was refused. */
const refusal = (socket: WebSocket): Promise<number | undefined> =>
  new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('open', () => resolve(undefined));
    socket.on('error', () => {});
  });
const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  raw(port, path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

test('a program with the key brings messages over a WebSocket, and the bridge says whether one is there', async () => {
  expect(probe.lastHealth).toMatchObject({ status: 'connecting', reason: 'bridge-waiting' });
  const socket = await opened();
  socket.send(grabChat('7338697242632999936', '你好'));
  await probe.until(() => probe.events.length === 1);
  expect(probe.events[0]).toMatchObject({ id: 'douyin:7338697242632999936', text: '你好' });
  expect(probe.lastHealth?.status).toBe('ready');
  socket.send('ping');
  expect(String((await once(socket, 'message'))[0])).toBe('pong');
  socket.close();
  await probe.until(() => probe.lastHealth?.reason === 'bridge-waiting');
});

test('a program without the key, of another bridge, of a web page or under another name does not come in', async () => {
  expect(await refusal(connect('/bridge/tool'))).toBe(401);
  expect(await refusal(connect(`/bridge/tool?token=${TOKEN.slice(0, -1)}2`))).toBe(401);
  expect(await refusal(connect(`/bridge/tool?token=${server.tokens.studio}`))).toBe(401);
  expect(await refusal(connect(`/bridge/other?token=${TOKEN}`))).toBe(404);
  expect(await refusal(connect(`/bridge/__proto__?token=${TOKEN}`))).toBe(404);
  expect(await refusal(connect(`/bridge/tool?token=${TOKEN}`, { origin: 'https://live.example.test' }))).toBe(403);
  expect(await refusal(connect(`/bridge/tool?token=${TOKEN}`, { host: 'studio.example.test' }))).toBe(403);
  const chat = grabChat('1', 'x');
  expect((await post('/bridge/tool', chat)).status).toBe(401);
  expect((await post(`/bridge/other?token=${TOKEN}`, chat)).status).toBe(404);
  expect((await post(`/bridge/tool?token=${TOKEN}`, chat, { origin: 'https://live.example.test' })).status).toBe(403);
  expect((await raw(port, `/bridge/tool?token=${TOKEN}`)).status).toBe(405);
  expect(probe.events).toEqual([]);
});

test('messages come in by requests of any content type, with the key in the address or a header', async () => {
  const one = await post(`/bridge/tool?token=${TOKEN}`, grabChat('1', 'a'), { 'content-type': 'text/plain' });
  expect(one).toMatchObject({ status: 200, text: JSON.stringify({ accepted: 1 }) });
  await post('/bridge/tool', grabChat('2', 'b'), { authorization: `Bearer ${TOKEN}` });
  expect(probe.events.map((event) => 'text' in event && event.text)).toEqual(['a', 'b']);
  expect(probe.lastHealth?.status).toBe('ready');
});

test('what breaks the rules is refused with the reason, and 256 KiB are the most', async () => {
  const bad = await post(`/bridge/tool?token=${TOKEN}`, 'hello');
  expect(bad).toMatchObject({ status: 400 });
  expect(bad.text).toContain('no JSON');
  const long = await post(`/bridge/tool?token=${TOKEN}`, Buffer.alloc(256 * 1024 + 1, 0x61));
  expect(long.status).toBe(413);
  const socket = await opened();
  socket.send(Buffer.alloc(256 * 1024 + 1, 0x61).toString());
  expect((await once(socket, 'close'))[0]).toBe(1009);
  const binary = await opened();
  binary.send(Buffer.from([1, 2, 3]));
  expect((await once(binary, 'close'))[0]).toBe(1003);
  expect(probe.events).toEqual([]);
});

test('a program that brings more than it may is read more slowly, and none of it is lost', async () => {
  const socket = await opened();
  // So long that they cannot all be on their way at once.
  const tail = 'x'.repeat(2000);
  for (let index = 0; index < 800; index += 1) socket.send(grabChat(String(1000 + index), `${index} ${tail}`));
  await probe.until(() => probe.events.length > 400);
  const isAllThere = probe.until(() => probe.events.length === 800);
  // The studio's clock stands still: only time brings the rest.
  await new Promise((resolve) => setImmediate(resolve));
  expect(probe.events.length).toBeLessThan(800);
  probe.clock.advance(60_000);
  await isAllThere;
  const numbers = probe.events.map((event) => ('text' in event ? Number.parseInt(event.text ?? '', 10) : -1));
  expect(numbers).toEqual(Array.from({ length: 800 }, (_, index) => index));
});

test('requests beyond the allowance are told to wait', async () => {
  const batch = JSON.stringify(
    Array.from({ length: 100 }, (_, index) => ({ v: 1, kind: 'join', platform: 'custom', user: { name: `v${index}` } })),
  );
  for (let count = 0; count < 5; count += 1) expect((await post(`/bridge/tool?token=${TOKEN}`, batch)).status).toBe(200);
  const refused = await post(`/bridge/tool?token=${TOKEN}`, batch);
  expect(refused.status).toBe(429);
  expect(refused.headers['retry-after']).toBe('1');
  expect(probe.events).toHaveLength(500);
});

test('no more than four programs use one bridge, and all leave when it is switched off', async () => {
  const sockets = await Promise.all(Array.from({ length: 4 }, () => opened()));
  const fifth = await opened();
  expect((await once(fifth, 'close'))[0]).toBe(1013);
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  await bridge.close();
  await closed;
  expect(await refusal(connect(`/bridge/tool?token=${TOKEN}`))).toBe(401);
});

test('the documented webhook takes events with what they lack filled in, by a program’s token', async () => {
  const event = {
    v: 1,
    kind: 'gift',
    platform: 'custom',
    id: 'w9',
    user: { id: 'u', name: 'n' },
    gift: { id: 'g', name: 'Rose', count: 2, comboId: null },
  };
  const headers = { authorization: `Bearer ${server.tokens.plugin}` };
  expect(await post('/api/live/events', JSON.stringify(event), headers)).toMatchObject({
    status: 200,
    text: JSON.stringify({ accepted: 1, duplicates: 0, ids: ['custom:w9'] }),
  });
  expect(taken[0]).toMatchObject({
    source: 'webhook',
    paid: false,
    value: null,
    final: true,
    user: { masked: false, roles: [] },
  });
  expect((await post('/api/live/events', JSON.stringify(event))).status).toBe(401);
  expect((await post('/api/live/events', JSON.stringify(event), { authorization: `Bearer ${server.tokens.stage}` })).status).toBe(
    403,
  );
  expect(taken).toHaveLength(1);
});

test.each([
  ['an unknown kind', [{ v: 1, kind: 'explode', platform: 'custom', text: 'x' }]],
  ['a kind that lies on every object', [{ v: 1, kind: '__proto__', platform: 'custom', text: 'x' }]],
  ['an unknown platform', [{ v: 1, kind: 'chat', platform: 'moon', user: { name: 'n' }, text: 'x' }]],
  ['a viewer without a name', [{ v: 1, kind: 'chat', platform: 'custom', user: { id: '1' }, text: 'x' }]],
  [
    'broken money',
    [
      {
        v: 1,
        kind: 'superchat',
        platform: 'custom',
        user: { name: 'n' },
        text: 'x',
        value: { currency: 'CNY', micros: 0.5, estimated: false },
      },
    ],
  ],
  [
    'one bad event among good ones',
    [
      { v: 1, kind: 'join', platform: 'custom', user: { name: 'n' } },
      { v: 1, kind: 'join', platform: 'custom' },
    ],
  ],
  ['101 events', Array.from({ length: 101 }, () => ({ v: 1, kind: 'join', platform: 'custom', user: { name: 'n' } }))],
])('the webhook refuses %s without taking anything in', async (_name, events) => {
  const answer = await post('/api/live/events', JSON.stringify(events), { authorization: `Bearer ${server.tokens.plugin}` });
  expect(answer.status).toBe(400);
  expect(taken).toEqual([]);
});
