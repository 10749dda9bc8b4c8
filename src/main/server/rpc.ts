import type { Router } from '@orpc/server';
import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { type EncodedMessage, ServerPeer } from '@orpc/standard-server-peer';
import { createLate } from '#main/platform/late.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createErrorInterceptor } from '#main/server/orpc-errors.ts';
import type { RpcContext } from '#main/server/scope.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { PhoneContract } from '#shared/contract/remote.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** The implemented contract: `implement(contract).$context<RpcContext>().use(scopeGuard).router({ … })`. */
export type StudioRouter = Router<Contract, RpcContext>;
/** The other, much smaller contract, which phones on the local network reach. */
export type RemoteRouter = Router<PhoneContract, RpcContext>;

/** Answers calls on any transport that carries messages. Built once; each connection is a peer of it. */
export interface RpcServer {
  connect(link: RpcLink): RpcPeer;
}
export interface RpcLink {
  readonly context: RpcContext;
  /** Calls and watches at the same time; the next one ends the connection. */
  readonly callsAtOnce: number;
  /** Resolves when there is room for more: a watch waits for its client. */
  send(message: EncodedMessage): Promise<void>;
  /** The client broke the rules and must be disconnected. */
  refuse(reason: string): void;
}
export interface RpcPeer {
  receive(message: EncodedMessage): void;
  /** The connection has ended: aborts every call and watch. */
  closed(): void;
}

type HandleRequest = ReturnType<typeof createServerPeerHandleRequestFn>;

/** `router`: asked at the first call. */
export function createRpcServer(router: () => Promise<StudioRouter | RemoteRouter>, logger: Logger): RpcServer {
  const handler = createLate(
    async () => new StandardRPCHandler(await router(), { clientInterceptors: [createErrorInterceptor(logger)] }),
  );
  return {
    connect(link) {
      const peer = new ServerPeer((message) => link.send(message));
      let answer: HandleRequest | undefined;
      const handle: HandleRequest = async (request) => {
        answer ??= createServerPeerHandleRequestFn(await handler.get(), { context: link.context });
        return answer(request);
      };
      let running = 0;
      let open = true;
      return {
        receive(message) {
          if (!open) return;
          if (running >= link.callsAtOnce) {
            link.refuse(`more than ${link.callsAtOnce} calls at once; end some watches first`);
            return;
          }
          running += 1;
          peer
            .message(message, handle)
            .catch((error: unknown) => {
              if (!open) return;
              logger.warn('an RPC message could not be answered', { error: messageFromUnknown(error) });
              link.refuse('a message was not understood');
            })
            .finally(() => {
              running -= 1;
            });
        },
        closed() {
          open = false;
          peer.close();
        },
      };
    },
  };
}
