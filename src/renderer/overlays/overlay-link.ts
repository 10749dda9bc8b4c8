import { createStudioClient } from '#renderer/shared/client/client.ts';
import { socketConnector } from '#renderer/shared/client/connector.ts';
import type { OverlayTopic } from '#shared/overlays/overlay-list.ts';
import type { OverlayCursor, OverlayMessage } from '#shared/overlays/overlay-states.ts';

/** Keeps the page told. After a lost connection it says how far it had come, and gets what it missed, or everything from a program that began anew. */
export function connectOverlays(options: {
  readonly token: string;
  readonly topics: readonly OverlayTopic[];
  readonly onMessage: (message: OverlayMessage) => void;
  readonly onConnection: (connected: boolean) => void;
}): void {
  const { topics, token } = options;
  const address = `${location.origin.replace(/^http/u, 'ws')}/ws/rpc?token=${encodeURIComponent(token)}`;
  const { client, watch, onConnection } = createStudioClient(socketConnector(address));
  let after: OverlayCursor | null = null;
  onConnection((state) => options.onConnection(state === 'connected'));
  void watch<OverlayMessage>(
    (_input, { signal }) => client.overlays.watch({ topics: [...topics], after }, { signal }),
    (message) => {
      after = { epoch: message.epoch, number: message.number };
      options.onMessage(message);
    },
    { signal: new AbortController().signal, onProblem: (problem) => console.warn('the overlays were cut off', problem) },
  );
}
