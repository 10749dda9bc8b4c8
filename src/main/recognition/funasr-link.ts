import WebSocket from 'ws';
import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { isNearAddress } from './http-failure.ts';
import { MAX_UTTERANCE_SECONDS, RECOGNITION_RATE_HZ } from './utterance.ts';

export interface FunasrLinkOptions {
  readonly url: URL;
  readonly clock: Clock;
  /** Servers by address that select no subprotocol; shared between connections. */
  readonly withoutProtocol: Set<string>;
  /** The connection stands; what was sent before follows at once. */
  opened(): void;
  message(text: string): void;
  /** Called once at most. */
  closed(failure: StudioError): void;
}

/** One connection to a FunASR server. What is sent before it is open waits, at most a minute of sound, the oldest sound goes first. */
export interface FunasrLink {
  readonly isOpen: boolean;
  /** The server selected the subprotocol, as only the Python one does. */
  readonly isPython: boolean;
  send(data: string | Uint8Array): void;
  /** At once and without a word to `closed`. */
  close(): void;
}

/** A server on the same computer opens in a millisecond, one with a certificate in the local network in a hundred. */
const CONNECT_MS = 5000;
const MOST_WAITING_BYTES = MAX_UTTERANCE_SECONDS * RECOGNITION_RATE_HZ * 2;

export function createFunasrLink(options: FunasrLinkOptions): FunasrLink {
  const { url } = options;
  const waiting: (string | Uint8Array)[] = [];
  let waitingBytes = 0;
  let over = false;
  let socket: WebSocket;

  const close = (): void => {
    if (over) return;
    over = true;
    cancelConnect();
    waiting.length = 0;
    socket.terminate();
  };
  const fail = (failure: StudioError): void => {
    if (over) return;
    close();
    options.closed(failure);
  };
  const cancelConnect = options.clock.after(CONNECT_MS, () =>
    fail(new StudioError('timeout', `${url.host} does not answer: is the FunASR server running?`)),
  );

  /** The Python server wants the protocol named, the C++ one knows none: the first refusal tells which it is. */
  function connect(): void {
    const protocols = options.withoutProtocol.has(url.href) ? [] : ['binary'];
    const own = new WebSocket(url, protocols, {
      // FunASR's containers come with a certificate that they signed themselves; near ones are trusted as the rest of the local network is.
      rejectUnauthorized: !isNearAddress(url.hostname),
      perMessageDeflate: false,
      maxPayload: 4_000_000,
    });
    socket = own;
    own.on('open', () => {
      cancelConnect();
      options.opened();
      for (const piece of waiting.splice(0)) own.send(piece);
    });
    own.on('message', (data, isBinary) => {
      if (!over && !isBinary) options.message(data.toString());
    });
    own.on('error', (error) => {
      if (protocols.length > 0 && /no subprotocol/i.test(error.message)) {
        options.withoutProtocol.add(url.href);
        connect();
      } else if (own === socket) fail(unreachable(url, error));
    });
    own.on('close', () => {
      if (own === socket)
        fail(
          new StudioError(
            'network',
            `${url.host} hung up in the middle of an utterance: is another program using the FunASR server?`,
          ),
        );
    });
  }
  connect();

  return {
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    get isPython() {
      return socket.protocol !== '';
    },
    send(data) {
      if (over) return;
      if (socket.readyState === WebSocket.OPEN) return socket.send(data);
      waiting.push(data);
      waitingBytes += data.length;
      while (waitingBytes > MOST_WAITING_BYTES && dropOldestSound());
    },
    close,
  };

  function dropOldestSound(): boolean {
    const at = waiting.findIndex((piece) => typeof piece !== 'string');
    if (at < 0) return false;
    waitingBytes -= waiting.splice(at, 1)[0]?.length ?? 0;
    return true;
  }
}

/** The address that a person typed; undefined: it is none. */
export function funasrAddress(typed: string): URL | undefined {
  const text = typed.trim();
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text.replace(/^http/i, 'ws') : `ws://${text}`);
    if (!/^wss?:$/.test(url.protocol) || url.hostname === '') return undefined;
    if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'; // what servers print when they listen everywhere
    url.hash = '';
    return url;
  } catch {
    return undefined;
  }
}

function unreachable(url: URL, error: Error): StudioError {
  return new StudioError(
    'network',
    `${url.host} cannot be reached (${messageFromUnknown(error).slice(0, 120)}): ${nextStep(url, error.message)}.`,
    { cause: error },
  );
}

function nextStep(url: URL, message: string): string {
  if (/wrong version|packet length|EPROTO/i.test(message))
    return 'it answers without encryption, so write ws:// instead of wss://';
  if (url.protocol === 'ws:' && /socket hang up|Parse Error|ECONNRESET/i.test(message))
    return 'it may want encryption, so try wss:// instead of ws://';
  if (/Unexpected server response/i.test(message)) return 'it is a web server, not FunASR; check the port';
  return 'start the FunASR server, or check the address under "Ears"';
}
