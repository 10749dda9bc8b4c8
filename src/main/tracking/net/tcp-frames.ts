import { createServer, type Server, type Socket } from 'node:net';
import type { Endpoint } from './endpoint.ts';

/** Between frames on iFacialMocap's TCP connection. */
const MARK = Buffer.from('___iFacialMocap', 'latin1');
/** A frame is about a thousand bytes; whoever sends so much without a mark is no phone. */
const FRAME_BYTES_MOST = 64 * 1024;
/** A phone that was lost and comes back is a second connection for a moment. */
const CONNECTIONS_MOST = 4;
const SILENT_MS = 15_000;

export interface TcpFrames {
  close(): Promise<void>;
}

/**
 * Listens for phones that send frames over TCP, each ended by a mark. Answers nothing. What comes before the first mark of a connection may be the rest of a
 * frame and is handed on as well: the decoder passes over what it does not know. Rejects with the system's error where the port cannot be had.
 */
export function openTcpFrames(options: {
  readonly port: number;
  readonly address: string;
  readonly onFrame: (bytes: Buffer, from: Endpoint) => void;
}): Promise<TcpFrames> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    if (open.size >= CONNECTIONS_MOST) return void socket.destroy();
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    socket.setTimeout(SILENT_MS, () => socket.destroy());
    follow(socket, options.onFrame);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: options.address, exclusive: true }, () => {
      server.removeListener('error', reject);
      server.on('error', () => {});
      resolve({ close: () => closed(server, open) });
    });
  });
}

function follow(socket: Socket, onFrame: (bytes: Buffer, from: Endpoint) => void): void {
  const from = { address: (socket.remoteAddress ?? '').replace(/^::ffff:/u, ''), port: socket.remotePort ?? 0 };
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let at = 0;
    for (let end = rest.indexOf(MARK, at); end >= 0; end = rest.indexOf(MARK, at)) {
      if (end > at) onFrame(rest.subarray(at, end), from);
      at = end + MARK.length;
    }
    rest = rest.subarray(at);
    if (rest.length > FRAME_BYTES_MOST) socket.destroy();
  });
}

function closed(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
