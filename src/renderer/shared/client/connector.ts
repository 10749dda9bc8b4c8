import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { StudioError } from '#shared/errors.ts';

/** One open connection. `ended` resolves when it is lost. */
export interface OpenConnection {
  readonly link: ClientLink<ClientContext>;
  readonly ended: Promise<void>;
  close(): void;
}
/** Opens a connection or rejects; `signal` gives up. */
export type Connector = (signal: AbortSignal) => Promise<OpenConnection>;

const WANT_PORT = 'yingxi:want-port';
const PORT = 'yingxi:port';
const PORT_WAIT_MS = 3_000;

/**
 * Inside Yingxi's own window the preload script hands over a MessagePort; everywhere else it is a WebSocket with the token of the
 * page's address. The window is known by the user agent: a page in a browser must not wait for a port that never comes.
 */
export function connectorForThisPage(): Connector {
  const token = new URLSearchParams(location.search).get('token');
  const socket = socketConnector(`${location.origin.replace(/^http/u, 'ws')}/ws/rpc?token=${encodeURIComponent(token ?? '')}`);
  if (!navigator.userAgent.includes('Electron/')) return socket;
  return async (signal) => {
    const port = await portFromPreload(signal);
    if (port !== undefined) return connectionFromPort(port);
    if (token !== null) return socket(signal);
    throw new StudioError('unavailable', 'the studio window got no connection; restart Yingxi');
  };
}

/** A WebSocket connection to `url`, once it is open. */
export function socketConnector(url: string): Connector {
  return (signal) =>
    new Promise((resolve, reject) => {
      const websocket = new WebSocket(url);
      websocket.binaryType = 'arraybuffer';
      const giveUp = (): void => websocket.close();
      signal.addEventListener('abort', giveUp, { once: true });
      let resolveEnded = (): void => {};
      const ended = new Promise<void>((resolveLater) => {
        resolveEnded = resolveLater;
      });
      websocket.addEventListener('open', () => {
        signal.removeEventListener('abort', giveUp);
        resolve({ link: new SocketLink({ websocket }), ended, close: () => websocket.close() });
      });
      websocket.addEventListener('close', () => {
        signal.removeEventListener('abort', giveUp);
        resolveEnded();
        reject(new StudioError('network', 'the studio does not answer at its address'));
      });
    });
}

/** A port has no end that Chromium 114 would tell of: it lasts as long as the page. */
export function connectionFromPort(port: MessagePort): OpenConnection {
  let resolveEnded = (): void => {};
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });
  port.addEventListener('close', () => resolveEnded());
  const link = new PortLink({ port });
  port.start();
  return {
    link,
    ended,
    close() {
      port.close();
      resolveEnded();
    },
  };
}

/** Asks the preload script for a port. Undefined when none comes in time. */
function portFromPreload(signal: AbortSignal): Promise<MessagePort | undefined> {
  return new Promise((resolve) => {
    const finish = (port: MessagePort | undefined): void => {
      clearTimeout(timer);
      window.removeEventListener('message', onMessage);
      signal.removeEventListener('abort', giveUp);
      resolve(port);
    };
    const giveUp = (): void => finish(undefined);
    const onMessage = (event: MessageEvent<unknown>): void => {
      if (event.source !== window || event.origin !== location.origin || event.data !== PORT) return;
      finish(event.ports[0]);
    };
    const timer = setTimeout(giveUp, PORT_WAIT_MS);
    window.addEventListener('message', onMessage);
    signal.addEventListener('abort', giveUp, { once: true });
    window.postMessage(WANT_PORT, location.origin);
  });
}
