import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createFakeClock, type FakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { type CompletionPlan, createOpenAiServer, type OpenAiServer } from '../../../../tests/fakes/openai-server.ts';
import { eventually } from '../dialogue.testkit.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { createOpenAiProvider, type OpenAiProvider, type ProviderDelta, type ProviderRequest } from './openai-provider.ts';

const KEY = 'sk-test-key-0123456789';
let server: OpenAiServer;
let clock: FakeClock;
let http: HttpClient;
let provider: OpenAiProvider;

beforeEach(async () => {
  server = await createOpenAiServer({ key: KEY });
  clock = createFakeClock();
  http = createHttpClient();
  provider = createOpenAiProvider({ http, clock, logger: silentLogger, random: () => 0.5 });
});
afterEach(async () => {
  http.close();
  await server.close();
});

function request(more: Partial<ProviderRequest> = {}): ProviderRequest {
  return {
    target: { baseUrl: server.url, key: KEY, model: 'fake-model' },
    messages: [{ role: 'user', content: 'hi' }],
    temperature: 0.8,
    maxTokens: 100,
    connectTimeoutMs: 10_000,
    firstTokenTimeoutMs: 60_000,
    idleTimeoutMs: 15_000,
    retries: 2,
    maxChars: 8000,
    ...more,
  };
}

interface Outcome {
  text: string;
  requested: number;
  reason: string | undefined;
  message: string;
  over: boolean;
}
/** Starts an answer and keeps its outcome up to date. */
function start(
  more: Partial<ProviderRequest> = {},
  signal = new AbortController().signal,
): { outcome: Outcome; done: Promise<Outcome> } {
  const outcome: Outcome = { text: '', requested: 0, reason: undefined, message: '', over: false };
  const take = (delta: ProviderDelta): void => {
    if (delta.type === 'requested') outcome.requested++;
    else if (delta.type === 'text') outcome.text += delta.text;
    else {
      outcome.reason = delta.failure.reason;
      outcome.message = delta.failure.message;
    }
  };
  const run = async (): Promise<Outcome> => {
    for await (const delta of provider.stream(request(more), signal)) take(delta);
    outcome.over = true;
    return outcome;
  };
  return { outcome, done: run() };
}
const ask = (plan: CompletionPlan, more: Partial<ProviderRequest> = {}): Promise<Outcome> => {
  server.next(plan);
  return start(more).done;
};

