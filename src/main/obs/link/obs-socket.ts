import { type OBSRequestTypes, type OBSResponseTypes, OBSWebSocket } from 'obs-websocket-js/msgpack';
import WebSocket from 'ws';
import type { ObsCallOptions } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import { callFailure, END_OF_OWN_ACCORD, OBS_SILENT, type ObsEnd } from './obs-failures.ts';
import { afterPatiently } from './patient-timer.ts';

/** The version of the protocol that this program speaks; the library would take whatever the server offers. */
const RPC_VERSION = 1;
const CALL_WITHIN_MS = 5000;
/** Pings find a network that went away without a word; OBS answers them even while its window is busy. */
const PING_EVERY_MS = 5000;
/** More answers than these are never awaited at once on one connection. */
const MAX_PENDING = 1000;
const CLOSE_WITHIN_MS = 500;

/**
 * One identified connection. `obs-websocket-js` knows neither time-outs nor an end of what is under way (a call in flight never settles when the connection
 * breaks), so both are added here: every promise of this interface settles.
 */
export interface ObsSocket {
  call<Type extends keyof OBSRequestTypes>(
    type: Type,
    data: OBSRequestTypes[Type] | undefined,
    options: ObsCallOptions,
  ): Promise<OBSResponseTypes[Type]>;
  /** Anything else of the library that waits for an answer. */
  ask<Answer>(what: string, work: (library: OBSWebSocket) => Promise<Answer>, options: ObsCallOptions): Promise<Answer>;
  /** What listens to the library's events. */
  readonly library: OBSWebSocket;
  /** Resolves once, when the connection is no more. */
  readonly ended: Promise<ObsEnd>;
  /** Ends it with a close frame, and without one where OBS does not answer that. Resolves within half a second. */
  close(): Promise<void>;
}

export interface ObsSocketOptions {
  readonly url: string;
  /** undefined: none is known. */
  readonly password: string | undefined;
  /** Bits of the protocol's EventSubscription. */
  readonly subscriptions: number;
  readonly clock: Clock;
  /** From the beginning until OBS has let us in. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** It is over: told once, before anybody who waits for an answer is told so. */
  readonly onEnd: (end: ObsEnd) => void;
}

/** Connects and identifies. Rejects with the library's error, a StudioError `timeout`, or `cancelled`. */
export async function openObsSocket(options: ObsSocketOptions): Promise<ObsSocket> {
  const { clock, signal } = options;
  const library = new EndableObsWebSocket();
  let giveUp: (error: unknown) => void = () => {};
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const onAbort = (): void => giveUp(new StudioError('cancelled', 'Connecting to OBS was stopped.'));
  const cancelTimer = afterPatiently(clock, options.withinMs, () =>
    giveUp(
      new StudioError(
        'timeout',
        `${options.url} took the connection, but OBS did not answer within ${options.withinMs / 1000} s.`,
      ),
    ),
  );
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    const connecting = library.connect(options.url, options.password, {
      rpcVersion: RPC_VERSION,
      eventSubscriptions: options.subscriptions,
    });
    await Promise.race([connecting, givenUp]);
    return guard(library, clock, options.onEnd);
  } catch (error) {
    library.terminate();
    throw library.lastError ?? error;
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
  }
}

/** The library, with the socket's own error (its class is lost otherwise) and an end that waits for nobody. */
class EndableObsWebSocket extends OBSWebSocket {
  lastError: Error | undefined;

  get raw(): WebSocket | undefined {
    const socket: unknown = this.socket;
    return socket instanceof WebSocket ? socket : undefined;
  }

  terminate(): void {
    this.raw?.terminate();
  }

  protected override onError(event: Parameters<OBSWebSocket['onError']>[0]): void {
    const error: unknown = event.error;
    if (error instanceof Error) this.lastError = error;
    super.onError(event);
  }
}

