import { afterEach, beforeEach, expect, test } from 'vitest';
import { StudioError } from '#shared/errors.ts';
import { errorOf, type RawAnswer, raw } from './support/raw-http.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

function call(method: 'GET' | 'POST', path: string, body?: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const authorization = { authorization: `Bearer ${server.tokens.plugin}` };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (body === undefined) return raw(server.server.port, path, { method, headers: { ...authorization, ...headers } });
  return raw(server.server.port, path, {
    method,
    headers: { ...authorization, 'content-type': 'application/json', ...headers },
    body: text,
  });
}

test('answers every query of the contract that has a path', async () => {
  const health = await call('GET', '/api/v1/health');
  expect(health).toMatchObject({ status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });
  expect(JSON.parse(health.text)).toMatchObject({ status: 'ready' });
  expect(JSON.parse((await call('GET', '/api/v1/stage')).text)).toMatchObject({ soundingStageId: null });
  expect(JSON.parse((await call('GET', '/api/v1/ledger?limit=5')).text)).toEqual({ entries: [] });
  expect(server.studio.calls.at(-1)).toEqual({ procedure: 'live.ledger', input: { limit: 5 } });
});

test('takes commands as JSON', async () => {
  expect(JSON.parse((await call('POST', '/api/v1/speech/say', { text: '你好', emotion: 'happy' })).text)).toEqual({
    eventId: 'say:1',
  });
  expect(server.studio.calls.at(-1)?.input).toEqual({ text: '你好', emotion: 'happy', speaker: 'her', mode: 'queue' });
  expect((await call('POST', '/api/v1/stage/expression', { emotion: 'sad' })).status).toBe(200);
  expect(server.studio.calls.at(-1)?.input).toEqual({ emotion: 'sad', intensity: 1, holdMs: 4000 });
});

test('takes a command without a body where none is needed', async () => {
  const stopped = await call('POST', '/api/v1/speech/stop');
  expect(JSON.parse(stopped.text)).toEqual({ stoppedTurnId: 7, droppedMessages: 3 });
});

test('takes one live event or a thousand', async () => {
  expect(JSON.parse((await call('POST', '/api/v1/live-events', { text: 'hi', user: 'Ann' })).text)).toMatchObject({
    accepted: 1,
  });
  const events = Array.from({ length: 1000 }, (_, index) => ({ text: `line ${index}` }));
  expect(JSON.parse((await call('POST', '/api/v1/live-events', { events })).text)).toMatchObject({ accepted: 1000 });
});

test('takes the token in the address too', async () => {
  expect((await raw(server.server.port, `/api/v1/health?token=${server.tokens.studio}`)).status).toBe(200);
});

test('says which field of a body is wrong', async () => {
  const answers = [
    [await call('POST', '/api/v1/speech/say', { emotion: 'happy' }), /^text: /u],
    [await call('POST', '/api/v1/speech/say', { text: 'hi', emotion: 'hungry' }), /^emotion: /u],
    [await call('POST', '/api/v1/live-events', { text: 5 }), /^text: /u],
    [await call('POST', '/api/v1/live-events', { events: [] }), /^events: /u],
    [await call('POST', '/api/v1/live-events', { events: [{ text: 'a' }, { text: '' }] }), /^events\.1\.text: /u],
    [await call('GET', '/api/v1/ledger?limit=many'), /^limit: /u],
    [await call('POST', '/api/v1/speech/say', '[1]'), /^input: /u],
  ] as const;
  for (const [answer, pattern] of answers) {
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(errorOf(answer).message).toMatch(pattern);
  }
});

test('says what is wrong with a body that is no JSON', async () => {
  const cut = await call('POST', '/api/v1/speech/say', '{"text": "hi"');
  expect(cut.status).toBe(400);
  expect(errorOf(cut)).toMatchObject({ code: 'INVALID_INPUT' });
  expect(errorOf(cut).message).toMatch(/^body: not valid JSON/u);
  const form = await call('POST', '/api/v1/speech/say', 'text=hi', { 'content-type': 'application/x-www-form-urlencoded' });
  expect(form.status).toBe(415);
  const latin = await raw(server.server.port, '/api/v1/speech/say', {
    method: 'POST',
    headers: { authorization: `Bearer ${server.tokens.plugin}`, 'content-type': 'application/json' },
    body: Buffer.from('{"text":"caf\xe9"}', 'latin1'),
  });
  expect(latin.status).toBe(400);
  expect(server.studio.calls).toEqual([]);
});

test('maps the failures of a handler to HTTP', async () => {
  server.studio.failWith(new StudioError('unavailable', 'no voice is installed; choose another engine'));
  const answer = await call('POST', '/api/v1/speech/say', { text: 'hi' });
  expect(answer.status).toBe(503);
  expect(errorOf(answer)).toMatchObject({ code: 'UNAVAILABLE', message: 'no voice is installed; choose another engine' });
});

