import { Worker } from 'node:worker_threads';
import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type TrainingJob, type TrainingReply, trainingReplySchema } from './training-protocol.ts';

export type TrainingOutcome = Extract<TrainingReply, { type: 'done' }>;

/** A training of 5000 examples takes under a minute on a slow machine; one that says nothing for so long hangs. */
const SILENT_FOR_MS = 120_000;

export interface TrainingRunOptions {
  /** Built `intent-worker.cjs`. */
  readonly workerFile: string;
  readonly job: TrainingJob;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** Trains in a thread of its own. Rejects `cancelled`, `timeout` or `internal`; the thread is gone by then. */
export function runTraining({ workerFile, job, clock, signal, onProgress }: TrainingRunOptions): Promise<TrainingOutcome> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new StudioError('cancelled', 'The training was cancelled.'));
    const worker = new Worker(workerFile, { workerData: job, execArgv: [] });
    let stopWaiting = (): void => undefined;

    const end = (settle: () => void): void => {
      stopWaiting();
      signal.removeEventListener('abort', onAbort);
      worker.removeAllListeners();
      // Late errors of a thread that is being ended are nobody's.
      worker.on('error', () => undefined);
      void worker.terminate().then(settle, settle);
    };
    const fail = (error: StudioError): void => end(() => reject(error));
    const onAbort = (): void => fail(new StudioError('cancelled', 'The training was cancelled.'));
    const wait = (): void => {
      stopWaiting();
      stopWaiting = clock.after(SILENT_FOR_MS, () =>
        fail(
          new StudioError(
            'timeout',
            `The training said nothing for ${SILENT_FOR_MS / 1000} s. Try it again when the machine is less busy.`,
          ),
        ),
      );
    };
    wait();
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (message: unknown) => {
      const read = trainingReplySchema.safeParse(message);
      if (!read.success)
        return fail(new StudioError('internal', 'The training thread said something that nobody understands. Train again.'));
      wait();
      const reply = read.data;
      if (reply.type === 'progress') onProgress(reply.share);
      else end(() => resolve(reply));
    });
    worker.on('error', (cause) => fail(broken(messageFromUnknown(cause), cause)));
    worker.on('exit', (code) => fail(broken(`it exited with code ${code}`)));
  });
}

function broken(why: string, cause?: unknown): StudioError {
  return new StudioError('internal', `The training ended early: ${why}. Train again; the model in use was not touched.`, {
    cause,
  });
}
