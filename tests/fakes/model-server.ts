import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How one request goes. Requests without a plan are served as a good file server does: ranges, strong ETags, If-Range. */
export type ServePlan =
  /** The connection breaks after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Silent for ever after so many bytes of the body. */
  | { readonly kind: 'stall'; readonly after: number }
  /** Not even a head comes. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** A network's sign-in page. */
  | { readonly kind: 'html' }
  /** The whole file, whatever was asked. */
  | { readonly kind: 'no-range' }
  /** Claims another length, and sends as much as it claims. */
  | { readonly kind: 'length'; readonly length: number }
  /** Sends more than the file, without a length. */
  | { readonly kind: 'endless' }
  /** One byte is another. */
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'range-refused' }
  /** Answers a range with another part. */
  | { readonly kind: 'other-part' };

export interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** A real HTTP server on a free port of 127.0.0.1 that serves files as HuggingFace's store does, and misbehaves on request. */
export interface ModelServer {
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
  put(path: string, bytes: Buffer): void;
  /** Plans of a path are used up one a request. `times`: so often. */
  plan(path: string, plan: ServePlan, times?: number): void;
  /** Resolves when a request for the path has come whose answer stalls or hangs. */
  stalled(path: string): Promise<void>;
  close(): Promise<void>;
}

export async function startModelServer(): Promise<ModelServer> {
  const files = new Map<string, Buffer>();
  const plans = new Map<string, ServePlan[]>();
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Map<string, (() => void)[]>();
  const stalls = new Map<string, number>();
  const noteStall = (path: string): void => {
    stalls.set(path, (stalls.get(path) ?? 0) + 1);
    for (const wake of waiting.get(path)?.splice(0) ?? []) wake();
  };

  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    requests.push({ path, range: request.headers.range, ifRange: header(request, 'if-range') });
    const plan = plans.get(path)?.shift();
    const bytes = files.get(path);
    if (plan !== undefined && misbehave(plan, response, bytes ?? Buffer.alloc(0), path)) return;
    if (bytes === undefined) return void response.writeHead(404).end('not found');
    serve(request, response, bytes, plan, () => noteStall(path));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  /** True: answered, or never will be. */
  function misbehave(plan: ServePlan, response: ServerResponse, bytes: Buffer, path: string): boolean {
    switch (plan.kind) {
      case 'hang':
        noteStall(path);
        return true;
      case 'status':
        response.writeHead(plan.status, { 'content-type': 'text/plain' }).end('no');
        return true;
      case 'redirect':
        response.writeHead(plan.status ?? 302, { location: plan.to }).end();
        return true;
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Sign in to Hotel WiFi</html>');
        return true;
      case 'length':
        response.writeHead(200, { 'content-length': plan.length }).end(Buffer.alloc(plan.length));
        return true;
      case 'endless':
        response.writeHead(200).end(Buffer.concat([bytes, Buffer.alloc(5000)]));
        return true;
      case 'range-refused':
        response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
        return true;
      default:
        return false;
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    put: (path, bytes) => void files.set(path, bytes),
    plan(path, plan, times = 1) {
      plans.set(path, [...(plans.get(path) ?? []), ...Array.from({ length: times }, () => plan)]);
    },
    stalled(path) {
      const had = stalls.get(path) ?? 0;
      if (had > 0) {
        stalls.set(path, had - 1);
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const wake = (): void => {
          stalls.set(path, (stalls.get(path) ?? 1) - 1);
          resolve();
        };
        waiting.set(path, [...(waiting.get(path) ?? []), wake]);
      });
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  plan: ServePlan | undefined,
  onStall: () => void,
): void {
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const ifRange = header(request, 'if-range');
  const asked = /^bytes=(\d+)-$/u.exec(request.headers.range ?? '')?.[1];
  const isRange = asked !== undefined && plan?.kind !== 'no-range' && (ifRange === undefined || ifRange === etag);
  const from = isRange ? Number(asked) : 0;
  if (isRange && from >= bytes.length) return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  const start = plan?.kind === 'other-part' && isRange ? Math.max(0, from - 10) : from;
  const body = Buffer.from(bytes.subarray(start));
  if (plan?.kind === 'corrupt') body[Math.floor(body.length / 2)] = ((body[Math.floor(body.length / 2)] ?? 0) + 1) & 0xff;
  response.writeHead(isRange ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': body.length,
    'accept-ranges': 'bytes',
    etag,
    ...(isRange ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (plan?.kind !== 'cut' && plan?.kind !== 'stall') return void response.end(body);
  const after = Math.min(plan.after, body.length - 1);
  const piece = body.subarray(0, after);
  const end = (): void => {
    if (plan.kind === 'cut') response.destroy();
    else onStall();
  };
  if (piece.length === 0) {
    response.flushHeaders();
    setImmediate(end);
  } else response.write(piece, () => setImmediate(end));
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
