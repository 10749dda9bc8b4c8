import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * A real HTTP server on a free port of 127.0.0.1 that speaks OpenAI's chat completions (streamed and whole), /v1/models and Ollama's
 * /api/tags as the real ones do, and misbehaves on request. Plans of `next` are used up one a completion; then `plan` holds.
 */
export interface OpenAiServerOptions {
  /** Completions without another plan. Default: `{ kind: 'text' }`. */
  readonly plan?: CompletionPlan;
  readonly models?: readonly string[];
  /** Requests without `Authorization: Bearer <key>` get 401, as do wrong keys. */
  readonly key?: string;
  /** 'ollama' also answers /api/tags and signs its models as Ollama does. Default 'openai'. */
  readonly kind?: 'openai' | 'ollama' | 'lm-studio';
  /** Where the API begins. Default '/v1'. */
  readonly prefix?: string;
  /** Port to listen on. Default 0: a free one. */
  readonly port?: number;
}

/** How one completion goes. Times in ms. */
export type CompletionPlan =
  /** `tokens` (default: `text` word by word, or an echo) at `tokenMs` pace (0: all at once) after `firstByteMs`. */
  | {
      readonly kind: 'text';
      readonly text?: string;
      readonly tokens?: readonly string[];
      readonly firstByteMs?: number;
      readonly tokenMs?: number;
      /** Sent as `reasoning_content` before the text. */
      readonly reasoning?: readonly string[];
      readonly done?: boolean;
      readonly finishReason?: string | null;
      readonly lineEnd?: '\n' | '\r\n';
      /** A comment before each event, as OpenRouter sends while it waits. */
      readonly comments?: boolean;
      /** Each write holds this many bytes, whatever it cuts through. */
      readonly bytesPerWrite?: number;
    }
  /** One JSON reply although a stream was asked for. */
  | { readonly kind: 'whole'; readonly text: string }
  /** The connection breaks after these tokens. */
  | { readonly kind: 'cut-off'; readonly tokens: readonly string[] }
  /** Silent for ever after these tokens; none: not even a head comes. */
  | { readonly kind: 'hang'; readonly tokens: readonly string[] }
  /** An error object inside the stream after these tokens. */
  | { readonly kind: 'stream-error'; readonly tokens: readonly string[]; readonly message: string }
  /** Broken JSON after these tokens. */
  | { readonly kind: 'malformed'; readonly tokens: readonly string[] }
  /** One line without end, `megabytes` long. */
  | { readonly kind: 'huge-line'; readonly megabytes: number }
  /** Any status and body. */
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** These bytes, as they are, with status 200. */
  | { readonly kind: 'raw'; readonly body: string; readonly contentType?: string };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
  /** When the whole request was in; ms, performance.now(). */
  readonly atMs: number;
  /** The client went away before the reply was over. */
  aborted: boolean;
}

export interface OpenAiServer {
  /** Base URL with the prefix: http://127.0.0.1:PORT/v1 */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  /** All requests so far, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Of these, the completions. */
  readonly completions: readonly SeenRequest[];
  /** Connections opened so far: tells whether they are kept. */
  readonly connections: number;
  /** The plan that holds from now on. */
  setPlan(plan: CompletionPlan): void;
  /** Plans for the next completions, used up in order. */
  next(...plans: readonly CompletionPlan[]): void;
  /** Resolves when `count` completions have arrived. */
  arrived(count: number): Promise<void>;
  /** Breaks all kept connections, as a restarted server does. */
  dropConnections(): void;
  close(): Promise<void>;
}

