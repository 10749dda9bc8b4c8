import { createSocket } from 'node:dgram';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { writeEnvelope } from '../protocol/envelope.ts';

export const DISCOVERY_PORT = 47_779;
const EVERY_MS = 2_000;
const MESSAGE = 'VTubeStudioAPIStateBroadcast';

export interface Broadcast {
  readonly active: boolean;
  readonly port: number;
  /** 32 hexadecimal digits, the same while the program runs. */
  readonly instanceID: string;
  readonly windowTitle: string;
}

/** Tells the local network every two seconds where the API is. Returns the end. A network that cannot be reached is logged once and tried again. */
export function startDiscovery(options: {
  readonly address: string;
  readonly port: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly state: () => Broadcast;
}): () => void {
  const { address, port, clock, logger, state } = options;
  const socket = createSocket({ type: 'udp4' });
  let cancel: (() => void) | undefined;
  let complained = false;
  let ended = false;

  const complain = (error: Error): void => {
    if (!complained) logger.info('plugins on the network cannot be told where the API is', { error: error.message });
    complained = true;
  };
  const send = (): void => {
    if (ended) return;
    const packet = writeEnvelope(MESSAGE, MESSAGE, state(), clock.now());
    socket.send(packet, port, address, (error) => {
      if (error) complain(error);
    });
    cancel = clock.after(EVERY_MS, send);
  };
  socket.on('error', complain);
  socket.bind({ port: 0, exclusive: true }, () => {
    if (ended) return;
    socket.setBroadcast(true);
    socket.unref();
    send();
  });
  return () => {
    if (ended) return;
    ended = true;
    cancel?.();
    socket.close();
  };
}
