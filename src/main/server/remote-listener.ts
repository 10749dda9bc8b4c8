import type { WebSocket } from 'ws';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { defaultLimits, type ServerLimits } from '#main/server/limits.ts';
import { createLiveness } from '#main/server/liveness.ts';
import { createRateLimit } from '#main/server/rate-limit.ts';
import { openRemoteDoor, type RemoteDoor, type RemotePath } from '#main/server/remote-door.ts';
import { newRemoteKey, openRemoteKeyFile } from '#main/server/remote-key.ts';
import type { RemoteListener } from '#main/server/remote-listener.types.ts';
import { createRpcServer, type RemoteRouter } from '#main/server/rpc.ts';
import { serveRpcSocket } from '#main/server/rpc-socket.ts';
import { createCell } from '#shared/cell.ts';
import type { RemoteAccess } from '#shared/contract/bindings.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

export interface RemoteListenerOptions {
  /** `remote.json` in the data folder. */
  readonly file: string;
  readonly pagesDir: string;
  /** Nothing else can be reached. */
  readonly router: RemoteRouter;
  /** This computer's addresses in local networks; see `lanAddresses`. Asked again now and then: a laptop moves. */
  readonly addresses: () => readonly string[];
  /** Takes in what a phone moves. */
  readonly serveMotion: (socket: WebSocket, limits: ServerLimits) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: Partial<ServerLimits>;
}

/** A few pages of a few phones, two sockets each: far below what the studio's own pages may do. */
const remoteLimits: ServerLimits = {
  ...defaultLimits,
  rpcPerSecond: 30,
  rpcBurst: 60,
  sockets: 16,
  tcpConnections: 96,
  rpcUpBytes: 8 * 1024,
  rpcDownBytes: 1024 * 1024,
  rpcCallsAtOnce: 24,
};
const ADDRESSES_AGAIN_MS = 30_000;

/** Opens the phones' page at once when it was open before. */
export function createRemoteListener(options: RemoteListenerOptions): RemoteListener {
  const { clock, logger, addresses } = options;
  const limits = { ...remoteLimits, ...options.limits };
  const memory = openRemoteKeyFile(options.file, logger);
  const rpc = createRpcServer(async () => options.router, logger);
  const liveness = createLiveness(limits.livenessMs);
  const rate = createRateLimit({ perSecond: limits.rpcPerSecond, burst: limits.rpcBurst, now: () => performance.now() });
  const view = createCell<RemoteAccess>({ enabled: memory.enabled, addresses: [], connected: 0, problem: null });
  const clients = new Set<WebSocket>();
  /** Those of them that move the avatar: a phone's second socket. */
  const moving = new Set<WebSocket>();
  let doors: readonly RemoteDoor[] = [];
  let wanted = '';
  let problem: string | null = null;
  let cancelCheck: (() => void) | undefined;
  let closed = false;
  /** One opening or closing at a time. */
  let work: Promise<void> = Promise.resolve();

  const inTurn = (task: () => Promise<void>): Promise<void> => {
    const turn = work.then(task);
    work = turn.catch(() => undefined);
    return turn;
  };
  const show = (): void => {
    const urls = doors.map(({ address, port }) => `http://${address}:${port}/remote/?token=${memory.key}`);
    view.set({ enabled: memory.enabled, addresses: urls, connected: clients.size - moving.size, problem });
  };

  function serve(socket: WebSocket, path: RemotePath): void {
    clients.add(socket);
    liveness.watch(socket);
    socket.once('close', () => {
      clients.delete(socket);
      moving.delete(socket);
      show();
    });
    if (path === 'motion') {
      moving.add(socket);
      options.serveMotion(socket, limits);
    } else serveRpcSocket(socket, { rpc, context: { scope: 'remote' }, limits, rate });
    show();
  }

  async function open(): Promise<void> {
    const list = addresses();
    wanted = list.join();
    const opened: RemoteDoor[] = [];
    let failure: unknown;
    for (const address of list) {
      try {
        const port = opened[0]?.port ?? memory.port;
        const { pagesDir } = options;
        opened.push(
          await openRemoteDoor({
            address,
            port,
            pagesDir,
            isKey: memory.isKey,
            limits,
            hasRoom: () => clients.size < limits.sockets,
            serve,
          }),
        );
      } catch (error) {
        failure = error;
        logger.warn('the phones’ page cannot be opened on an address', { address, cause: messageFromUnknown(error) });
      }
    }
    doors = opened;
    const port = opened[0]?.port;
    if (port !== undefined && port !== memory.port) memory.update({ port });
    problem = opened.length > 0 ? null : list.length === 0 ? NO_NETWORK : messageFromUnknown(failure);
    show();
  }

  async function shut(): Promise<void> {
    const closing = doors;
    doors = [];
    await Promise.all(closing.map((door) => door.close()));
    problem = null;
    show();
  }

  /** A laptop that changes its network gets new addresses. */
  function checkLater(): void {
    cancelCheck?.();
    cancelCheck = undefined;
    if (closed || !memory.enabled) return;
    cancelCheck = clock.after(ADDRESSES_AGAIN_MS, () => {
      if (addresses().join() !== wanted) void reopen();
      checkLater();
    });
  }
  const reopen = (): Promise<void> =>
    inTurn(async () => {
      await shut();
      if (memory.enabled && !closed) await open();
    });

  if (memory.enabled) void inTurn(open);
  checkLater();

  return {
    view,
    async setEnabled(enabled) {
      if (closed) throw new StudioError('unavailable', 'The studio closes.');
      if (enabled !== memory.enabled) memory.update({ enabled });
      await reopen();
      checkLater();
      if (enabled && doors.length === 0) throw new StudioError('network', problem ?? NO_NETWORK);
    },
    async renewKey() {
      memory.update({ key: newRemoteKey() });
      for (const client of [...clients]) client.close(1008, 'the key was renewed; scan the QR code again');
      await reopen();
    },
    async close() {
      closed = true;
      cancelCheck?.();
      liveness.close();
      await inTurn(shut);
    },
  };
}

const NO_NETWORK = 'This computer is in no local network. Connect it to the same Wi-Fi as the phone, then switch this on again.';