export async function createOpenAiServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const models = options.models ?? ['fake-model'];
  const prefix = options.prefix ?? '/v1';
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  const coming: CompletionPlan[] = [];
  let plan: CompletionPlan = options.plan ?? { kind: 'text' };
  let connections = 0;
  const completions = (): SeenRequest[] =>
    requests.filter((seen) => seen.path === `${prefix}/chat/completions` && seen.method === 'POST');

  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const seen = record(request, response, text);
      requests.push(seen);
      for (const check of [...waiting]) check();
      if (seen.path === '/api/tags' && options.kind === 'ollama')
        return json(response, 200, { models: models.map((name) => ({ name, model: name })) });
      if (!seen.path.startsWith(prefix))
        return json(response, 404, { error: { message: 'Not Found', type: 'invalid_request_error' } });
      if (options.key !== undefined && seen.authorization !== `Bearer ${options.key}`)
        return refuseKey(response, seen.authorization);
      if (seen.path === `${prefix}/models`) return json(response, 200, modelList(models, options.kind ?? 'openai'));
      if (seen.path === `${prefix}/chat/completions` && seen.method === 'POST')
        return complete(coming.shift() ?? plan, seen, response, models);
      return json(response, 404, { error: { message: `Unknown path ${seen.path}`, type: 'invalid_request_error' } });
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  let closed: Promise<void> | undefined;
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${origin}${prefix}`,
    origin,
    port,
    requests,
    get completions() {
      return completions();
    },
    get connections() {
      return connections;
    },
    setPlan(next) {
      plan = next;
    },
    next(...plans) {
      coming.push(...plans);
    },
    arrived: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (completions().length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    dropConnections,
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        dropConnections();
      });
      return closed;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function record(request: IncomingMessage, response: ServerResponse, text: string): SeenRequest {
  const seen: SeenRequest = {
    method: request.method ?? '',
    path: new URL(request.url ?? '/', 'http://127.0.0.1').pathname,
    authorization: request.headers.authorization,
    body: parse(text),
    atMs: performance.now(),
    aborted: false,
  };
  response.on('close', () => {
    if (!response.writableEnded) seen.aborted = true;
  });
  return seen;
}

function complete(plan: CompletionPlan, seen: SeenRequest, response: ServerResponse, models: readonly string[]): void {
  const model = modelOf(seen.body, models);
  const head = (): void =>
    void response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  const send = (tokens: readonly string[]): void => {
    for (const token of tokens) response.write(event(chunk(model, { content: token })));
  };
  switch (plan.kind) {
    case 'text':
      void stream(plan, seen, response, model);
      return;
    case 'whole': {
      const message = { role: 'assistant', content: plan.text };
      json(response, 200, {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        model,
        choices: [{ index: 0, message, finish_reason: 'stop' }],
      });
      return;
    }
    case 'cut-off':
      head();
      send(plan.tokens);
      // After the bytes have left: destroying at once could take them along.
      response.write(': \n', () => setTimeout(() => response.destroy(), 5));
      return;
    case 'hang':
      if (plan.tokens.length === 0) return;
      head();
      send(plan.tokens);
      return;
    case 'stream-error':
      head();
      send(plan.tokens);
      return void response.end(event({ error: { message: plan.message, type: 'server_error', code: 502 } }));
    case 'malformed':
      head();
      send(plan.tokens);
      return void response.end('data: {"choices":[{"delta":{"content":"half of\n\n');
    case 'huge-line':
      head();
      response.write('data: "');
      for (let sent = 0; sent < plan.megabytes * 16; sent++) response.write('x'.repeat(65_536));
      return;
    case 'refuse':
      for (const [name, value] of Object.entries(plan.headers ?? {})) response.setHeader(name, value);
      if (typeof plan.body === 'string') response.writeHead(plan.status, { 'content-type': 'text/html' }).end(plan.body);
      else json(response, plan.status, plan.body ?? { error: { message: `status ${plan.status}`, type: 'error' } });
      return;
    case 'raw':
      return void response.writeHead(200, { 'content-type': plan.contentType ?? 'text/event-stream' }).end(plan.body);
  }
}

async function stream(
  plan: Extract<CompletionPlan, { kind: 'text' }>,
  seen: SeenRequest,
  response: ServerResponse,
  model: string,
): Promise<void> {
  const end = plan.lineEnd ?? '\n';
  const tokens = plan.tokens ?? wordsOf(plan.text ?? `[happy]You said: ${lastLine(seen.body)}`);
  if (plan.firstByteMs) await wait(plan.firstByteMs);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  const events = [
    chunk(model, { role: 'assistant', content: '' }),
    ...(plan.reasoning ?? []).map((text) => chunk(model, { reasoning_content: text })),
    ...tokens.map((content) => chunk(model, { content })),
    ...(plan.finishReason === null ? [] : [chunk(model, {}, plan.finishReason ?? 'stop')]),
  ].map((each) => `${plan.comments === true ? `: PROCESSING${end}${end}` : ''}${event(each, end)}`);
  const all = plan.done === false ? events : [...events, `data: [DONE]${end}${end}`];
  if (plan.bytesPerWrite !== undefined) await writePieces(response, all.join(''), plan.bytesPerWrite);
  else if (!plan.tokenMs) response.write(all.join(''));
  else
    for (const each of all) {
      if (response.destroyed) return;
      response.write(each);
      await wait(plan.tokenMs);
    }
  response.end();
}

async function writePieces(response: ServerResponse, text: string, size: number): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  for (let start = 0; start < bytes.length; start += size) {
    response.write(bytes.subarray(start, start + size));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function chunk(model: string, delta: Readonly<Record<string, unknown>>, finishReason: string | null = null): unknown {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  };
}

function event(value: unknown, end = '\n'): string {
  return `data: ${JSON.stringify(value)}${end}${end}`;
}

function modelList(models: readonly string[], kind: 'openai' | 'ollama' | 'lm-studio'): unknown {
  const owner = { openai: 'system', ollama: 'library', 'lm-studio': 'organization_owner' }[kind];
  return { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: owner })) };
}

function refuseKey(response: ServerResponse, authorization: string | undefined): void {
  const message =
    authorization === undefined
      ? "You didn't provide an API key."
      : `Incorrect API key provided: ${authorization.replace('Bearer ', '')}. You can find your API key in your account.`;
  json(response, 401, { error: { message, type: 'invalid_request_error', param: null, code: 'invalid_api_key' } });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function wordsOf(text: string): string[] {
  return text.match(/\s*\S+/g) ?? [];
}

function lastLine(body: unknown): string {
  const text = JSON.stringify(body);
  const said = /<viewer_messages>\\n([^\n]*?)\\n<\/viewer_messages>(?!.*<viewer_messages>)/.exec(text)?.[1] ?? 'nothing';
  return said.replace(/\\+"/g, '').slice(0, 200);
}

function modelOf(body: unknown, models: readonly string[]): string {
  const named = typeof body === 'object' && body !== null ? Reflect.get(body, 'model') : undefined;
  return typeof named === 'string' ? named : (models[0] ?? 'fake-model');
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