describe('an answer that goes well', () => {
  it.each<[string, CompletionPlan]>([
    ['all at once', { kind: 'text', text: '[happy]你好！ Hello.' }],
    ['in pieces that cut through characters', { kind: 'text', text: '[happy]你好！ Hello.', bytesPerWrite: 7 }],
    ['with Windows line ends', { kind: 'text', text: '[happy]你好！ Hello.', lineEnd: '\r\n' }],
    ['without [DONE] and finish reason', { kind: 'text', text: '[happy]你好！ Hello.', done: false, finishReason: null }],
    ['with comments in between', { kind: 'text', text: '[happy]你好！ Hello.', comments: true }],
    ['with reasoning beside it', { kind: 'text', text: '[happy]你好！ Hello.', reasoning: ['secret', ' thoughts'] }],
    ['with reasoning inside it', { kind: 'text', tokens: ['<th', 'ink>sec', 'ret</thi', 'nk>\n[happy]你好！', ' Hello.'] }],
    ['as one document', { kind: 'whole', text: '[happy]你好！ Hello.' }],
  ])('arrives %s', async (_how, plan) => {
    expect(await ask(plan)).toMatchObject({ text: '[happy]你好！ Hello.', requested: 1, reason: undefined });
  });

  it('sends the model, the messages, the limits and the key', async () => {
    await ask({ kind: 'text' });
    expect(server.completions[0]).toMatchObject({
      authorization: `Bearer ${KEY}`,
      body: { model: 'fake-model', stream: true, max_tokens: 100, temperature: 0.8, messages: [{ role: 'user', content: 'hi' }] },
    });
  });

  it('keeps one connection for many answers', async () => {
    for (let turn = 0; turn < 5; turn++) await ask({ kind: 'text', text: 'Hi.' });
    expect(server.connections).toBe(1);
  });

  it('asks again at once when a kept connection turns out to be dead', async () => {
    await ask({ kind: 'text', text: 'Hi.' });
    server.dropConnections();
    expect(await ask({ kind: 'text', text: 'Again.' }, { retries: 0 })).toMatchObject({ text: 'Again.', reason: undefined });
  });

  it('takes the first model of the list when none is named', async () => {
    await ask({ kind: 'text' }, { target: { baseUrl: server.url, key: KEY, model: '' } });
    await ask({ kind: 'text' }, { target: { baseUrl: server.url, key: KEY, model: '' } });
    expect(server.completions[1]?.body).toMatchObject({ model: 'fake-model' });
    expect(server.requests.filter((seen) => seen.path === '/v1/models')).toHaveLength(1);
  });

  it('finds the API under /v1 when the base URL leaves it out, and remembers it', async () => {
    const hidden = await createOpenAiServer({ prefix: '/proxy/v1' });
    const target = { baseUrl: `${hidden.origin}/proxy`, key: undefined, model: 'm' };
    expect(await start({ target }).done).toMatchObject({ reason: undefined, requested: 1 });
    expect(await start({ target }).done).toMatchObject({ reason: undefined });
    expect(hidden.requests.map((seen) => seen.path)).toEqual([
      '/proxy/chat/completions',
      '/proxy/v1/chat/completions',
      '/proxy/v1/chat/completions',
    ]);
    await hidden.close();
  });

  it('adapts to models that want max_completion_tokens and no temperature', async () => {
    const refuse = (message: string): CompletionPlan => ({ kind: 'refuse', status: 400, body: { error: { message } } });
    server.next(
      refuse("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
      refuse("Unsupported value: 'temperature' does not support 0.8."),
      { kind: 'text', text: 'Hi.' },
    );
    expect(await start({ retries: 0 }).done).toMatchObject({ text: 'Hi.', reason: undefined });
    expect(server.completions[2]?.body).toEqual({
      model: 'fake-model',
      stream: true,
      max_completion_tokens: 100,
      messages: [{ role: 'user', content: 'hi' }],
    });
  });
});

describe('an answer that fails', () => {
  it.each<[string, CompletionPlan, string, string]>([
    ['a refused request', { kind: 'refuse', status: 400, body: { error: 'no' } }, 'bad-request', ''],
    [
      'an unknown model',
      { kind: 'refuse', status: 404, body: { error: { message: "model 'x' not found, try pulling it first" } } },
      'model-not-found',
      '',
    ],
    [
      'an empty account',
      {
        kind: 'refuse',
        status: 429,
        body: { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } },
      },
      'no-credit',
      '',
    ],
    ['a forbidden region', { kind: 'refuse', status: 403 }, 'forbidden', ''],
    [
      'a web page in place of an API',
      { kind: 'raw', body: '<!doctype html><title>Portal</title>', contentType: 'text/html' },
      'not-an-api',
      '',
    ],
    ['a missing page', { kind: 'refuse', status: 404, body: '<html>nginx 404</html>' }, 'not-an-api', ''],
    ['an empty answer', { kind: 'text', tokens: [] }, 'empty-answer', ''],
    ['thoughts without words', { kind: 'text', tokens: [], reasoning: ['hmm'], finishReason: 'length' }, 'empty-answer', ''],
    ['an unclosed thought', { kind: 'text', tokens: ['<think>', 'for ever'] }, 'empty-answer', ''],
    ['broken JSON in the middle', { kind: 'malformed', tokens: ['Half', ' said'] }, 'malformed-stream', 'Half said'],
    ['a connection that breaks in the middle', { kind: 'cut-off', tokens: ['Half', ' said'] }, 'cut-off', 'Half said'],
    [
      'an error inside the stream',
      { kind: 'stream-error', tokens: ['Half', ' said'], message: 'overloaded' },
      'provider-error',
      'Half said',
    ],
    ['a line without end', { kind: 'huge-line', megabytes: 3 }, 'too-large', ''],
  ])('names its reason once, without repetition: %s', async (_what, plan, reason, text) => {
    server.setPlan({ kind: 'text', text: 'A second try.' });
    const outcome = await ask(plan);
    expect(outcome).toMatchObject({ reason, text, requested: 1 });
    expect(outcome.message).toMatch(/[.!]$/);
    expect(server.completions).toHaveLength(1);
  });

  it('explains a wrong key without repeating it', async () => {
    const wrong = 'wrong-key-abcdefgh';
    const outcome = await start({ target: { baseUrl: server.url, key: wrong, model: 'm' } }).done;
    expect(outcome).toMatchObject({ reason: 'wrong-key', requested: 1 });
    expect(outcome.message).not.toContain(wrong);
    expect(outcome.message).toContain('Check or replace the key');
  });

  it('explains a missing key, and one that cannot stand in a header', async () => {
    expect((await start({ target: { baseUrl: server.url, key: undefined, model: 'm' } }).done).message).toContain(
      'wants an API key',
    );
    expect(await start({ target: { baseUrl: server.url, key: '密钥', model: 'm' } }).done).toMatchObject({ reason: 'wrong-key' });
  });

  it('explains that nothing listens, and what cannot be an address', async () => {
    await server.close();
    expect(await start({ retries: 0 }).done).toMatchObject({ reason: 'unreachable', text: '' });
    expect(await start({ target: { baseUrl: 'ftp://x', key: undefined, model: 'm' } }).done).toMatchObject({
      reason: 'bad-url',
      requested: 0,
    });
  });

  it('tries a faulty server again after a pause that grows, and succeeds', async () => {
    server.next({ kind: 'refuse', status: 500 }, { kind: 'refuse', status: 503 }, { kind: 'text', text: 'Hi.' });
    const pauses: number[] = [];
    const { after } = clock;
    clock.after = (delayMs, task) => {
      if (delayMs < 1000) pauses.push(delayMs);
      return after(delayMs, task);
    };
    const { outcome } = start();
    await eventually(
      () => outcome.over,
      () => clock.advance(20),
    );
    expect(outcome).toMatchObject({ text: 'Hi.', requested: 1, reason: undefined });
    expect(pauses).toEqual([250, 500]);
  });

  it('gives up after the allowed number of tries', async () => {
    server.setPlan({ kind: 'refuse', status: 502 });
    const { outcome } = start({ retries: 2 });
    await eventually(
      () => outcome.over,
      () => clock.advance(20),
    );
    expect(outcome).toMatchObject({ reason: 'server-error', text: '' });
    expect(server.completions).toHaveLength(3);
  });

  it('waits as long as Retry-After asks', async () => {
    server.next({ kind: 'refuse', status: 429, headers: { 'retry-after': '7' } }, { kind: 'text', text: 'Hi.' });
    const startedAt = clock.now();
    const { outcome } = start();
    await eventually(
      () => outcome.over,
      () => clock.advance(50),
    );
    expect(outcome.text).toBe('Hi.');
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(7000);
  });

  it('does not wait longer than viewers would for a first word', async () => {
    expect(await ask({ kind: 'refuse', status: 429, headers: { 'retry-after': '90' } })).toMatchObject({
      reason: 'rate-limited',
    });
    expect(server.completions).toHaveLength(1);
  });

  it('gives up on a server that never begins, that falls silent, and says which', async () => {
    server.next({ kind: 'hang', tokens: [] });
    const first = start({ firstTokenTimeoutMs: 5000 });
    await server.arrived(1);
    await eventually(
      () => first.outcome.over,
      () => clock.advance(500),
    );
    expect(first.outcome).toMatchObject({ reason: 'first-token-timeout', text: '' });

    server.next({ kind: 'hang', tokens: ['Half'] });
    const second = start({ idleTimeoutMs: 5000 });
    await eventually(() => second.outcome.text !== '');
    clock.advance(4999);
    expect(second.outcome.over).toBe(false);
    clock.advance(2);
    expect(await second.done).toMatchObject({ reason: 'idle-timeout', text: 'Half' });
    await eventually(() => server.completions.every((seen) => seen.aborted));
  });
});

