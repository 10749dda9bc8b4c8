import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { traverseContractProcedures } from '@orpc/server';
import type { Logger } from '#main/platform/logger.ts';
import { createTurns } from '#main/platform/turns.ts';
import { refuse } from '#main/server/http-reply.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { createErrorInterceptor } from '#main/server/orpc-errors.ts';
import { readJsonBody } from '#main/server/request-body.ts';
import type { StudioRouter } from '#main/server/rpc.ts';
import { contract } from '#shared/contract/index.ts';
import type { Scope } from '#shared/contract/procedure.ts';

export const REST_PREFIX = '/api/v1';
export const OPENAPI_PATH = '/api/openapi.json';
/** Bodies of this size are batches of a flood: they wait unread until the ones before are worked off, for read they take ten times the room. */
const LARGE_BYTES = 8 * 1024;
const LARGE_AT_ONCE = 8;

/** REST over the contract's procedures that have a `path`, and their OpenAPI document. The caller's right to be here was checked. */
export interface Rest {
  handle(request: IncomingMessage, response: ServerResponse, url: URL, scope: Scope): Promise<void>;
}

export function createRest(options: {
  readonly router: StudioRouter;
  readonly logger: Logger;
  readonly limits: ServerLimits;
  readonly origin: string;
}): Rest {
  const { router, logger, limits, origin } = options;
  const handler = new OpenAPIHandler(router, {
    filter: ({ contract: procedure }) => procedure['~orpc'].route.path !== undefined,
    clientInterceptors: [createErrorInterceptor(logger)],
    eventIteratorKeepAliveInterval: limits.sseKeepAliveMs,
  });
  const routes = methodsByPath();
  const large = createTurns(LARGE_AT_ONCE);
  return {
    async handle(request, response, url, scope) {
      const isDocument = url.pathname === OPENAPI_PATH;
      const methods = isDocument ? ['GET'] : methodsOf(routes, url.pathname);
      if (methods === undefined) {
        const message = `there is no ${url.pathname.slice(0, 200)}; ${OPENAPI_PATH} lists what there is`;
        refuse(response, { status: 404, code: 'NOT_FOUND', message });
        return;
      }
      if (!methods.includes(request.method ?? '')) {
        const allow = methods.join(', ');
        refuse(response, {
          status: 405,
          code: 'METHOD_NOT_ALLOWED',
          message: `${url.pathname} takes ${allow}`,
          headers: { allow },
        });
        return;
      }
      if (isDocument) {
        const { openApiDocument } = await import('#main/server/openapi-document.ts');
        response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(await openApiDocument(`${origin}${REST_PREFIX}`));
        return;
      }
      const answer = (): Promise<void> => answerWith(request, response, scope);
      if (Number(request.headers['content-length'] ?? 0) >= LARGE_BYTES) await large.take(answer);
      else await answer();
    },
  };

  async function answerWith(request: IncomingMessage, response: ServerResponse, scope: Scope): Promise<void> {
    const body = request.method === 'GET' ? undefined : await readJsonBody(request, limits.bodyBytes);
    if (body !== undefined && 'refusal' in body) {
      refuse(response, body.refusal);
      return;
    }
    response.setHeader('cache-control', 'no-store');
    const parsed = body === undefined ? request : Object.assign(request, { body: body.value });
    await handler.handle(parsed, response, { prefix: REST_PREFIX, context: { scope } });
  }
}

/** A path may have variable parts: `/api/v1/bindings/{id}/fire`. */
function methodsOf(routes: ReadonlyMap<string, readonly string[]>, pathname: string): readonly string[] | undefined {
  const exact = routes.get(pathname);
  if (exact !== undefined) return exact;
  const parts = pathname.split('/');
  for (const [path, methods] of routes) {
    const pattern = path.split('/');
    if (
      path.includes('{') &&
      pattern.length === parts.length &&
      pattern.every((one, at) => one.startsWith('{') || one === parts[at])
    )
      return methods;
  }
  return undefined;
}

function methodsByPath(): ReadonlyMap<string, readonly string[]> {
  const routes = new Map<string, string[]>();
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure }) => {
    const { path, method = 'POST' } = procedure['~orpc'].route;
    if (path === undefined) return;
    const full = `${REST_PREFIX}${path}`;
    routes.set(full, [...(routes.get(full) ?? []), method]);
  });
  return routes;
}
