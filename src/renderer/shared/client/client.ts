import { createORPCClient, type NestedClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { type Connector, connectorForThisPage, type OpenConnection } from '#renderer/shared/client/connector.ts';
import { pause } from '#renderer/shared/client/pause.ts';
import { type WatchOptions, type WatchProcedure, watchAgain } from '#renderer/shared/client/watch.ts';
import type { Contract } from '#shared/contract/index.ts';
import { StudioError } from '#shared/errors.ts';

export type StudioApi = ContractRouterClient<Contract>;
export type ConnectionState = 'connected' | 'connecting';

/** A typed connection to the studio which mends itself. `Api`: the studio's whole contract, or the small one of the phones' page. */
export interface StudioClient<Api = StudioApi> {
  /** Calls wait for a connection (10 s at most, then fail `unavailable`). A call cut off by a lost connection rejects and is not repeated. */
  readonly client: Api;
  readonly state: ConnectionState;
  /** Tells the state now and at each change. Returns an unsubscribe. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
  /**
   * Calls `onValue` with the procedure's snapshot and every change. After a lost connection it subscribes again: the next value is then
   * a fresh snapshot. Resolves when `signal` aborts, the client closes, or the studio refuses for good (told to `onProblem` like every failure).
   */
  watch<Value>(procedure: WatchProcedure<Value>, onValue: (value: Value) => void, options: WatchOptions): Promise<void>;
  /** Ends the connection; pending calls reject, later ones too. */
  close(): void;
}

const CALL_WAIT_MS = 10_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

/** `connect` opens one connection; tests hand in their own. */
export function createStudioClient<Api extends NestedClient<Record<never, never>> = StudioApi>(
  connect: Connector = connectorForThisPage(),
): StudioClient<Api> {
  const listeners = new Set<(state: ConnectionState) => void>();
  const closing = new AbortController();
  let current: OpenConnection | undefined;

  const setCurrent = (next: OpenConnection | undefined): void => {
    current = next;
    for (const listener of [...listeners]) listener(stateNow());
  };
  const stateNow = (): ConnectionState => (current === undefined ? 'connecting' : 'connected');

  const onConnection: StudioClient<Api>['onConnection'] = (listener) => {
    listeners.add(listener);
    listener(stateNow());
    return () => listeners.delete(listener);
  };

  /** Rejects when `signal` aborts or this client closes. */
  const connected = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const fail = (): void => {
        stop();
        reject(signal.aborted ? signal.reason : closedError());
      };
      const stop = (): void => {
        listeners.delete(listen);
        signal.removeEventListener('abort', fail);
        closing.signal.removeEventListener('abort', fail);
      };
      const listen = (state: ConnectionState): void => {
        if (state !== 'connected') return;
        stop();
        resolve();
      };
      if (signal.aborted || closing.signal.aborted) return fail();
      signal.addEventListener('abort', fail, { once: true });
      closing.signal.addEventListener('abort', fail, { once: true });
      onConnection(listen);
    });

  void keepConnected(connect, closing.signal, setCurrent);

  const client = createORPCClient<Api>({
    async call(path, input, options) {
      if (current === undefined) await waitForConnection(connected, options.signal);
      if (current === undefined) throw closedError();
      return current.link.call(path, input, options);
    },
  });

  return {
    client,
    get state() {
      return stateNow();
    },
    onConnection,
    watch: (procedure, onValue, options) => watchAgain(connected, procedure, onValue, options),
    close() {
      if (closing.signal.aborted) return;
      closing.abort();
      current?.close();
      setCurrent(undefined);
      listeners.clear();
    },
  };
}

const closedError = (): StudioError => new StudioError('unavailable', 'the connection to the studio was closed by this page');

/** Opens connections one after the other until `signal` aborts; waits longer after each failure. */
async function keepConnected(
  connect: Connector,
  signal: AbortSignal,
  setCurrent: (connection: OpenConnection | undefined) => void,
): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    try {
      const connection = await connect(signal);
      retryMs = FIRST_RETRY_MS;
      if (signal.aborted) return connection.close();
      setCurrent(connection);
      await connection.ended;
      if (!signal.aborted) setCurrent(undefined);
    } catch {
      // The state says "connecting"; why one try failed is of no use to the page.
    }
    await pause(retryMs, signal);
    retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
  }
}

async function waitForConnection(
  connected: (signal: AbortSignal) => Promise<void>,
  callSignal: AbortSignal | undefined,
): Promise<void> {
  const wait = new AbortController();
  const forward = (): void => wait.abort(callSignal?.reason);
  const timer = setTimeout(
    () => wait.abort(new StudioError('unavailable', 'the studio does not answer; check that Yingxi is running')),
    CALL_WAIT_MS,
  );
  callSignal?.addEventListener('abort', forward, { once: true });
  if (callSignal?.aborted === true) forward();
  try {
    await connected(wait.signal);
  } finally {
    clearTimeout(timer);
    callSignal?.removeEventListener('abort', forward);
  }
}
