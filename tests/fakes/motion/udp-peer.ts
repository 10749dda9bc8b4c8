import { createSocket, type RemoteInfo } from 'node:dgram';

export interface Datagram {
  readonly bytes: Buffer;
  readonly from: RemoteInfo;
}

/** A real socket on this computer that notes what it hears. */
export interface UdpPeer {
  readonly port: number;
  /** Everything that came, in order. */
  readonly heard: Datagram[];
  send(bytes: Uint8Array | string, port: number): Promise<void>;
  /** Resolves when so many have been heard in all. */
  hears(count: number): Promise<readonly Datagram[]>;
  onHeard(listener: (datagram: Datagram) => void): void;
  close(): Promise<void>;
}

export async function openUdpPeer(port = 0, address = '127.0.0.1'): Promise<UdpPeer> {
  const socket = createSocket('udp4');
  const heard: Datagram[] = [];
  const listeners = new Set<(datagram: Datagram) => void>();
  socket.on('message', (bytes, from) => {
    const datagram = { bytes, from };
    heard.push(datagram);
    for (const listener of listeners) listener(datagram);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address, exclusive: true }, resolve);
  });
  return {
    port: socket.address().port,
    heard,
    send: (bytes, to) =>
      new Promise((resolve, reject) => socket.send(bytes, to, '127.0.0.1', (problem) => (problem ? reject(problem) : resolve()))),
    hears: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (heard.length < count) return;
          listeners.delete(look);
          resolve(heard.slice(0, count));
        };
        listeners.add(look);
        look();
      }),
    onHeard: (listener) => void listeners.add(listener),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** A port that nobody uses at this moment. */
export async function freeUdpPort(): Promise<number> {
  const peer = await openUdpPeer();
  await peer.close();
  return peer.port;
}
