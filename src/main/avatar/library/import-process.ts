import type { Clock, WorkerLink } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { ImportState } from '#shared/avatar/model-import.ts';
import { ImportFailure } from '../import/import-failure.ts';
import { type ImportOrder, importReplySchema } from '../import/import-protocol.ts';
import type { StagedModel } from '../import/staged-model.ts';

export interface ImportProcessOptions {
  readonly spawn: () => WorkerLink;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A process that has said nothing for so long hangs: large textures report after each row of work, single steps take seconds. */
const SILENCE_MS = 120_000;

/**
 * Has one order carried out in a process of its own, and ends it. Rejects with `ImportFailure`: the import's own, `worker-lost` when the process died
 * (out of memory, a crash), `timeout` when it went silent; or with the signal's reason.
 */
export function runImportProcess(
  order: ImportOrder,
  options: ImportProcessOptions,
  signal: AbortSignal,
  onProgress: (state: ImportState, share: number) => void,
): Promise<readonly StagedModel[]> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const link = options.spawn();
    let cancelTimer = (): void => {};
    let over = false;
    const finish = (outcome: () => void): void => {
      if (over) return;
      over = true;
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      // The staging folder is free to be deleted once nobody writes there.
      link.onExit(outcome);
      link.kill();
    };
    const onAbort = (): void => finish(() => reject(signal.reason));
    const watch = (): void => {
      cancelTimer();
      cancelTimer = options.clock.after(SILENCE_MS, () =>
        finish(() =>
          reject(
            new ImportFailure(
              'timeout',
              order.name,
              `Reading ${order.name} took too long and was stopped. Make its textures smaller and try again.`,
            ),
          ),
        ),
      );
    };
    signal.addEventListener('abort', onAbort, { once: true });
    link.onExit((code) => {
      if (over) return;
      options.logger.warn('an import process ended early', { code, name: order.name });
      finish(() =>
        reject(
          new ImportFailure(
            'worker-lost',
            order.name,
            `Reading ${order.name} ended unexpectedly: it needs more memory than there is, or is made to do harm. Make its textures smaller and try again.`,
          ),
        ),
      );
    });
    link.onMessage((message) => {
      const reply = importReplySchema.safeParse(message);
      if (over || !reply.success) return;
      watch();
      if (reply.data.type === 'ready') link.post(order);
      else if (reply.data.type === 'progress') onProgress(reply.data.state, reply.data.share);
      else if (reply.data.type === 'done') {
        const { models } = reply.data;
        finish(() => resolve(models));
      } else {
        const { code, detail, message: words } = reply.data.problem;
        finish(() => reject(new ImportFailure(code, detail, words)));
      }
    });
    watch();
  });
}
