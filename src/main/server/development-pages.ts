import type { ServerResponse } from 'node:http';
import { refuse } from '#main/server/http-reply.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/**
 * Pages as they are edited (`npm run dev`): passed on from the bundler's development server, so that they keep our origin, address and token. Its
 * client finds the way to the reloading socket by itself. Never used outside development.
 */
export interface DevelopmentPages {
  handle(response: ServerResponse, url: URL): Promise<void>;
}

/** Compiling a page for the first time takes seconds. */
const PATIENCE_MS = 60_000;

/** `pageServer`: the development server's address, 'http://localhost:5173'. `port`: ours. */
export function createDevelopmentPages(pageServer: string, port: number): DevelopmentPages {
  const policy = developmentPolicy(new URL(pageServer), port);
  return {
    async handle(response, url) {
      const wanted = new URL(url.pathname, pageServer);
      // The token is ours; all else (versions, ?worker, ?url) is the bundler's.
      for (const [name, value] of url.searchParams) if (name !== 'token') wanted.searchParams.append(name, value);
      try {
        const answer = await fetch(plainQuery(wanted), {
          headers: { accept: url.pathname.endsWith('/') ? 'text/html' : '*/*' },
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const type = answer.headers.get('content-type');
        response.writeHead(answer.status, {
          ...(type === null ? {} : { 'content-type': type }),
          'cache-control': 'no-cache',
          'content-security-policy': policy,
        });
        response.end(Buffer.from(await answer.arrayBuffer()));
      } catch (cause) {
        refuse(response, {
          status: 502,
          code: 'UNAVAILABLE',
          message: `the development server at ${pageServer} gave no page (${messageFromUnknown(cause)}); start npm run dev again`,
        });
      }
    },
  };
}

/** `?worker_file&type=module`: the bundler compares queries as text and takes `worker_file=` for something else. */
function plainQuery(url: URL): string {
  return url.href.replace(/=(?=&|$)/gu, '');
}

/** As for built pages, but for the bundler's inline preamble and its socket. */
function developmentPolicy(pageServer: URL, port: number): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    `connect-src 'self' blob: data: ws://127.0.0.1:${port} ws://localhost:${port} ${pageServer.origin} ws://${pageServer.host}`,
    `worker-src 'self' blob:`,
    `media-src 'self' blob:`,
    `frame-src 'self'`,
    `frame-ancestors 'self'`,
  ].join('; ');
}