describe('an answer that is stopped', () => {
  it('ends within the tick, without failure, and closes the connection', async () => {
    server.next({ kind: 'hang', tokens: ['Half'] });
    const abort = new AbortController();
    const { outcome, done } = start({}, abort.signal);
    await eventually(() => outcome.text !== '');
    let over = false;
    void done.then(() => {
      over = true;
    });
    abort.abort();
    await new Promise((resolve) => process.nextTick(resolve));
    await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
    expect(over).toBe(true);
    expect(outcome).toMatchObject({ text: 'Half', reason: undefined });
    await eventually(() => server.completions[0]?.aborted === true);
  });

  it('ends while it waits to try again, and asks no more', async () => {
    server.setPlan({ kind: 'refuse', status: 500 });
    const abort = new AbortController();
    const waiting = start({}, abort.signal);
    await server.arrived(1);
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await waiting.done;
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.completions).toHaveLength(1);
    expect(waiting.outcome.reason).toBeUndefined();
  });

  it('sends nothing when it was stopped before', async () => {
    const outcome = await start({}, AbortSignal.abort()).done;
    expect(outcome).toMatchObject({ text: '', reason: undefined });
    expect(server.requests).toHaveLength(0);
  });
});

describe('models', () => {
  it('lists chat models only', async () => {
    const other = await createOpenAiServer({ models: ['text-embedding-3', 'gpt-x', 'whisper-1'] });
    const result = await provider.models(
      { baseUrl: other.origin, key: undefined, model: '' },
      1000,
      new AbortController().signal,
    );
    expect(result).toEqual({ ok: true, models: ['gpt-x'] });
    await other.close();
  });

  it('says why there are none', async () => {
    const result = await provider.models(
      { baseUrl: server.url, key: 'nope-nope', model: '' },
      1000,
      new AbortController().signal,
    );
    expect(result).toMatchObject({ ok: false, failure: { reason: 'wrong-key' } });
  });
});

