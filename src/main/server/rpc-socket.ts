import type { RawData, WebSocket } from 'ws';
import type { ServerLimits } from '#main/server/limits.ts';
import type { RateLimit } from '#main/server/rate-limit.ts';
import type { RpcServer } from '#main/server/rpc.ts';
import type { RpcContext } from '#main/server/scope.ts';
import { StudioError } from '#shared/errors.ts';

export interface RpcSocketOptions {
  readonly rpc: RpcServer;
  readonly context: RpcContext;
  readonly limits: ServerLimits;
  readonly rate: RateLimit;
}

/**
 * Answers RPC on one WebSocket until it closes. A client that does not read is cut off at `rpcDownBytes`; one that asks too often is
 * read more slowly.
 */
export function serveRpcSocket(socket: WebSocket, { rpc, context, limits, rate }: RpcSocketOptions): void {
  let resume: NodeJS.Timeout | undefined;
  const peer = rpc.connect({
    context,
    callsAtOnce: limits.rpcCallsAtOnce,
    send(message) {
      const data = message instanceof Uint8Array || typeof message === 'string' ? message : new Uint8Array(message);
      const bytes = typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
      if (socket.bufferedAmount + bytes > limits.rpcDownBytes) {
        socket.close(1013, 'the client does not read; connect again');
        return Promise.reject(new StudioError('too-large', `more than ${limits.rpcDownBytes} bytes wait for an RPC client`));
      }
      return new Promise((resolve, reject) => {
        socket.send(data, (error) => (error ? reject(error) : resolve()));
      });
    },
    refuse: (reason) => socket.close(1008, reason.slice(0, 120)),
  });
  // Messages that had arrived when the socket was paused still come, so the debt is asked again before reading on.
  const waitForCredit = (): void => {
    const waitMs = rate.debtMs(context.scope);
    if (waitMs === 0) {
      socket.resume();
      return;
    }
    socket.pause();
    resume = setTimeout(waitForCredit, waitMs);
  };
  socket.on('message', (data: RawData, isBinary: boolean) => {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
    peer.receive(isBinary ? bytes : bytes.toString('utf8'));
    rate.owe(context.scope);
    if (!socket.isPaused) waitForCredit();
  });
  socket.once('close', () => {
    clearTimeout(resume);
    peer.closed();
  });
}
