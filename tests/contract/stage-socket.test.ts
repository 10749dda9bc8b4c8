import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { decodePcmFrame, encodePcmFrame } from '#shared/frames/frame-codec.ts';
import { type FakeStage, startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let page: WebSocket;
let stage: FakeStage;
const hello = { type: 'hello', protocol: 1, kind: 'obs', canSound: true } as const;

beforeEach(async () => {
  server = await startTestServer();
  page = await openStage();
  stage = await server.stage(1, () => true);
});
afterEach(() => server.close());

async function openStage(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.server.port}/ws/stage?token=${server.tokens.stage}`);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

function closeOf(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })));
}

test('hands the hub what a stage says, parsed and in order', async () => {
  page.send(JSON.stringify(hello));
  page.send(JSON.stringify({ type: 'clock', turnId: 1, index: 0, positionMs: 12.5, playing: true }));
  await server.stage(1, ({ received }) => received.length === 2);
  expect(stage.received).toEqual([
    { ...hello, avatar: 'main' },
    { type: 'clock', turnId: 1, index: 0, positionMs: 12.5, playing: true },
  ]);
});

test('carries messages and PCM to the stage in one order', async () => {
  const got: unknown[] = [];
  const finished = new Promise<void>((resolve) => {
    page.on('message', (data: Buffer, isBinary: boolean) => {
      got.push(
        isBinary ? decodePcmFrame(data.buffer, data.byteOffset, data.byteLength).turnId : JSON.parse(data.toString()).type,
      );
      if (got.length === 4) resolve();
    });
  });
  const samples = new Float32Array(480);
  const frame = (turnId: number): Uint8Array =>
    encodePcmFrame({ sequence: 1, sourceTimeMs: 0, turnId, utterance: 0, startSample: 0, samples });
  stage.socket.send({ type: 'turn', turnId: 5 });
  stage.socket.sendFrame(frame(5));
  stage.socket.send({ type: 'stop', turnId: 5 });
  stage.socket.sendFrame(frame(6));
  await finished;
  expect(got).toEqual(['turn', 5, 'stop', 6]);
});

test('survives garbage, counts it, and says goodbye at the tenth', async () => {
  const closed = closeOf(page);
  const garbage = [
    '',
    'null',
    '{',
    '[]',
    '{"type":"shout"}',
    '{"type":"hello"}',
    '{"type":"clock","turnId":-1,"index":0,"positionMs":0,"playing":true}',
  ];
  for (const text of garbage) page.send(text);
  page.send(Buffer.from([1, 2, 3]));
  page.send(JSON.stringify(hello));
  await server.stage(1, ({ received }) => received.length === 1);
  expect(page.readyState).toBe(WebSocket.OPEN);
  page.send('9');
  page.send('10');
  expect(await closed).toMatchObject({ code: 1008 });
  await server.stage(1, ({ closed: isClosed }) => isClosed);
});

test('tells the hub once when a stage vanishes, and takes no more for it', async () => {
  page.terminate();
  await server.stage(1, ({ closed }) => closed);
  stage.socket.send({ type: 'turn', turnId: 1 });
  stage.socket.sendFrame(new Uint8Array(32));
  stage.socket.close('too late');
  expect(stage.received).toEqual([]);
});

test('shows the hub how much waits for a stage that does not read', async () => {
  expect(stage.socket.bufferedBytes).toBe(0);
  page.pause();
  const frame = new Uint8Array(1024 * 1024);
  for (let sent = 0; sent < 32; sent += 1) stage.socket.sendFrame(frame);
  expect(stage.socket.bufferedBytes).toBeGreaterThan(8 * 1024 * 1024);
  stage.socket.close('the stage does not read; reload it');
  await server.stage(1, ({ closed }) => closed);
});

test('passes the reason on when the hub closes a stage, however long', async () => {
  const closed = closeOf(page);
  stage.socket.close(`接管：${'长'.repeat(100)}`);
  const { code, reason } = await closed;
  expect(code).toBe(1000);
  expect(reason).toMatch(/^接管：长+$/u);
});

test('a hub that fails on one stage costs that stage its socket and nothing else', async () => {
  await server.close();
  server = await startTestServer({
    attachStage: () => ({
      receive() {
        throw new Error('broken');
      },
      closed() {},
    }),
  });
  const other = await openStage();
  const closed = closeOf(other);
  other.send(JSON.stringify(hello));
  expect(await closed).toMatchObject({ code: 1011 });
  expect((await openStage()).readyState).toBe(WebSocket.OPEN);
});
