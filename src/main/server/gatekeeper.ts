import type { IncomingMessage } from 'node:http';
import type { Refusal } from '#main/server/http-reply.ts';
import type { TokenStore } from '#main/server/tokens.ts';
import type { Scope } from '#shared/contract/procedure.ts';

/** Decides who may speak to the server at all (`refusalOf`) and as whom (`scopeOf`). */
export interface Gatekeeper {
  /** Refuses names that were rebound to us (Host) and pages of other origins (Origin, Sec-Fetch-Site). */
  refusalOf(request: IncomingMessage, kind: 'http' | 'websocket'): Refusal | undefined;
  scopeOf(request: IncomingMessage, url: URL): Scope | undefined;
}

export function createGatekeeper(options: {
  readonly port: number;
  /** Names and addresses under which we may be called; by default this computer's own. */
  readonly hosts?: readonly string[];
  readonly tokens: Pick<TokenStore, 'scopeOf'>;
}): Gatekeeper {
  const { port, tokens } = options;
  const names = options.hosts ?? ['127.0.0.1', 'localhost', '[::1]'];
  const hosts = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  const ownHosts = new Set(hosts);
  const origins = new Set(hosts.map((host) => `http://${host}`));
  return {
    refusalOf(request, kind) {
      const { host, origin } = request.headers;
      if (host === undefined || !ownHosts.has(host.toLowerCase()))
        return forbidden(`the Host header ${quote(host)} is not this computer; use http://${names[0]}:${port}`);
      if (origin === 'null' && (kind === 'websocket' || bearerOf(request) === undefined))
        return forbidden('a page without an origin may only call with an Authorization header');
      if (origin !== undefined && origin !== 'null' && !origins.has(origin))
        return forbidden(`pages of ${quote(origin)} may not use this studio; open the studio's own address`);
      if (origin === undefined && isForeignFetch(request)) return forbidden('other web pages may not load from this studio');
      return undefined;
    },
    scopeOf(request, url) {
      const token = tokenOf(request, url);
      return token === undefined ? undefined : tokens.scopeOf(token);
    },
  };
}

const forbidden = (message: string): Refusal => ({ status: 403, code: 'FORBIDDEN', message });
const quote = (text: string | undefined): string => (text === undefined ? '(none)' : JSON.stringify(text.slice(0, 100)));

/** What the caller shows for a token: a header, else a parameter of the address. */
export function tokenOf(request: IncomingMessage, url: URL): string | undefined {
  return bearerOf(request) ?? url.searchParams.get('token') ?? undefined;
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^bearer (\S+)$/iu.exec(request.headers.authorization?.trim() ?? '')?.[1];
}

/** A browser's own word that another site's page embeds or fetches this (img, script, iframe). Following a link is allowed: it needs the token. */
function isForeignFetch(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return !(request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document');
}
