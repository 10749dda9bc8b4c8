import type { ContractRouterClient } from '@orpc/contract';
import { createStudioClient, type StudioClient } from '#renderer/shared/client/client.ts';
import { socketConnector } from '#renderer/shared/client/connector.ts';
import type { PhoneContract, RemoteView } from '#shared/contract/remote.ts';

export type PhoneApi = ContractRouterClient<PhoneContract>;
/** revoked: the key is not valid any more, trying again is of no use. */
export type RemoteLink = 'connecting' | 'connected' | 'lost' | 'revoked';

/** A connection for phones: they sleep, change networks, and wake with sockets that are dead without saying so. */
export interface RemoteConnection {
  readonly api: () => PhoneApi;
  close(): void;
}

/** How long the connection may be away before the key is asked about. */
const ASK_AFTER_MS = 2500;
/** A phone that slept at least this long gets a new connection at once when it wakes. */
const SLEPT_MS = 3000;

export function connectRemote(options: {
  readonly token: string;
  readonly onView: (view: RemoteView) => void;
  readonly onLink: (link: RemoteLink) => void;
}): RemoteConnection {
  const address = `${location.origin.replace(/^http/u, 'ws')}/ws/remote?token=${encodeURIComponent(options.token)}`;
  let client: StudioClient<PhoneApi>;
  let abort: AbortController;
  let wasConnected = false;
  let asking: ReturnType<typeof setTimeout> | undefined;
  let hiddenAt = 0;

  const open = (): void => {
    abort = new AbortController();
    client = createStudioClient<PhoneApi>(socketConnector(address));
    client.onConnection(onConnection);
    void client.watch(client.client.remote.watch, options.onView, { signal: abort.signal, onProblem: () => undefined });
  };
  const shut = (): void => {
    clearTimeout(asking);
    abort.abort();
    client.close();
  };
  function onConnection(state: 'connected' | 'connecting'): void {
    clearTimeout(asking);
    if (state === 'connected') {
      wasConnected = true;
      options.onLink('connected');
      return;
    }
    options.onLink(wasConnected ? 'lost' : 'connecting');
    asking = setTimeout(() => void askForKey(), ASK_AFTER_MS);
  }
  /** A refused socket does not say why; the page itself does. */
  async function askForKey(): Promise<void> {
    const status = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 401 || status === 403) {
      shut();
      options.onLink('revoked');
    } else asking = setTimeout(() => void askForKey(), ASK_AFTER_MS * 4);
  }
  const onVisibility = (): void => {
    if (document.visibilityState === 'hidden') {
      hiddenAt = Date.now();
      return;
    }
    if (Date.now() - hiddenAt < SLEPT_MS) return;
    shut();
    open();
  };

  open();
  document.addEventListener('visibilitychange', onVisibility);
  return {
    api: () => client.client,
    close() {
      document.removeEventListener('visibilitychange', onVisibility);
      shut();
    },
  };
}
