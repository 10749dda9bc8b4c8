import { StudioError } from '#shared/errors.ts';
import { cancelled } from './server-http.ts';

/** Lets `size` in at a time; of those who wait, the lowest priority number first. */
export interface Turnstile {
  /** Resolves with the way out. Throws `cancelled`, or `voice` when too many wait. */
  enter(priority: number, signal: AbortSignal): Promise<() => void>;
}

const MOST_WAITING = 64;

export function createTurnstile(size: number): Turnstile {
  let inside = 0;
  const waiting: { readonly priority: number; readonly go: () => void }[] = [];

  function leave(): void {
    inside--;
    const next = waiting.shift();
    if (next) next.go();
  }

  /** A way out that works once. */
  function pass(): () => void {
    inside++;
    let out = false;
    return () => {
      if (out) return;
      out = true;
      leave();
    };
  }

  return {
    enter(priority, signal) {
      if (signal.aborted) return Promise.reject(cancelled());
      if (inside < size) return Promise.resolve(pass());
      if (waiting.length >= MOST_WAITING)
        return Promise.reject(
          new StudioError('voice', `${waiting.length} sentences wait for this voice: wait until it has caught up`),
        );
      return new Promise((resolve, reject) => {
        const place = {
          priority,
          go() {
            signal.removeEventListener('abort', onAbort);
            resolve(pass());
          },
        };
        const onAbort = (): void => {
          waiting.splice(waiting.indexOf(place), 1);
          reject(cancelled());
        };
        signal.addEventListener('abort', onAbort, { once: true });
        const before = waiting.findIndex((one) => one.priority > priority);
        waiting.splice(before < 0 ? waiting.length : before, 0, place);
      });
    },
  };
}
