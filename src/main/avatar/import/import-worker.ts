import { openWorkerChannel } from '#main/platform/worker-channel.ts';
import { problemFromUnknown } from './import-failure.ts';
import { type ImportReply, importOrderSchema } from './import-protocol.ts';
import { runImport } from './run-import.ts';

/**
 * An import process: reads one model that may be hostile, and ends. Whatever a file does to it (memory, time, a crash) ends with it.
 */
const channel = openWorkerChannel();
const post = (reply: ImportReply): void => channel.post(reply);
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
      post({ type: 'progress', state, share: Math.min(1, Math.max(0, share)) });
    });
    post({ type: 'done', models: [...models] });
  } catch (error) {
    post({ type: 'failed', problem: problemFromUnknown(error) });
  }
}

channel.listen((message) => void work(message));
post({ type: 'ready' });
