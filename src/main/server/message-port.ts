import {
  onMessagePortClose,
  onMessagePortMessage,
  postMessagePortMessage,
  type SupportedMessagePort,
} from '@orpc/client/message-port';
import { z } from 'zod';
import type { RpcServer } from '#main/server/rpc.ts';
import type { RpcContext } from '#main/server/scope.ts';

/** Electron's MessagePortMain, a DOM MessagePort or a port of node:worker_threads. */
export type MessagePortLike = SupportedMessagePort & { start?(): void; close?(): void };

const messageSchema = z.union([z.string(), z.instanceof(ArrayBuffer), z.instanceof(Uint8Array)]);
/** Windows of our own; the bound only stops a page that runs wild. */
const CALLS_AT_ONCE = 1024;

/** Answers the page at the other end of `port` with `context`'s rights. Returns an end; the page's going away ends it too. */
export function bindMessagePort(port: MessagePortLike, rpc: RpcServer, context: RpcContext): () => void {
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    peer.closed();
    port.close?.();
  };
  const peer = rpc.connect({
    context,
    callsAtOnce: CALLS_AT_ONCE,
    async send(message) {
      if (open) postMessagePortMessage(port, message);
    },
    refuse: end,
  });
  onMessagePortMessage(port, (data: unknown) => {
    const message = messageSchema.safeParse(data);
    if (message.success) peer.receive(message.data);
    else end();
  });
  onMessagePortClose(port, end);
  port.start?.();
  return end;
}
