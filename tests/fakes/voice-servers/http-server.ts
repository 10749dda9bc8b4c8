import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The client went away before the reply was over. */
  aborted: boolean;
}

export interface FakeReply {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written one by one. */
  readonly parts: readonly (string | Buffer)[];
  /** It is what misbehaviour falls upon. */
  readonly isSound?: boolean;
  /** Without a Content-Length. Default: true for several parts. */
  readonly chunked?: boolean;
}

/** How replies with sound go wrong. */
export type Misbehaviour =
  /** No head ever comes. */
  | 'hang'
  /** Half of the sound, then nothing. */
  | 'hang-midway'
  | 'reset'
  | 'reset-midway'
  /** The reply is whole, the file in it is not. */
  | 'half'
  | 'html'
  | 'error'
  | 'json-200'
  | 'empty'
  | 'gzip'
  | 'redirect'
  | 'redirect-circle'
  /** The sound again and again, without end. */
  | 'too-much';

export interface FakeVoiceServer {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** Of the same path, oldest first. */
  to(path: string): readonly SeenRequest[];
  /** Until it is changed. */
  misbehave(how: Misbehaviour | undefined): void;
  /** Resolves when a request to the path has come. */
  whenAsked(path: string): Promise<SeenRequest>;
  close(): Promise<void>;
}

/** A real HTTP server on a free port of 127.0.0.1. */
export async function startFake(answer: (request: SeenRequest) => FakeReply, port = 0): Promise<FakeVoiceServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting: { readonly path: string; readonly tell: (request: SeenRequest) => void }[] = [];
  let how: Misbehaviour | undefined;

  const server = createServer((incoming, response) => void handle(incoming, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const url = new URL(incoming.url ?? '/', 'http://fake');
    const request: SeenRequest = {
      method: incoming.method ?? '',
      path: url.pathname.replace(/^\/moved/, ''),
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(parts),
      aborted: false,
    };
    response.on('close', () => {
      request.aborted ||= !response.writableFinished;
    });
    requests.push(request);
    const reply = answer(request);
    if (reply.isSound && how) misreply(how, reply, url, response);
    else send(reply, response);
    for (const one of waiting.splice(0))
      if (one.path === request.path) one.tell(request);
      else waiting.push(one);
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    to: (path) => requests.filter((request) => request.path === path),
    misbehave(next) {
      how = next;
    },
    whenAsked: (path) => new Promise((tell) => waiting.push({ path, tell })),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function head(reply: FakeReply, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const type = reply.type === undefined ? {} : { 'content-type': reply.type };
  const whole = reply.chunked ?? reply.parts.length > 1;
  const length = whole
    ? {}
    : { 'content-length': String(Buffer.byteLength(Buffer.concat(reply.parts.map((part) => Buffer.from(part))))) };
  return { ...type, ...length, ...reply.headers, ...more };
}

function send(reply: FakeReply, response: ServerResponse): void {
  response.writeHead(reply.status ?? 200, head(reply));
  for (const part of reply.parts) response.write(part);
  response.end();
}

function misreply(how: Misbehaviour, reply: FakeReply, url: URL, response: ServerResponse): void {
  const body = Buffer.concat(reply.parts.map((part) => Buffer.from(part)));
  const half = body.subarray(0, Math.floor(body.length / 4) * 2);
  const other = otherReply(how, reply, body, half);
  if (other) send(other, response);
  else if (how === 'reset') response.destroy();
  else if (how === 'too-much') endless(reply, body, response);
  else if (how === 'hang-midway' || how === 'reset-midway') {
    response.writeHead(200, head(reply));
    response.write(half, () => how === 'reset-midway' && response.destroy());
  } else if (how === 'redirect' && url.pathname.startsWith('/moved')) send(reply, response);
  else if (how !== 'hang') {
    const prefix = how === 'redirect' ? '/moved' : '';
    response.writeHead(307, { location: `${prefix}${url.pathname}${url.search}` }).end();
  }
}

/** What is a whole reply, though not the right one. */
function otherReply(how: Misbehaviour, reply: FakeReply, body: Buffer, half: Buffer): FakeReply | undefined {
  if (how === 'half') return { ...reply, parts: [half] };
  if (how === 'html')
    return {
      type: 'text/html',
      parts: ['<!doctype html><html><head><title>Jupyter Lab</title></head><body>Log in</body></html>'],
    };
  if (how === 'error')
    return { status: 500, type: 'application/json', parts: ['{"message":"tts failed","Exception":"CUDA out of memory"}'] };
  if (how === 'json-200') return { type: 'application/json', parts: ['{"status":13,"detail":"角色speaker_name=x不存在"}'] };
  if (how === 'empty') return { ...reply, parts: [''] };
  if (how === 'gzip') return { ...reply, parts: [gzipSync(body)], headers: { ...reply.headers, 'content-encoding': 'gzip' } };
  return undefined;
}

function endless(reply: FakeReply, body: Buffer, response: ServerResponse): void {
  const { 'content-length': _, ...headers } = head({ ...reply, chunked: true });
  response.writeHead(200, headers);
  const more = (): void => {
    if (response.destroyed) return;
    response.write(body, () => setImmediate(more));
  };
  more();
}
