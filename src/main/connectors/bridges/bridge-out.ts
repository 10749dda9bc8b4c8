import { StudioError } from '#shared/errors.ts';
import type { BridgeSettings } from '#shared/settings/settings.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { createSteadySocket } from '../steady-socket.ts';
import { createBridgeIntake } from './bridge-intake.ts';

/** A list of comments that are already there may be long. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const OPEN_WITHIN_MS = 10_000;

/** Connects to a program on this computer (or in the local network) that gathers messages, and takes it up again whenever it comes back. */
export function createOutwardBridge(
  bridge: BridgeSettings,
  context: ConnectorContext & { readonly random?: () => number },
): Connector {
  const intake = createBridgeIntake(bridge, context);
  const socket = createSteadySocket({
    context,
    name: bridge.name || bridge.url,
    address: async () => addressOf(bridge),
    maxMessageBytes: MAX_MESSAGE_BYTES,
    readyWithinMs: OPEN_WITHIN_MS,
    // A quiet room is silent, and a program on the same computer cannot vanish unnoticed.
    silenceMs: undefined,
    onOpen: () => socket.ready(),
    onMessage(data, isBinary) {
      if (isBinary) {
        intake.addError('binary-frame');
        return;
      }
      const { fault } = intake.take(data.toString('utf8'));
      if (fault === undefined) socket.understood();
    },
    onEnd() {},
  });
  return {
    errors: intake.errors,
    start: () => socket.start(),
    async close() {
      intake.close();
      await socket.close();
    },
  };
}

function addressOf({ url: text, dialect }: BridgeSettings): URL {
  const url = urlFrom(text);
  if (url === undefined || !['ws:', 'wss:'].includes(url.protocol))
    throw new StudioError('invalid-input', `"${text}" is no ws:// or wss:// address: enter the one that the program shows.`);
  // OneComme sends nothing to those who do not say what they want.
  const wantsTopics = dialect === 'onecomme' || (dialect === 'auto' && url.port === '11180');
  if (wantsTopics && !url.searchParams.has('p')) url.searchParams.set('p', 'comments');
  return url;
}

function urlFrom(text: string): URL | undefined {
  try {
    return new URL(text.trim());
  } catch {
    return undefined;
  }
}
