import { z } from 'zod';
import { problemFromUnknown } from './import-failure.ts';
import { type ImportReply, importOrderSchema } from './import-protocol.ts';
import { runImport } from './run-import.ts';

/**
 * An import process: reads one model that may be hostile, and ends. Started by fork (Node) or utilityProcess (Electron); both give a channel to send
 * and hear on. Whatever a file does to it (memory, time, a crash) ends with it.
 */
const parentPortSchema = z.object({
  parentPort: z.custom<{
    postMessage(message: unknown): void;
    on(type: 'message', listener: (event: { data: unknown }) => void): void;
  }>((value) => typeof value === 'object' && value !== null && 'postMessage' in value),
});

function openChannel(): { post(reply: ImportReply): void; listen(listener: (message: unknown) => void): void } {
  const electron = parentPortSchema.safeParse(process);
  if (electron.success) {
    const port = electron.data.parentPort;
    return {
      post: (reply) => port.postMessage(reply),
      listen: (listener) => port.on('message', (event) => listener(event.data)),
    };
  }
  process.on('disconnect', () => process.exit(0));
  return { post: (reply) => process.send?.(reply), listen: (listener) => process.on('message', listener) };
}

const channel = openChannel();
/** More often than this, progress is only noise. */
const PROGRESS_MS = 60;

async function work(message: unknown): Promise<void> {
  let toldAt = 0;
  let toldState = '';
  try {
    const order = importOrderSchema.parse(message);
    const models = await runImport(order, new AbortController().signal, (state, share) => {
      const now = performance.now();
      if (state === toldState && now - toldAt < PROGRESS_MS) return;
      toldAt = now;
      toldState = state;
      channel.post({ type: 'progress', state, share: Math.min(1, Math.max(0, share)) });
    });
    channel.post({ type: 'done', models: [...models] });
  } catch (error) {
    channel.post({ type: 'failed', problem: problemFromUnknown(error) });
  }
}

channel.listen((message) => void work(message));
channel.post({ type: 'ready' });
