import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';

const EVERY_MS = 10_000;

/** Tells which programs run, every ten seconds, while a rule wants to know. */
export interface ProgramWatch {
  /** The rules changed. */
  refresh(): void;
  close(): void;
}

export function createProgramWatch(options: {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly wanted: () => boolean;
  readonly list: () => Promise<readonly string[]>;
  readonly onPrograms: (running: readonly string[]) => void;
}): ProgramWatch {
  const { clock, logger, wanted, list, onPrograms } = options;
  let isLooking = false;
  let closed = false;
  let failed = false;
  let cancel: (() => void) | undefined;

  async function look(): Promise<void> {
    cancel = undefined;
    isLooking = true;
    try {
      const running = await list();
      failed = false;
      if (!closed && wanted()) onPrograms(running);
    } catch (cause) {
      if (!failed) logger.warn('the running programs could not be read', { cause: messageFromUnknown(cause) });
      failed = true;
    }
    isLooking = false;
    schedule(EVERY_MS);
  }
  function schedule(delayMs: number): void {
    if (closed || isLooking || !wanted()) return;
    cancel ??= clock.after(delayMs, () => void look());
  }

  return {
    refresh() {
      if (!wanted()) {
        cancel?.();
        cancel = undefined;
      }
      schedule(0);
    },
    close() {
      closed = true;
      cancel?.();
    },
  };
}
