import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { contentTypeFromPath } from '#main/server/content-type.ts';
import { createDevelopmentPages } from '#main/server/development-pages.ts';
import { refuse } from '#main/server/http-reply.ts';
import { fileInside, type ServedFile, sendFile } from '#main/server/static-files.ts';
import type { UserFiles } from '#main/server/user-files.ts';
import type { Scope } from '#shared/contract/procedure.ts';

/**
 * What a browser may load:
 *
 *   /studio/ /stage/ /overlays/ /music/   pages; need a token in the address, which the page keeps for its socket. No cookie is set: cookies are shared by
 *                       all ports of a host, so another local server would be sent the secret.
 *   /assets/* …         built scripts, styles, wasm; public to this computer (they are the same for everybody), immutable by name.
 *   /avatars/*          avatars that ship with the program; public likewise.
 *   /files/<key>/…      the user's own files; the key in the address is the right to read them (`user-files.ts`).
 */
export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse, url: URL, scope: Scope | undefined): Promise<void>;
}

export interface PagesOptions {
  readonly port: number;
  readonly pagesDir: string;
  readonly resourcesDir: string;
  readonly userFiles: UserFiles;
  /** Development only: where pages are served as they are edited. */
  readonly pageServer?: string | undefined;
}

const pageScopes: Readonly<Record<string, readonly Scope[]>> = {
  '/studio/': ['studio'],
  '/stage/': ['studio', 'stage'],
  '/overlays/': ['studio', 'stage'],
  '/music/': ['studio', 'stage'],
};

export function createPages(options: PagesOptions): Pages {
  const { pagesDir, resourcesDir, userFiles } = options;
  const policy = contentSecurityPolicy(options.port);
  const edited = options.pageServer === undefined ? undefined : createDevelopmentPages(options.pageServer, options.port);
  return {
    async handle(request, response, url, scope) {
      const { pathname } = url;
      if (['/', '/studio', '/stage', '/overlays', '/music'].includes(pathname)) {
        const location = pathname === '/' ? '/studio/' : `${pathname}/`;
        response.writeHead(302, { location: `${location}${url.search}`, 'cache-control': 'no-store' }).end();
        return;
      }
      const page = pathname.replace(/index\.html$/u, '');
      const allowed = pageScopes[page];
      if (allowed !== undefined && (scope === undefined || !allowed.includes(scope))) {
        refusePage(response, page);
        return;
      }
      if (edited !== undefined && !pathname.startsWith('/avatars/') && !userFiles.owns(pathname))
        return edited.handle(response, url);
      const file = await find(allowed === undefined ? pathname : `${page}index.html`);
      if (file === undefined) {
        refuse(response, { status: 404, code: 'NOT_FOUND', message: `there is nothing at ${pathname.slice(0, 200)}` });
        return;
      }
      response.setHeader('content-security-policy', file.isOurs ? policy : filePolicy);
      await sendFile(request, response, file);
    },
  };

  async function find(pathname: string): Promise<(ServedFile & { isOurs: boolean }) | undefined> {
    if (userFiles.owns(pathname)) {
      const file = await userFiles.find(pathname);
      return file && { ...file, caching: 'revalidate', isOurs: false };
    }
    const isAvatar = pathname.startsWith('/avatars/');
    const file = isAvatar
      ? await fileInside(join(resourcesDir, 'avatars'), pathname.slice('/avatars/'.length))
      : await fileInside(pagesDir, pathname);
    if (file === undefined) return undefined;
    const contentType = contentTypeFromPath(file.path);
    const caching = isAvatar ? 'revalidate' : cachingOf(file.path, pathname);
    return { ...file, contentType, caching, isOurs: !isAvatar };
  }
}

/** The bundler puts a hash of the content into every name under /assets/. */
function cachingOf(path: string, pathname: string): ServedFile['caching'] {
  if (path.endsWith('.html')) return 'none';
  return /^\/assets\/.+-[\w-]{8,}\.\w+$/u.test(pathname) ? 'forever' : 'revalidate';
}

function refusePage(response: ServerResponse, page: string): void {
  response.writeHead(401, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(
    `<!doctype html><meta charset="utf-8"><title>Yingxi</title><body style="font:16px/1.6 system-ui;max-width:34em;margin:15vh auto;padding:0 1em">` +
      `<p>This address lacks its key. Open the ${page.slice(1, -1)} address exactly as Yingxi shows it; it ends with <code>?token=…</code></p>` +
      `<p>这个地址缺少密钥。请完整复制影戏显示的地址（以 <code>?token=…</code> 结尾）再打开。</p>` +
      `<p>このアドレスには鍵がありません。Yingxi が表示するアドレス（<code>?token=…</code> まで）をそのまま開いてください。</p></body>`,
  );
}

/** A user's file is shown, never run, whatever it says it is. */
const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** Goes with scripts too: a worker obeys the policy of its own script. `ws:` sources are spelled out: older Chromium's 'self' does not cover them. */
function contentSecurityPolicy(port: number): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'wasm-unsafe-eval'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    `connect-src 'self' blob: ws://127.0.0.1:${port} ws://localhost:${port}`,
    `worker-src 'self' blob:`,
    `media-src 'self' blob:`,
    `frame-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'self'`,
  ].join('; ');
}
