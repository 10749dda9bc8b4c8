import type { WebSocket } from 'ws';

/** Pings every socket and terminates those that have shown no life for `silenceMs`: a program that froze or a network that went. */
export interface Liveness {
  watch(socket: WebSocket): void;
  close(): void;
}

export function createLiveness(silenceMs: number): Liveness {
  const alive = new Map<WebSocket, boolean>();
  const timer = setInterval(() => {
    for (const [socket, answered] of alive) {
      if (!answered) {
        socket.terminate();
        continue;
      }
      alive.set(socket, false);
      socket.ping();
    }
  }, silenceMs);
  timer.unref();
  return {
    watch(socket) {
      const mark = (): void => {
        alive.set(socket, true);
      };
      mark();
      socket.on('pong', mark).on('message', mark);
      socket.once('close', () => {
        socket.off('pong', mark).off('message', mark);
        alive.delete(socket);
      });
    },
    close() {
      clearInterval(timer);
      alive.clear();
    },
  };
}
