import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface JsonRequestSeen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly authorization: string;
  readonly body: string;
}
export interface JsonReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How the next answers misbehave; the first entry is used up by the next request that it fits. */
export interface Mishap {
  /** Only for paths that end so; all without it. */
  readonly path?: string;
  readonly kind: 'reset' | 'silence' | 'no-json' | 'half' | 'wrong-shape' | JsonReply;
}

/** A platform's HTTP side on a free port of 127.0.0.1, which answers what `handle` says and misbehaves on request. */
export interface JsonServer {
  readonly url: string;
  readonly requests: readonly JsonRequestSeen[];
  readonly mishaps: Mishap[];
  /** Resolves when so many requests to paths that end so have come in all. */
  asked(path: string, count: number): Promise<void>;
  /** Resolves when the condition holds; looked at whenever a request was answered. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function createJsonServer(
  handle: (request: JsonRequestSeen) => JsonReply | Promise<JsonReply>,
): Promise<JsonServer> {
  const requests: JsonRequestSeen[] = [];
  const mishaps: Mishap[] = [];
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const http = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const seen = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers,
        authorization: request.headers.authorization ?? '',
        body: Buffer.concat(pieces).toString('utf8'),
      };
      requests.push(seen);
      const mishap = mishaps.findIndex(({ path }) => path === undefined || url.pathname.endsWith(path));
      if (mishap >= 0) misbehave(response, mishaps.splice(mishap, 1)[0]!.kind);
      else answer(response, await handle(seen));
      changed();
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    mishaps,
    until,
    asked: (path, count) => until(() => requests.filter((request) => request.path.endsWith(path)).length >= count),
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function answer(response: ServerResponse, { status, body, headers = {} }: JsonReply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

function misbehave(response: ServerResponse, kind: Mishap['kind']): void {
  if (typeof kind === 'object') answer(response, kind);
  else if (kind === 'reset') response.destroy();
  else if (kind === 'no-json') response.end('<html>Something went wrong</html>');
  else if (kind === 'wrong-shape') answer(response, { status: 200, body: [{ nonsense: null }] });
  else if (kind === 'half') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"da', () => response.destroy());
  }
  // 'silence': the answer never comes.
}
