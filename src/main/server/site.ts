import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BridgeEntrance } from '#main/connectors/bridges/bridge-door.types.ts';
import { createLate } from '#main/platform/late.ts';
import type { Logger } from '#main/platform/logger.ts';
import { answerBridgePost, answerWebhook, BRIDGE_PREFIX, WEBHOOK_PATH } from '#main/server/bridge-entry.ts';
import type { Gatekeeper } from '#main/server/gatekeeper.ts';
import { type Refusal, refuse, setCommonHeaders } from '#main/server/http-reply.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { createPages, type PagesOptions } from '#main/server/pages.ts';
import { createRateLimit } from '#main/server/rate-limit.ts';
import { urlFromRequest } from '#main/server/request-url.ts';
import type { StudioRouter } from '#main/server/rpc.ts';
import { createUploads } from '#main/server/uploads.ts';
import type { UploadIntake } from '#main/server/uploads.types.ts';

/** Answers HTTP requests: who asks is checked first, then the interface for programs (/api), files that come in (/uploads), or pages and files. */
export interface Site {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface SiteOptions extends PagesOptions {
  readonly origin: string;
  readonly gatekeeper: Gatekeeper;
  readonly router: () => Promise<StudioRouter>;
  readonly uploads: UploadIntake;
  readonly bridges: BridgeEntrance;
  readonly limits: ServerLimits;
  readonly logger: Logger;
}

export function createSite(options: SiteOptions): Site {
  const { gatekeeper, limits } = options;
  const rest = createLate(async () => {
    const [{ createRest }, router] = await Promise.all([import('#main/server/rest.ts'), options.router()]);
    return createRest({ ...options, router });
  });
  const pages = createPages(options);
  const uploads = createUploads(options.uploads);
  const rate = createRateLimit({ perSecond: limits.restPerSecond, burst: limits.restBurst, now: () => performance.now() });
  return {
    async answer(request, response) {
      setCommonHeaders(response);
      const refusal = gatekeeper.refusalOf(request, 'http');
      if (refusal !== undefined) return refuse(response, refusal);
      const url = urlFromRequest(request);
      if (url === undefined) return refuse(response, notAPath);
      if (uploads.owns(url.pathname)) return uploads.handle(request, response, url);
      if (url.pathname.startsWith(BRIDGE_PREFIX)) return answerBridgePost(options.bridges, request, response, url);
      const scope = gatekeeper.scopeOf(request, url);
      if (!url.pathname.startsWith('/api/')) {
        const reads = request.method === 'GET' || request.method === 'HEAD';
        return reads ? pages.handle(request, response, url, scope) : refuse(response, onlyReading);
      }
      if (scope === undefined) return refuse(response, noToken);
      const waitMs = rate.take(scope);
      if (waitMs > 0) return refuse(response, tooOften(waitMs));
      if (url.pathname === WEBHOOK_PATH) return answerWebhook(options.bridges, request, response, scope);
      return (await rest.get()).handle(request, response, url, scope);
    },
  };
}

const notAPath: Refusal = { status: 400, code: 'INVALID_INPUT', message: 'the request target is not a path' };
const onlyReading: Refusal = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: 'only GET and HEAD work here; the interface for programs is under /api/v1',
  headers: { allow: 'GET, HEAD' },
};
const noToken: Refusal = {
  status: 401,
  code: 'UNAUTHORIZED',
  message: 'this needs a token: send "Authorization: Bearer …" or ?token=…; the studio’s settings page shows it',
  headers: { 'www-authenticate': 'Bearer' },
};
const tooOften = (waitMs: number): Refusal => ({
  status: 429,
  code: 'RATE_LIMITED',
  message: `too many requests; wait ${waitMs} ms, or post several events at once`,
  headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
});
