import type { Socket } from 'node:dgram';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { type Endpoint, endpointFrom, isThisComputer } from './endpoint.ts';

/** Sends datagrams on, unchanged, to the programs that the streamer listed: once to each, never back to who sent them and never to this program. */
export interface PassOn {
  forward(bytes: Uint8Array, sender: Endpoint): void;
}

export async function createPassOn(options: {
  readonly targets: readonly string[];
  readonly socket: Socket;
  readonly logger: Logger;
  /** Ports at which this program listens for motion. */
  readonly ownPorts: () => ReadonlySet<number>;
}): Promise<PassOn> {
  const { socket, logger, ownPorts } = options;
  const targets: Endpoint[] = [];
  for (const text of options.targets) {
    try {
      targets.push(await endpointFrom(text, 0));
    } catch (cause) {
      logger.warn('motion is not passed on to an address', { address: text, problem: messageFromUnknown(cause) });
    }
  }
  const here = targets.map(({ address }) => isThisComputer(address));
  const isBack = (target: Endpoint, isHere: boolean, sender: Endpoint): boolean =>
    target.address === sender.address && (target.port === sender.port || !isHere);

  return {
    forward(bytes, sender) {
      for (let i = 0; i < targets.length; i++) {
        const target = targets[i];
        const isHere = here[i] === true;
        if (target === undefined || isBack(target, isHere, sender) || (isHere && ownPorts().has(target.port))) continue;
        // Whether anybody hears it is not known, and not needed.
        socket.send(bytes, target.port, target.address, () => {});
      }
    },
  };
}
