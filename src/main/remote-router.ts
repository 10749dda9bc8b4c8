import { implement } from '@orpc/server';
import { phoneContract } from '#shared/contract/remote.ts';
import { type RemoteRouteServices, remoteRoutes } from './routes/bindings-routes.ts';
import { type RpcContext, scopeGuard } from './server/scope.ts';

/** Binds the phones' contract to the services. A router of its own: what is not in it cannot be reached from the network, whatever the token. */
export function createRemoteRouter(services: RemoteRouteServices) {
  const os = implement(phoneContract).$context<RpcContext>().use(scopeGuard);
  return os.router({ remote: remoteRoutes(os.remote, services) });
}
