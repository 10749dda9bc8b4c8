import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How one request goes. The default answers with `text` as JSON. */
export type TranscriptionPlan =
  | { readonly kind: 'json'; readonly text: string; readonly language?: string }
  | { readonly kind: 'plain'; readonly text: string }
  /** OpenAI's events; `done` false: the last one never comes. */
  | { readonly kind: 'events'; readonly deltas: readonly string[]; readonly done?: boolean }
  /** Speaches' events: one `{text}` a segment. */
  | { readonly kind: 'segments'; readonly texts: readonly string[] }
  | { readonly kind: 'refuse'; readonly status: number; readonly body: string; readonly contentType?: string }
  /** Status 200 and anything. */
  | { readonly kind: 'raw'; readonly body: string; readonly contentType: string }
  /** Half of a JSON reply, then the connection is cut. */
  | { readonly kind: 'cut' }
  /** Takes the request and says nothing. */
  | { readonly kind: 'hang' };

export interface SeenTranscription {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  /** Of the WAV file. */
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

export interface TranscriptionServer {
  readonly origin: string;
  readonly seen: readonly SeenTranscription[];
  /** Resolves when so many requests have been read. */
  requests(count: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A real HTTP server on a free port that speaks OpenAI's `POST /v1/audio/transcriptions`, as far as its reference goes: multipart with `file` and `model`, 401 without
 * the key, 400 in OpenAI's error object for a missing field, 404 elsewhere. Plans are used up one a request, then the last holds.
 */
export async function startTranscriptionServer(options: {
  readonly plans: readonly TranscriptionPlan[];
  readonly key?: string;
  /** Where the endpoint is. Default '/v1/audio/transcriptions'. */
  readonly path?: string;
  /** Refuses `stream` as old servers do. */
  readonly refusesStream?: boolean;
}): Promise<TranscriptionServer> {
  const seen: SeenTranscription[] = [];
  const sockets = new Set<Socket>();
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let used = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const body = await bodyOf(request);
    if (path !== (options.path ?? '/v1/audio/transcriptions')) return refuse(response, 404, '{"detail":"Not Found"}');
    if (request.method !== 'POST') return refuse(response, 405, '{"detail":"Method Not Allowed"}');
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`)
      return refuse(response, 401, '{"error":{"message":"Incorrect API key provided","type":"invalid_request_error"}}');
    const parts = partsOf(body, request.headers['content-type'] ?? '');
    const file = parts.find((part) => part.name === 'file');
    const fields = Object.fromEntries(
      parts.filter((part) => part !== file).map((part) => [part.name, part.data.toString('utf8')]),
    );
    if (!file || (fields.model === undefined && !path.endsWith('/inference')))
      return refuse(response, 400, '{"error":{"message":"Missing required parameter","type":"invalid_request_error"}}');
    if (options.refusesStream && fields.stream !== undefined)
      return refuse(response, 400, '{"error":{"message":"Unknown parameter: stream"}}');
    seen.push({ path, authorization: request.headers.authorization, fields, fileName: file.fileName, ...soundOf(file.data) });
    for (const one of waiting) if (seen.length >= one.count) one.resolve();
    perform(options.plans[Math.min(used++, options.plans.length - 1)] ?? { kind: 'json', text: '' }, response, request.socket);
  }

  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    requests: (count) =>
      new Promise((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function perform(plan: TranscriptionPlan, response: ServerResponse, socket: Socket): void {
  if (plan.kind === 'hang') return;
  if (plan.kind === 'refuse') refuse(response, plan.status, plan.body, plan.contentType);
  else if (plan.kind === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '400' });
    response.write('{"text":"half a', () => socket.destroy());
  } else {
    const { contentType, body } = replyOf(plan);
    response.writeHead(200, { 'content-type': contentType });
    response.end(body);
  }
}

function replyOf(plan: Exclude<TranscriptionPlan, { kind: 'hang' | 'refuse' | 'cut' }>): { contentType: string; body: string } {
  if (plan.kind === 'raw') return plan;
  if (plan.kind === 'plain') return { contentType: 'text/plain; charset=utf-8', body: plan.text };
  if (plan.kind === 'json')
    return { contentType: 'application/json', body: JSON.stringify({ text: plan.text, language: plan.language }) };
  if (plan.kind === 'segments')
    return { contentType: 'text/event-stream', body: plan.texts.map((text) => `data: ${JSON.stringify({ text })}\n\n`).join('') };
  const deltas = plan.deltas.map((delta) => ({ type: 'transcript.text.delta', delta }));
  const done = plan.done === false ? [] : [{ type: 'transcript.text.done', text: plan.deltas.join('') }];
  const events = [...deltas, ...done].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return { contentType: 'text/event-stream', body: events.join('') };
}

function refuse(response: ServerResponse, status: number, body: string, contentType = 'application/json'): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Part {
  readonly name: string;
  readonly fileName: string;
  readonly data: Buffer;
}

/** RFC 7578: parts between boundaries, each with its head. */
function partsOf(body: Buffer, contentType: string): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  const mark = `--${boundary}`;
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  while (at >= 0) {
    const next = body.indexOf(mark, at + mark.length);
    if (next < 0) break;
    const part = body.subarray(at + mark.length + 2, next - 2);
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, headEnd).toString('utf8');
    const name = /name="([^"]*)"/.exec(head)?.[1];
    const fileName = /filename="([^"]*)"/.exec(head)?.[1] ?? '';
    if (name !== undefined) parts.push({ name, fileName, data: part.subarray(headEnd + 4) });
    at = next;
  }
  return parts;
}

/** Only what the API promises to take: RIFF, PCM, 16 bits, mono. Anything else is no sound here. */
function soundOf(file: Buffer): { readonly sampleRateHz: number; readonly samples: Int16Array } {
  const isWav = file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 16) === 'WAVEfmt ';
  const isMono16 = isWav && file.readUInt16LE(20) === 1 && file.readUInt16LE(22) === 1 && file.readUInt16LE(34) === 16;
  if (!isMono16) return { sampleRateHz: 0, samples: new Int16Array() };
  const bytes = file.readUInt32LE(40);
  const samples = Int16Array.from({ length: bytes / 2 }, (_, i) => file.readInt16LE(44 + i * 2));
  return { sampleRateHz: file.readUInt32LE(24), samples };
}
