import type { Clock } from '#main/platform/host.ts';
import type { Cell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';

export interface UntilOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** What is said when it takes too long: what failed and the next step. */
  readonly late: string;
}
/** Resolves with the first state that is so; rejects with what `isSo` throws, when the connection is lost, late, or cancelled. */
export type Until = (isSo: (state: ObsState) => boolean, options: UntilOptions) => Promise<ObsState>;

const TIMEOUT_MS = 5000;

/** Waits for OBS's own word: what the mirror shows. */
export function createUntil(mirrored: Cell<ObsState | undefined>, clock: Clock): Until {
  return (isSo, { timeoutMs = TIMEOUT_MS, signal, late }) =>
    new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        unsubscribe();
        cancel();
        signal?.removeEventListener('abort', onAbort);
        settle();
      };
      const look = (state: ObsState | undefined): void => {
        try {
          if (state === undefined) throw lost();
          if (isSo(state)) finish(() => resolve(state));
        } catch (cause) {
          finish(() => reject(cause));
        }
      };
      const onAbort = (): void => finish(() => reject(new StudioError('cancelled', 'The change in OBS was stopped.')));
      const unsubscribe = mirrored.subscribe(look);
      const cancel = clock.after(timeoutMs, () => finish(() => reject(new StudioError('timeout', late))));
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted) onAbort();
      else look(mirrored.get());
    });
}

export const lost = (): StudioError =>
  new StudioError('unavailable', 'OBS is not connected. Start OBS and see the page "OBS", then try again.');
