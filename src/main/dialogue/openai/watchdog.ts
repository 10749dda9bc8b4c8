import type { Clock } from '#main/platform/host.ts';
import type { Milliseconds } from '#shared/units.ts';

export type WaitPhase = 'connect' | 'first-token' | 'idle';

/** One timer for the waits of a request. Beginning the same wait anew makes no timer, so a fast stream makes none. */
export interface Watchdog {
  /** Begins a wait, or begins the present one anew. */
  watch(phase: WaitPhase, limitMs: Milliseconds): void;
  stop(): void;
}

export function createWatchdog(clock: Clock, expired: (phase: WaitPhase, limitMs: Milliseconds) => void): Watchdog {
  let phase: WaitPhase = 'connect';
  let limitMs = 0;
  let since = 0;
  let cancel: (() => void) | undefined;
  const arm = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => {
      const restMs = since + limitMs - clock.now();
      if (restMs > 0.5) arm(restMs);
      else expired(phase, limitMs);
    });
  };
  return {
    watch(next, limit) {
      since = clock.now();
      if (cancel !== undefined && next === phase && limit === limitMs) return;
      cancel?.();
      phase = next;
      limitMs = limit;
      arm(limit);
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
