import WebSocket from 'ws';

/** One connection to EventSub, never reused. Nothing is ever sent on it but pongs: Twitch closes on inbound traffic. */
export interface EventSubSocket {
  /** Asks for the end and reads on until it comes, so that what is under way is not lost. */
  leave(): void;
  /** Ends it at once; no listener is called afterwards. Idempotent. */
  close(): void;
}

export interface EventSubSocketListeners {
  readonly onText: (text: string) => void;
  readonly onBinary: () => void;
  /** Called once, when the connection ended or never came to be. `code` 1006: without a close frame. */
  readonly onEnd: (code: number, reason: string) => void;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
const MAX_MESSAGE_BYTES = 1024 * 1024;

export function openEventSubSocket(url: URL, { onText, onBinary, onEnd }: EventSubSocketListeners): EventSubSocket {
  const socket = new WebSocket(url, {
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  let ended = false;
  let problem = '';
  socket.on('message', (data, isBinary) => {
    if (ended) return;
    if (isBinary) onBinary();
    else onText(String(data));
  });
  socket.on('error', (error) => {
    problem = error.message;
  });
  socket.on('close', (code, reason) => {
    if (ended) return;
    ended = true;
    onEnd(code, problem || reason.toString('utf8').slice(0, 200) || `code ${code}`);
  });
  return {
    leave: () => socket.close(1000),
    close() {
      ended = true;
      socket.terminate();
    },
  };
}
