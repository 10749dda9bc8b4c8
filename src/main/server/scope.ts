import { ORPCError, os } from '@orpc/server';
import type { ProcedureMeta, Scope } from '#shared/contract/procedure.ts';

/** What a handler knows of its caller. Everything else a handler needs, the router closes over. */
export interface RpcContext {
  readonly scope: Scope;
}

/** Lets a call through when the connection's scope is among those the procedure names. Put first: `implement(contract).$context<RpcContext>().use(scopeGuard)`. */
export const scopeGuard = os
  .$context<RpcContext>()
  .$meta<ProcedureMeta>({ scopes: [] })
  .middleware(({ context, procedure, path, next }) => {
    const { scopes } = procedure['~orpc'].meta;
    if (!scopes.includes(context.scope))
      throw new ORPCError('FORBIDDEN', {
        status: 403,
        message: `${path.join('.')} is not open to a ${context.scope} token; use a token of: ${scopes.join(', ')}`,
      });
    return next();
  });
