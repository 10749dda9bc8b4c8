export interface FairWorker {
  /** Does one piece of work. False: nothing is left to do for now. */
  step(): boolean;
}

/** Shares the event loop: everybody in turn does one piece, and after `sliceMs` the rest of the program has its turn. */
export interface FairWork {
  /** It has work to do. */
  wake(worker: FairWorker): void;
  /** As `wake`, but where nothing waits it is done within this very call; of that too only one slice, however often it is called at a stretch. */
  wakeNow(worker: FairWorker): void;
  remove(worker: FairWorker): void;
}

export interface FairWorkOptions {
  readonly sliceMs: number;
  readonly now: () => number;
  /** Lets the rest of the program have its turn, then calls. */
  readonly defer?: (task: () => void) => void;
}

export function createFairWork({ sliceMs, now, defer = setImmediate }: FairWorkOptions): FairWork {
  const ready = new Set<FairWorker>();
  /** When the last slice began that was done within a call. */
  let beganMs = Number.NEGATIVE_INFINITY;
  let scheduled = false;
  let running = false;

  const schedule = (): void => {
    if (scheduled || running || ready.size === 0) return;
    scheduled = true;
    defer(() => {
      scheduled = false;
      runUntil(now() + sliceMs);
    });
  };
  function runUntil(endMs: number): void {
    running = true;
    try {
      // A set iterates what is added while it runs, so putting a worker back at the end makes a ring.
      for (const worker of ready) {
        ready.delete(worker);
        if (worker.step()) ready.add(worker);
        if (now() >= endMs) break;
      }
    } finally {
      running = false;
      schedule();
    }
  }

  return {
    wake(worker) {
      ready.add(worker);
      schedule();
    },
    wakeNow(worker) {
      ready.add(worker);
      if (scheduled || running) return;
      const nowMs = now();
      if (nowMs - beganMs >= 2 * sliceMs) beganMs = nowMs;
      if (nowMs - beganMs < sliceMs) runUntil(beganMs + sliceMs);
      else schedule();
    },
    remove: (worker) => void ready.delete(worker),
  };
}
