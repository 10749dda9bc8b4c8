import type { Clock } from '#main/platform/host.ts';
import type { Milliseconds } from '#shared/units.ts';

export type WaitPhase = 'connect' | 'first-token' | 'idle';

/** One timer for the waits of a request. Touching it costs no timer, so that a fast stream makes none. */
export interface Watchdog {
  /** Begins another wait. */
  watch(phase: WaitPhase, limitMs: Milliseconds): void;
  /** Something came: the present wait begins anew. */
  touch(): void;
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
      cancel?.();
      phase = next;
      limitMs = limit;
      since = clock.now();
      arm(limit);
    },
    touch() {
      since = clock.now();
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
