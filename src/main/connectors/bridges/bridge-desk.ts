import type { Clock } from '#main/platform/host.ts';
import { createErrorCounters } from '../error-counters.ts';
import type { BridgeDesk } from './bridge-desk.types.ts';
import { type BridgeSecrets, bridgeToken, renewBridgeToken } from './bridge-tokens.ts';

export function createBridgeDesk(
  options: BridgeSecrets & {
    /** `http://127.0.0.1:PORT`, without a slash. */
    readonly origin: () => string;
    readonly clock: Clock;
    /** A key is another one now. */
    readonly onRenewed: () => void;
  },
): BridgeDesk {
  const addressOf = (bridgeId: string, token: string) => {
    const httpUrl = `${options.origin()}/bridge/${bridgeId}?token=${token}`;
    return { httpUrl, websocketUrl: httpUrl.replace(/^http/u, 'ws') };
  };
  return {
    address: (bridgeId) => addressOf(bridgeId, bridgeToken(bridgeId, options)),
    renew(bridgeId) {
      const address = addressOf(bridgeId, renewBridgeToken(bridgeId, options));
      options.onRenewed();
      return address;
    },
    async preview({ text, ...bridge }) {
      const { createFeedReader } = await import('./feed-reader.ts');
      const passedOver = createErrorCounters();
      const reader = createFeedReader({ ...bridge, id: 'preview', onUnknown: passedOver.add });
      const { events, dialect, fault } = reader.read(text, options.clock.now());
      return {
        events: [...events],
        ...(dialect === undefined ? {} : { dialect }),
        ...(fault === undefined ? {} : { fault }),
        passedOver: { ...passedOver.counts },
      };
    },
  };
}
