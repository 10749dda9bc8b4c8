import type { Clock } from '#main/platform/host.ts';

/** VTube Studio's pace for programs: one every 5 frames, 32 waiting, the same again only after 5 frames. */
export const FIRE_EVERY_MS = (5 * 1000) / 60;
export const FIRE_QUEUE_LENGTH = 32;

/** Lets firings that come from outside (programs, viewers) through one at a time. */
export interface FireQueue {
  /** Runs `task` now or in its turn. `urgent` ones (somebody paid) go before others, and push the newest of those out when it is full. */
  push(id: string, urgent: boolean, task: () => void): 'done' | 'cooling' | 'queue-full';
  clear(): void;
}

interface Waiting {
  readonly id: string;
  readonly urgent: boolean;
  readonly task: () => void;
}

/** `onDropped` is called for one that was pushed out. */
export function createFireQueue(clock: Clock, onDropped: () => void): FireQueue {
  let waiting: Waiting[] = [];
  let cancel: (() => void) | undefined;
  let lastId: string | undefined;
  let freeAt = Number.NEGATIVE_INFINITY;

  const runNext = (): void => {
    cancel = undefined;
    const next = waiting.shift();
    if (next === undefined) return;
    run(next);
    if (waiting.length > 0) cancel = clock.after(FIRE_EVERY_MS, runNext);
  };
  const run = ({ id, task }: Waiting): void => {
    lastId = id;
    freeAt = clock.now() + FIRE_EVERY_MS;
    task();
  };
  /** False when there is no room. */
  const makeRoom = (urgent: boolean): boolean => {
    if (waiting.length < FIRE_QUEUE_LENGTH) return true;
    const victim = urgent ? waiting.findLastIndex((one) => !one.urgent) : -1;
    if (victim < 0) return false;
    waiting = waiting.filter((_, index) => index !== victim);
    onDropped();
    return true;
  };

  return {
    push(id, urgent, task) {
      const isIdle = waiting.length === 0 && clock.now() >= freeAt;
      if (isIdle) {
        run({ id, urgent, task });
        return 'done';
      }
      const newest = waiting.at(-1)?.id ?? lastId;
      if (!urgent && (newest === id || waiting.some((one) => one.id === id))) return 'cooling';
      if (!makeRoom(urgent)) return 'queue-full';
      const at = urgent ? waiting.filter((one) => one.urgent).length : waiting.length;
      waiting.splice(at, 0, { id, urgent, task });
      cancel ??= clock.after(Math.max(0, freeAt - clock.now()), runNext);
      return 'done';
    },
    clear() {
      waiting = [];
      cancel?.();
      cancel = undefined;
    },
  };
}
