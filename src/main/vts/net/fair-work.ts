export interface Worker {
  /** Does one piece of work. False: nothing is left to do for now. */
  step(): boolean;
}

/** Shares the event loop: everybody in turn does one piece, and after `sliceMs` the rest of the program has its turn. */
export interface FairWork {
  wake(worker: Worker): void;
  remove(worker: Worker): void;
}

export function createFairWork(sliceMs: number, now: () => number): FairWork {
  const ready = new Set<Worker>();
  let scheduled = false;

  const schedule = (): void => {
    if (scheduled || ready.size === 0) return;
    scheduled = true;
    setImmediate(run);
  };
  function run(): void {
    scheduled = false;
    const end = now() + sliceMs;
    // A set iterates what is added while it runs, so putting a worker back at the end makes a ring.
    for (const worker of ready) {
      ready.delete(worker);
      if (worker.step()) ready.add(worker);
      if (now() >= end) break;
    }
    schedule();
  }

  return {
    wake(worker) {
      ready.add(worker);
      schedule();
    },
    remove: (worker) => void ready.delete(worker),
  };
}
