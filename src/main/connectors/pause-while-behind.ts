import type WebSocket from 'ws';
import type { Behind } from './connector.ts';

/** While the program is behind, the network waits: nothing is lost, it only comes later. Ends with the socket. */
export function pauseWhileBehind(socket: WebSocket, behind: Behind): void {
  const follow = (): void => {
    if (behind.get()) socket.pause();
    else socket.resume();
  };
  // Before it is open, a socket does not pause.
  socket.once('open', follow);
  socket.once('close', behind.subscribe(follow));
}
