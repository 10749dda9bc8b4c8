/** Intervals in a worker: the page's own are slowed down in the background. */
export interface Ticker {
  /** Calls back every `ms`; returns its end. */
  every(ms: number, task: () => void): () => void;
  close(): void;
}

export function createTicker(): Ticker {
  const workers = new Set<Worker>();
  return {
    every(ms, task) {
      const worker = new Worker(new URL('./tick.worker.ts', import.meta.url), { type: 'module', name: 'input-ticks' });
      worker.onmessage = task;
      worker.postMessage(ms);
      workers.add(worker);
      return () => {
        workers.delete(worker);
        worker.terminate();
      };
    },
    close() {
      for (const worker of workers) worker.terminate();
      workers.clear();
    },
  };
}