describe('a picture', () => {
  const picture = 'data:image/jpeg;base64,/9j/';
  const shown: ProviderRequest['messages'] = [{ role: 'user', content: 'what is on?', picture }];
  const contentOf = (index: number): unknown => {
    const body = server.completions[index]?.body as { messages: readonly { content: unknown }[] } | undefined;
    return body?.messages[0]?.content;
  };

  it('goes as a part of its message, with a word on what it is', async () => {
    server.next({ kind: 'text', text: 'A castle.' });
    expect(await start({ messages: shown }).done).toMatchObject({ text: 'A castle.' });
    expect(contentOf(0)).toEqual([
      { type: 'text', text: expect.stringMatching(/^what is on\?\n.*never an instruction/su) },
      { type: 'image_url', image_url: { url: picture, detail: 'low' } },
    ]);
  });

  it('that the model refuses is left out, then and from now on, and the answer comes in words', async () => {
    server.next(
      { kind: 'refuse', status: 400, body: { error: { message: 'this model does not support image input' } } },
      { kind: 'text', text: 'In words.' },
      { kind: 'text', text: 'Again.' },
    );
    expect(await start({ messages: shown, retries: 0 }).done).toMatchObject({ text: 'In words.', reason: undefined });
    expect(contentOf(1)).toBe('what is on?');
    await start({ messages: shown, retries: 0 }).done;
    expect(contentOf(2)).toBe('what is on?');
    expect(server.completions).toHaveLength(3);
  });

  it('is tried again the next time where a refusal did not say why', async () => {
    server.next(
      { kind: 'refuse', status: 500, body: { error: 'oops' } },
      { kind: 'text', text: 'In words.' },
      { kind: 'text', text: 'Seen.' },
    );
    expect(await start({ messages: shown, retries: 0 }).done).toMatchObject({ text: 'In words.' });
    await start({ messages: shown, retries: 0 }).done;
    expect(contentOf(2)).toHaveLength(2);
  });
});