function guard(library: EndableObsWebSocket, clock: Clock, onEnd: (end: ObsEnd) => void): ObsSocket {
  const pending = new Set<(error: StudioError) => void>();
  let end: ObsEnd | undefined;
  let announce: (end: ObsEnd) => void = () => {};
  const ended = new Promise<ObsEnd>((resolve) => {
    announce = resolve;
  });
  const finish = (reason: ObsEnd): void => {
    if (end !== undefined) return;
    end = reason;
    stopPinging();
    stopAcknowledging();
    onEnd(reason);
    for (const reject of [...pending]) reject(lost(reason));
    announce(reason);
  };
  library.once('ConnectionClosed', (error) => finish({ code: error.code, reason: error.message }));
  const stopAcknowledging = acknowledgeAtOnce(library.raw);
  const stopPinging = keepAlive(library.raw, clock, () => {
    finish(OBS_SILENT);
    library.terminate();
  });
  // It may be over before anybody could listen.
  if (library.raw === undefined) finish({ code: 1006, reason: '' });

  return {
    library,
    ended,
    call: (type, data, options) => settle(type, () => library.call(type, data), options),
    ask: (what, work, options) => settle(what, () => work(library), options),
    async close() {
      const raw = library.raw;
      finish(END_OF_OWN_ACCORD);
      if (raw !== undefined) await closePolitely(raw);
    },
  };

  function settle<Answer>(what: string, work: () => Promise<Answer>, options: ObsCallOptions): Promise<Answer> {
    if (end !== undefined) return Promise.reject(lost(end));
    const { signal, timeoutMs = CALL_WITHIN_MS } = options;
    if (signal?.aborted === true) return Promise.reject(cancelled(what));
    if (pending.size >= MAX_PENDING)
      return Promise.reject(
        new StudioError('unavailable', `OBS has ${MAX_PENDING} requests to answer already. Try again in a moment.`),
      );
    return new Promise((resolve, reject) => {
      const release = (): void => {
        pending.delete(fail);
        cancelTimer();
        signal?.removeEventListener('abort', onAbort);
      };
      const fail = (error: StudioError): void => {
        release();
        reject(error);
      };
      const onAbort = (): void => fail(cancelled(what));
      const cancelTimer = afterPatiently(clock, timeoutMs, () =>
        fail(
          new StudioError(
            'timeout',
            `OBS did not answer ${what} within ${timeoutMs / 1000} s. Look whether a dialog is open in OBS, then try again.`,
          ),
        ),
      );
      pending.add(fail);
      signal?.addEventListener('abort', onAbort, { once: true });
      work().then(
        (answer) => {
          release();
          resolve(answer);
        },
        (cause: unknown) => fail(callFailure(what, cause)),
      );
    });
  }
}

/**
 * OBS leaves Nagle's algorithm on: it holds its second message back until the first is acknowledged, and a receiver that sends nothing acknowledges only
 * after 40 ms. A pong that nobody asked for (the protocol of WebSockets allows it, and servers pass over it) takes the acknowledgement along at once.
 */
function acknowledgeAtOnce(raw: WebSocket | undefined): () => void {
  const onMessage = (): void => {
    if (raw?.readyState === WebSocket.OPEN) raw.pong();
  };
  raw?.on('message', onMessage);
  return () => void raw?.off('message', onMessage);
}

/** Calls `onSilence` when a ping was not answered before the next one was due. Returns the end of it. */
function keepAlive(raw: WebSocket | undefined, clock: Clock, onSilence: () => void): () => void {
  if (raw === undefined) return () => {};
  let answered = true;
  let cancel: () => void = () => {};
  const onPong = (): void => {
    answered = true;
  };
  const next = (): void => {
    cancel = clock.after(PING_EVERY_MS, () => {
      if (!answered) return onSilence();
      answered = false;
      if (raw.readyState === WebSocket.OPEN) raw.ping();
      next();
    });
  };
  raw.on('pong', onPong);
  next();
  return () => {
    cancel();
    raw.off('pong', onPong);
  };
}

/** NOTICE: by wall time, because closing is bounded whatever clock the studio runs on. */
async function closePolitely(raw: WebSocket): Promise<void> {
  if (raw.readyState === WebSocket.CLOSED) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      raw.terminate();
      resolve();
    }, CLOSE_WITHIN_MS);
    raw.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    raw.close(1000);
  });
}

function lost(end: ObsEnd): StudioError {
  const why = end.reason === '' ? `code ${end.code}` : `code ${end.code}, ${end.reason}`;
  return new StudioError(
    'unavailable',
    `The connection to OBS ended before the answer came (${why}). It is restored by itself; then try again.`,
  );
}

function cancelled(what: string): StudioError {
  return new StudioError('cancelled', `The request ${what} to OBS was stopped.`);
}
