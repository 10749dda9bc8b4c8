import WebSocket from 'ws';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { createAttemptLoop } from './attempt-loop.ts';
import type { ConnectorContext } from './connector.ts';
import { pauseWhileBehind } from './pause-while-behind.ts';

/**
 * A WebSocket to a platform or a program that is opened again whenever it is lost.
 *   start → (address found) → opening → `ready()` → lost → waiting (1, 2, 4 … 30 s) → opening …
 *   over: `fail()`, for what trying again cannot mend, and `close()`
 * The waiting starts anew only after `understood()`: a server that lets in and drops is not hammered.
 */
export interface SteadySocket {
  start(): void;
  /** Lost when nothing is open. */
  send(data: string | Uint8Array): void;
  /** The far side does what it should: reports `ready`. */
  ready(): void;
  understood(): void;
  /** Ends this connection, reports why, and tries again later. */
  again(reason: string, what: string): void;
  fail(reason: string, message: string): void;
  /** Idempotent; after it no listener is called. Says `lastWord` first and waits for it no longer than a second. */
  close(lastWord?: string | Uint8Array): Promise<void>;
}

export interface SteadySocketOptions {
  readonly context: ConnectorContext & { readonly random?: () => number };
  /** Of the far side, for people: 'Douyu'. */
  readonly name: string;
  /** Where to connect; asked before each attempt with the number of attempts that failed in a row. Rejects with a StudioError: `invalid-input` and `not-found` end everything. */
  address(signal: AbortSignal, failures: number): Promise<URL>;
  readonly maxMessageBytes: number;
  /** From the beginning of an attempt until `ready()`. */
  readonly readyWithinMs: number;
  /** Silence after which a ready connection counts as lost; undefined where silence says nothing. */
  readonly silenceMs: number | undefined;
  onOpen(): void;
  onMessage(data: Buffer, isBinary: boolean): void;
  /** Called when a connection that was open is no more, however it ended. */
  onEnd(): void;
}

const CLOSE_WITHIN_MS = 1000;

export function createSteadySocket(options: SteadySocketOptions): SteadySocket {
  const { context, name, silenceMs } = options;
  const { clock, report, logger } = context;
  const loop = createAttemptLoop({ context, attempt: begin, release: () => release()?.terminate() });
  const { again, fail } = loop;
  let socket: WebSocket | undefined;
  let attempt: AbortController | undefined;
  let cancelTimer: (() => void) | undefined;
  let isReady = false;

  let closing: Promise<void> | undefined;

  const setTimer = (delayMs: number, task: () => void): void => {
    cancelTimer?.();
    cancelTimer = clock.after(delayMs, task);
  };
  /** Lets go of the socket without ending it. */
  function release(): WebSocket | undefined {
    cancelTimer?.();
    cancelTimer = undefined;
    attempt?.abort();
    attempt = undefined;
    isReady = false;
    const last = socket;
    socket = undefined;
    if (last === undefined) return undefined;
    last.removeAllListeners('message');
    options.onEnd();
    return last;
  }
  const watch = (): void => {
    if (silenceMs === undefined) return;
    setTimer(silenceMs, () => again('room-silent', `The connection to ${name} went silent.`));
  };

  function begin(): void {
    if (loop.failures === 0) report({ status: 'connecting', reason: 'room-connecting', message: `Connecting to ${name}.` });
    setTimer(options.readyWithinMs, () => again('room-no-answer', `${name} did not answer in time.`));
    const current = new AbortController();
    attempt = current;
    options.address(current.signal, loop.failures).then(
      (url) => {
        if (!current.signal.aborted) open(url);
      },
      (cause: unknown) => {
        if (!current.signal.aborted) addressFailed(cause);
      },
    );
  }

  function addressFailed(cause: unknown): void {
    const message = messageFromUnknown(cause);
    if (cause instanceof StudioError && (cause.code === 'invalid-input' || cause.code === 'not-found'))
      fail(cause.code === 'not-found' ? 'no-such-room' : 'bad-address', message);
    else again('room-lost', message);
  }

  function open(url: URL): void {
    const mine = new WebSocket(url, {
      handshakeTimeout: options.readyWithinMs,
      maxPayload: options.maxMessageBytes,
      perMessageDeflate: false,
      followRedirects: false,
    });
    socket = mine;
    pauseWhileBehind(mine, context.behind);
    mine.on('open', () => {
      if (socket === mine) options.onOpen();
    });
    mine.on('message', (data: WebSocket.RawData, isBinary) => {
      if (socket !== mine) return;
      if (isReady) watch();
      // Whatever one message does, the next ones are read.
      try {
        options.onMessage(bytesOf(data), isBinary);
      } catch (cause) {
        logger.debug('a message could not be understood', { cause: messageFromUnknown(cause) });
      }
    });
    const ended = (why: string): void => {
      if (socket === mine) again('room-lost', `The connection to ${name} was lost (${why}).`);
    };
    mine.on('error', (error) => ended(error.message));
    mine.on('close', (code) => ended(`code ${code}`));
  }

  return {
    start: loop.start,
    send(data) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(data);
    },
    ready() {
      if (!loop.isRunning || isReady || socket === undefined) return;
      isReady = true;
      cancelTimer?.();
      cancelTimer = undefined;
      watch();
      report({ status: 'ready' });
    },
    understood: loop.alive,
    again,
    fail,
    close(lastWord) {
      closing ??= goodbye(release(), lastWord);
      loop.stop();
      return closing;
    },
  };
}

/** NOTICE: by wall time, because closing is bounded whatever clock the studio runs on. */
async function goodbye(socket: WebSocket | undefined, lastWord: string | Uint8Array | undefined): Promise<void> {
  if (socket === undefined) return;
  if (socket.readyState !== WebSocket.OPEN) {
    socket.terminate();
    return;
  }
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      socket.terminate();
      resolve();
    }, CLOSE_WITHIN_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    if (lastWord !== undefined) socket.send(lastWord);
    socket.close(1000);
  });
}

function bytesOf(data: WebSocket.RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
