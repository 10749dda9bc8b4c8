import { z } from 'zod';
import { createEspeakEngine } from './espeak-engine.ts';
import { createFliteEngine } from './flite-engine.ts';
import { createVoiceServer } from './voice-server.ts';

/** A voice process: `argv[2]` names its engine. Started by fork (Node) or utilityProcess (Electron); both give a channel to send and hear on. */
const engines = { espeak: createEspeakEngine, flite: createFliteEngine } as const;
const engineSchema = z.enum(['espeak', 'flite']);

interface Channel {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
}

/** Electron's utilityProcess adds `process.parentPort`; its messages come wrapped in an event. */
const parentPortSchema = z.object({
  parentPort: z.custom<{
    postMessage(message: unknown): void;
    on(type: 'message', listener: (event: { data: unknown }) => void): void;
  }>((value) => typeof value === 'object' && value !== null && 'postMessage' in value),
});

function openChannel(): Channel {
  const electron = parentPortSchema.safeParse(process);
  if (electron.success) {
    const port = electron.data.parentPort;
    return {
      post: (message) => port.postMessage(message),
      listen: (listener) => port.on('message', (event) => listener(event.data)),
    };
  }
  process.on('disconnect', () => process.exit(0));
  return { post: (message) => process.send?.(message), listen: (listener) => process.on('message', listener) };
}

const channel = openChannel();
const server = createVoiceServer({
  open: () => engines[engineSchema.parse(process.argv[2])](),
  post: channel.post,
  exit: () => process.exit(0),
});
channel.listen(server.receive);
