import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type ConnectionState, createStudioClient, type StudioClient } from '#renderer/shared/client/client.ts';
import { connectionFromPort, socketConnector } from '#renderer/shared/client/connector.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let studio: StudioClient;
let states: ConnectionState[];

beforeEach(async () => {
  vi.stubGlobal('WebSocket', WebSocket);
  server = await startTestServer();
  studio = createStudioClient(socketConnector(`ws://127.0.0.1:${server.server.port}/ws/rpc?token=${server.tokens.studio}`));
  states = [];
  studio.onConnection((state) => states.push(state));
});
afterEach(async () => {
  studio.close();
  await server.close();
  vi.unstubAllGlobals();
});

const whenState = (wanted: ConnectionState): Promise<void> =>
  new Promise((resolve) => {
    const stop = studio.onConnection((state) => {
      if (state !== wanted) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });

/** Collects a watch's values; `reached` resolves when one satisfies `isEnough`. */
function collect(signal: AbortSignal) {
  const replies: string[] = [];
  const checks = new Set<() => void>();
  const ended = studio.watch(
    studio.client.speech.watch,
    ({ reply }) => {
      replies.push(reply);
      for (const check of [...checks]) check();
    },
    { signal, onProblem: () => undefined },
  );
  const reached = (reply: string): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (replies.at(-1) === reply) resolve();
      };
      checks.add(check);
      check();
    });
  return { replies, ended, reached };
}

/** Ends the server and starts another on the same port with the same tokens. */
async function restart(): Promise<void> {
  const { folder } = server;
  const { port } = server.server;
  await server.server.close();
  server = await startTestServer({ port, folder });
  expect(server.server.portTaken).toBe(false);
}

test('a call made before the connection is there waits for it', async () => {
  expect(studio.state).toBe('connecting');
  expect(await studio.client.studio.health()).toMatchObject({ status: 'ready' });
  expect(states).toEqual(['connecting', 'connected']);
});

test('a watch lives through a restart of the studio and gets a fresh snapshot', async () => {
  const watch = collect(new AbortController().signal);
  await watch.reached('hello');
  server.studio.say('before');
  await watch.reached('before');
  await restart();
  await watch.reached('hello');
  server.studio.say('after');
  await watch.reached('after');
  expect(watch.replies).toEqual(['hello', 'before', 'hello', 'after']);
  expect(states).toEqual(['connecting', 'connected', 'connecting', 'connected']);
  expect(server.studio.watching()).toBe(1);
});

test('a call cut off by the end of the studio rejects and is not repeated', async () => {
  const call = expect(studio.client.brain.test()).rejects.toThrow();
  await whenState('connected');
  while (server.studio.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await restart();
  await call;
  await studio.client.studio.health();
  expect(server.studio.calls.map(({ procedure }) => procedure)).toEqual(['studio.health']);
});

test('aborting a watch ends it here and in the studio', async () => {
  const abort = new AbortController();
  const watch = collect(abort.signal);
  await watch.reached('hello');
  abort.abort();
  await watch.ended;
  await server.studio.watchers(0);
});

test('a watch that the studio refuses ends and says why', async () => {
  const plugin = createStudioClient(socketConnector(`ws://127.0.0.1:${server.server.port}/ws/rpc?token=${server.tokens.plugin}`));
  const problems: unknown[] = [];
  await plugin.watch(plugin.client.brain.watch, () => undefined, {
    signal: new AbortController().signal,
    onProblem: (error) => problems.push(error),
  });
  expect(problems).toMatchObject([{ code: 'FORBIDDEN' }]);
  plugin.close();
});

test('a watch that fails in the studio is opened again', async () => {
  const watch = collect(new AbortController().signal);
  await watch.reached('hello');
  server.studio.failWith(new Error('once'));
  await server.studio.watchers(0);
  server.studio.say('again');
  await watch.reached('again');
});

test('what a listener throws ends the watch and is not swallowed', async () => {
  const broken = studio.watch(
    studio.client.speech.watch,
    () => {
      throw new Error('my own fault');
    },
    { signal: new AbortController().signal, onProblem: () => undefined },
  );
  await expect(broken).rejects.toThrow('my own fault');
  await server.studio.watchers(0);
});

test('closing ends watches, rejects calls, and is told to nobody twice', async () => {
  const watch = collect(new AbortController().signal);
  await watch.reached('hello');
  studio.close();
  studio.close();
  await watch.ended;
  await expect(studio.client.studio.health()).rejects.toThrow(/closed by this page/u);
  await server.studio.watchers(0);
  expect(states).toEqual(['connecting', 'connected', 'connecting']);
});

test('an aborted call does not wait for a connection', async () => {
  await whenState('connected');
  await server.server.close();
  await whenState('connecting');
  const abort = new AbortController();
  const call = expect(studio.client.studio.health(undefined, { signal: abort.signal })).rejects.toThrow();
  abort.abort();
  await call;
});

test('works through a port handed to the page', async () => {
  const { port1, port2 } = new MessageChannel();
  server.server.bindPort(port1, 'studio');
  const inWindow = createStudioClient(async () => connectionFromPort(port2 as unknown as MessagePort));
  const values: string[] = [];
  await inWindow.watch(
    inWindow.client.speech.watch,
    ({ reply }) => {
      values.push(reply);
      inWindow.close();
    },
    { signal: new AbortController().signal, onProblem: () => undefined },
  );
  expect(values).toEqual(['hello']);
  await server.studio.watchers(0);
});
