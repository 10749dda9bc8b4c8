import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';

/** At most `count` calls in any `perMs`. Those beyond wait in order; who would have to wait longer than `patienceMs` is refused at once. */
export interface RateLimit {
  /** Resolves when it is one's turn. Rejects `rate-limited` or `cancelled`. */
  turn(signal: AbortSignal): Promise<void>;
}

export function createRateLimit(options: { count: number; perMs: number; patienceMs: number; clock: Clock }): RateLimit {
  const { count, perMs, patienceMs, clock } = options;
  /** When each of the newest `count` calls was or will be let through, oldest first. */
  let slots: number[] = [];
  return {
    turn(signal) {
      const now = clock.now();
      const oldest = slots.length < count ? undefined : slots[slots.length - count];
      const at = Math.max(now, slots.at(-1) ?? 0, oldest === undefined ? 0 : oldest + perMs);
      if (at - now > patienceMs) {
        const seconds = Math.ceil((at - now) / 1000);
        return Promise.reject(
          new StudioError('rate-limited', `So many lines at once are not allowed here. Try again in ${seconds} s.`),
        );
      }
      if (signal.aborted) return Promise.reject(stopped());
      slots = [...slots, at].slice(-count);
      if (at === now) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const abort = (): void => {
          cancel();
          slots = slots.filter((slot) => slot !== at);
          reject(stopped());
        };
        const cancel = clock.after(at - now, () => {
          signal.removeEventListener('abort', abort);
          resolve();
        });
        signal.addEventListener('abort', abort, { once: true });
      });
    },
  };
}

function stopped(): StudioError {
  return new StudioError('cancelled', 'The line was taken back before its turn came.');
}
