import { z } from 'zod';
import { openWorkerChannel } from '#main/platform/worker-channel.ts';
import { createEspeakEngine } from './espeak-engine.ts';
import { createFliteEngine } from './flite-engine.ts';
import { createReaderEngine } from './reader-engine.ts';
import { createVoiceServer } from './voice-server.ts';

/** A voice process: `argv[2]` names its engine. */
const engines = { espeak: createEspeakEngine, flite: createFliteEngine, reader: createReaderEngine } as const;
const engineSchema = z.enum(['espeak', 'flite', 'reader']);

const channel = openWorkerChannel();
const server = createVoiceServer({
  open: () => engines[engineSchema.parse(process.argv[2])](),
  post: channel.post,
  exit: () => process.exit(0),
});
channel.listen(server.receive);
