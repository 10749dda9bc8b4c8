import { implement } from '@orpc/server';
import { type RpcContext, scopeGuard } from '#main/server/scope.ts';
import { contract } from '#shared/contract/index.ts';

/** The contract, ready to be given its handlers; every call passes the scope check. */
export function createImplementer() {
  return implement(contract).$context<RpcContext>().use(scopeGuard);
}
export type StudioImplementer = ReturnType<typeof createImplementer>;
