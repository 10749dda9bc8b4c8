import { z } from 'zod';
import type { FromPlayback } from '../audio/playback-messages.ts';
import type { ToLink } from './link-messages.ts';
import { createStageLink, type LinkSocket, type LinkSocketEvents } from './stage-link.ts';

// NOTICE: zod probes for `new Function`, which the page's content policy reports as a violation; without the probe it parses the same.
z.config({ jitless: true });

let playback: MessagePort | undefined;

const link = createStageLink({
  openSocket,
  now: () => performance.timeOrigin + performance.now(),
  random: Math.random,
  after: (delayMs, run) => {
    setTimeout(run, delayMs);
  },
  tellPage: (message, transfer) => self.postMessage(message, { transfer: transfer === undefined ? [] : [transfer] }),
  tellPlayback: (message, transfer) => playback?.postMessage(message, transfer === undefined ? [] : [transfer]),
  report: (problem) => console.warn(problem),
});

function openSocket(url: string, events: LinkSocketEvents): LinkSocket {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.opened();
  socket.onmessage = (event) => events.message(event.data);
  socket.onclose = () => events.closed();
  return socket;
}

self.onmessage = (event: MessageEvent<ToLink>) => {
  const message = event.data;
  if (message.type === 'open') link.open(message.url, message.kind, message.avatar);
  else if (message.type === 'sound') link.setSound(message.canSound, message.latencyMs);
  else if (message.type === 'stats') link.sendStats(message.stats);
  else if (message.type === 'up') link.tellStudio(message.message);
  else {
    playback = message.port;
    playback.onmessage = (reply: MessageEvent<FromPlayback>) => link.fromPlayback(reply.data);
    link.audioReady();
  }
};
