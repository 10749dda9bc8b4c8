import { createSocket } from 'node:dgram';
import { StudioError } from '#shared/errors.ts';
import { type Endpoint, endpointFrom, isThisComputer } from '../endpoint.ts';

/** Sends datagrams to one address and hears nothing. */
export interface UdpSender {
  /** Throws nothing: what nobody hears is lost. `onFailure` hears of what the system refuses. */
  send(bytes: Uint8Array): void;
  close(): Promise<void>;
}

/** Throws `network` or `invalid-input` where the address leads nowhere, or back into this program. */
export async function openUdpSender(options: {
  readonly address: string;
  readonly port: number;
  readonly ownPorts: () => ReadonlySet<number>;
  readonly onFailure: (problem: Error) => void;
}): Promise<UdpSender> {
  const target: Endpoint = await endpointFrom(options.address, options.port);
  refuseOwnPort(target, options.ownPorts());
  const socket = createSocket({ type: 'udp4' });
  socket.on('error', options.onFailure);
  await new Promise<void>((resolve) => socket.bind({ port: 0, exclusive: true }, resolve));
  socket.unref();
  let closing: Promise<void> | undefined;
  return {
    send(bytes) {
      if (closing !== undefined) return;
      // The system may take the bytes only after the call, and the caller writes the next datagram into the same place.
      socket.send(Uint8Array.from(bytes), target.port, target.address, (problem) => {
        if (problem) options.onFailure(problem);
      });
    },
    close() {
      closing ??= new Promise((resolve) => socket.close(() => resolve()));
      return closing;
    },
  };
}

/** What goes out must not come in again: the avatar would follow itself. */
export function refuseOwnPort({ address, port }: Endpoint, ownPorts: ReadonlySet<number>): void {
  if (!isThisComputer(address) || !ownPorts.has(port)) return;
  throw new StudioError(
    'invalid-input',
    `Yingxi itself listens on port ${port}: the avatar would follow itself. Send to the port of the other program, or let the input use another one.`,
  );
}