test('refuses unknown paths, wrong methods, and callers without a right, in JSON', async () => {
  const unknown = await call('GET', '/api/v1/nothing');
  expect([unknown.status, errorOf(unknown).code]).toEqual([404, 'NOT_FOUND']);
  expect((await call('GET', '/api/v1/studio/setSecret')).status).toBe(404);
  expect((await call('POST', '/api/v1/studio/setSecret', { name: 'llm.apiKey', value: 'x' })).status).toBe(404);
  const method = await call('GET', '/api/v1/speech/stop');
  expect([method.status, method.headers.allow]).toEqual([405, 'POST']);
  const nobody = await raw(server.server.port, '/api/v1/health');
  expect([nobody.status, errorOf(nobody).code]).toEqual([401, 'UNAUTHORIZED']);
  expect(errorOf(nobody).message).toContain('Authorization: Bearer');
  expect((await raw(server.server.port, '/api/v1/health?token=wrong')).status).toBe(401);
  const stage = await raw(server.server.port, '/api/v1/health', { headers: { authorization: `Bearer ${server.tokens.stage}` } });
  expect([stage.status, errorOf(stage).code]).toEqual([403, 'FORBIDDEN']);
});

test('describes itself in OpenAPI: exactly the routed procedures, behind a bearer token', async () => {
  expect((await raw(server.server.port, '/api/openapi.json')).status).toBe(401);
  const document = JSON.parse((await call('GET', '/api/openapi.json')).text);
  expect(document.openapi).toMatch(/^3\.1/u);
  expect(document.servers).toEqual([{ url: `${server.server.origin}/api/v1` }]);
  expect(document.components.securitySchemes.bearer).toEqual({ type: 'http', scheme: 'bearer' });
  expect(Object.keys(document.paths).sort()).toEqual([
    '/audience/ranking',
    '/automation',
    '/automation/{id}/run',
    '/avatar/expression',
    '/avatar/items/throw',
    '/avatar/items/unload',
    '/avatar/mapping',
    '/avatar/motion',
    '/avatar/move',
    '/avatar/parameters',
    '/bindings',
    '/bindings/{id}/fire',
    '/clips',
    '/co-host/expression',
    '/co-host/motion',
    '/co-host/move',
    '/driving',
    '/events',
    '/health',
    '/hearing/talk',
    '/ledger',
    '/live-events',
    '/models',
    '/models/advice',
    '/models/{id}/cancel',
    '/models/{id}/check',
    '/models/{id}/download',
    '/models/{id}/pause',
    '/models/{id}/remove',
    '/models/{id}/restore',
    '/models/{id}/resume',
    '/music/play',
    '/music/requests',
    '/music/{verb}',
    '/obs/filter',
    '/obs/item',
    '/obs/media',
    '/obs/mute',
    '/obs/record',
    '/obs/replay',
    '/obs/scene',
    '/obs/state',
    '/obs/text',
    '/obs/volume',
    '/performances/finish',
    '/performances/record',
    '/performances/stop',
    '/performances/{id}/play',
    '/recognition/transcribe',
    '/recordings/{id}/{format}',
    '/speech/say',
    '/speech/stop',
    '/stage',
    '/stage/expression',
    '/tracking/recenter',
  ]);
  const say = document.paths['/speech/say'].post.requestBody.content['application/json'].schema;
  expect(say.required).toEqual(['text']);
  expect(say.properties.mode.enum).toEqual(['queue', 'interrupt']);
  expect(document.paths['/events'].get.responses['200'].content).toHaveProperty('text/event-stream');
});

test('streams server-sent events and ends them when the client leaves', async () => {
  const abort = new AbortController();
  const response = await fetch(`${server.server.origin}/api/v1/events?token=${server.tokens.plugin}`, { signal: abort.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('"waiting":1')) text += (await reader.read()).value;
  expect(text).toMatch(/event: message\ndata: \{"type":"queue"/u);
  expect(server.studio.watching()).toBe(1);
  abort.abort();
  await server.studio.watchers(0);
});

test('keeps an idle event stream alive with comments', async () => {
  const quick = await startTestServer({ limits: { sseKeepAliveMs: 30 } });
  const response = await fetch(`${quick.server.origin}/api/v1/events?token=${quick.tokens.plugin}`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!/\n: ?\n\n: ?\n/u.test(text)) text += (await reader.read()).value;
  await quick.close();
  await quick.studio.watchers(0);
});

test('ends event streams when the studio closes', async () => {
  const response = await fetch(`${server.server.origin}/api/v1/events?token=${server.tokens.plugin}`);
  await server.studio.watchers(1);
  await server.server.close();
  await expect(response.text()).rejects.toThrow();
  await server.studio.watchers(0);
});
