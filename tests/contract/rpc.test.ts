import { isDefinedError, ORPCError, safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Performance } from '#shared/contract/speech.ts';
import { StudioError } from '#shared/errors.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { type TestConnection, transports } from './support/transports.ts';

describe.each(Object.entries(transports))('over %s', (_name, connect) => {
  let server: TestServer;
  let studio: TestConnection;
  let plugin: TestConnection;

  beforeEach(async () => {
    server = await startTestServer();
    studio = await connect(server, 'studio');
    plugin = await connect(server, 'plugin');
  });
  afterEach(() => server.close());

  test('answers a query', async () => {
    expect(await studio.api.studio.health()).toEqual({ status: 'ready', parts: [{ id: 'voice', status: 'ready', sinceMs: 1 }] });
  });

  test('hands a command its checked input with defaults filled in', async () => {
    expect(await plugin.api.speech.say({ text: '你好 👋' })).toEqual({ eventId: 'say:1' });
    expect(server.studio.calls).toEqual([{ procedure: 'speech.say', input: { text: '你好 👋', speaker: 'her', mode: 'queue' } }]);
  });

  test('names the field that is wrong and does not call the handler', async () => {
    const failure = await failureOf(studio.api.speech.say({ text: 'hi', mode: 'loudly' as 'queue' }));
    expect(failure).toMatchObject({ code: 'INVALID_INPUT', status: 400, defined: true });
    expect(failure.message).toMatch(/^mode: /u);
    expect(server.studio.calls).toEqual([]);
  });

  test('names the field of a batch that is wrong', async () => {
    const failure = await failureOf(
      studio.api.live.post({ events: [{ text: 'ok' }, { text: 'ok', user: 7 as unknown as string }] }),
    );
    expect(failure.message).toMatch(/^events\.1\.user/u);
  });

  test('carries a declared error with its code, status and message', async () => {
    const { error } = await safe(studio.api.studio.openDataFolder());
    expect(isDefinedError(error) && error.code).toBe('UNAVAILABLE');
    expect(error).toMatchObject({ status: 503, message: 'this host has no windows; open the folder yourself' });
  });

  test('turns a StudioError into the declared error of its kind and keeps the cause to itself', async () => {
    const found = await failureOf(studio.api.live.startReplay({ name: 'x', speed: 1 }));
    expect(found).toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
      defined: true,
      message: 'there is no recording x; choose one of the list',
    });
    server.studio.failWith(
      new StudioError('storage', 'the disk is full; free some space', { cause: new Error('/home/me/secret') }),
    );
    const failure = await failureOf(studio.api.speech.stop());
    expect(failure).toMatchObject({ code: 'FAILED', status: 500, message: 'the disk is full; free some space' });
    expect(JSON.stringify(failure.toJSON())).not.toContain('/home/me');
  });

  test('tells nothing about a failure nobody foresaw', async () => {
    server.studio.failWith(new TypeError('cannot read /home/me/secret'));
    const failure = await failureOf(studio.api.speech.stop());
    expect(failure).toMatchObject({ code: 'FAILED', defined: true });
    expect(JSON.stringify(failure.toJSON())).not.toContain('/home/me');
  });

  test('refuses a scope that the procedure does not name, before looking at the input', async () => {
    const failure = await failureOf(plugin.api.studio.setSecret({ name: 'nonsense' as 'llm.apiKey', value: 'x' }));
    expect(failure).toMatchObject({ code: 'FORBIDDEN', status: 403 });
    expect(failure.message).toContain('studio.setSecret is not open to a plugin token');
    expect(server.studio.calls).toEqual([]);
  });

  test('refuses a stage everything', async () => {
    const stage = await connect(server, 'stage');
    expect(await failureOf(stage.api.speech.stop())).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('answers an unknown procedure with not found', async () => {
    const wild = studio.api as unknown as { nowhere: { at: { all(): Promise<unknown> } } };
    expect(await failureOf(wild.nowhere.at.all())).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a watch yields a snapshot, then each change', async () => {
    const watch = await studio.api.speech.watch(undefined, { signal: new AbortController().signal });
    expect((await nextOf(watch)).reply).toBe('hello');
    server.studio.say('one');
    expect((await nextOf(watch)).reply).toBe('one');
    server.studio.say('two');
    expect((await nextOf(watch)).reply).toBe('two');
  });

  test('aborting a watch ends it on both sides', async () => {
    const abort = new AbortController();
    const watch = await studio.api.speech.watch(undefined, { signal: abort.signal });
    await nextOf(watch);
    expect(server.studio.watching()).toBe(1);
    const pending = watch.next();
    abort.abort();
    await expect(pending).rejects.toThrow();
    await server.studio.watchers(0);
  });

  test('leaving a watch loop ends it in the studio', async () => {
    for await (const performance of await studio.api.speech.watch()) {
      expect(performance.turnId).toBe(7);
      break;
    }
    await server.studio.watchers(0);
  });

  test('a client that vanishes ends its watches and calls', async () => {
    const other = await connect(server, 'studio');
    const watches = await Promise.all([other.api.speech.watch(), other.api.brain.watch(), other.api.live.watch()]);
    await Promise.all(watches.map((watch) => watch.next()));
    expect(server.studio.watching()).toBe(3);
    other.drop();
    await server.studio.watchers(0);
    expect(await studio.api.studio.health()).toMatchObject({ status: 'ready' });
  });

  test('aborting a call reaches the handler', async () => {
    const abort = new AbortController();
    const call = expect(studio.api.brain.test(undefined, { signal: abort.signal })).rejects.toThrow();
    await until(() => server.studio.calls.some(({ procedure }) => procedure === 'brain.test'));
    abort.abort();
    await call;
    await until(() => server.studio.calls.some(({ procedure }) => procedure === 'brain.test aborted'));
  });

  test('a watch that fails midway tells the declared error', async () => {
    const watch = await studio.api.speech.watch();
    await nextOf(watch);
    server.studio.failWith(new StudioError('voice', 'the voice process died; it is started again'));
    expect(await failureOf(watch.next())).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'the voice process died; it is started again',
    });
  });

  test('keeps many watches and calls apart', async () => {
    const watches = await Promise.all(Array.from({ length: 40 }, () => studio.api.speech.watch()));
    await Promise.all(watches.map((watch) => watch.next()));
    const nexts = watches.map((watch) => nextOf(watch));
    const healths = Array.from({ length: 40 }, () => studio.api.studio.health());
    server.studio.say('all');
    expect(new Set((await Promise.all(nexts)).map(({ reply }) => reply))).toEqual(new Set(['all']));
    expect(await Promise.all(healths)).toHaveLength(40);
  });

  test('carries messages of many megabytes both ways', async () => {
    expect(await studio.api.brain.importPersona({ png: 'B'.repeat(15_900_000) })).toMatchObject({ name: '15900000' });
    const { png } = await studio.api.brain.exportPersona({ format: 'png' });
    expect(png).toHaveLength(12_000_000);
  });

  test('ends pending calls when the studio closes', async () => {
    const call = studio.api.brain.test();
    const ended = expect(call).rejects.toThrow();
    await until(() => server.studio.calls.length > 0);
    await server.server.close();
    await ended;
  });
});

async function failureOf(promise: Promise<unknown>): Promise<ORPCError<string, unknown>> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ORPCError) return error;
  throw new Error(`expected an oRPC error, got ${String(error)}`);
}

async function nextOf(watch: AsyncIterator<Performance>): Promise<Performance> {
  const { done, value } = await watch.next();
  if (done === true) throw new Error('the watch ended');
  return value;
}

/** Turns of the event loop until `condition` holds; the test's own time limit ends it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
