import type { LiveEvent } from '#shared/live/live-event.ts';

interface Taken {
  readonly accepted: number;
  readonly duplicates: number;
}
interface Job {
  readonly events: readonly LiveEvent[];
  readonly resolve: (taken: Taken) => void;
  readonly reject: (cause: unknown) => void;
  next: number;
  accepted: number;
  duplicates: number;
}

export interface SlicedIntakeOptions {
  readonly accept: (events: readonly LiveEvent[]) => Taken;
  readonly now: () => number;
  /** Lets the rest of the program have its turn, then calls. */
  readonly defer: (task: () => void) => void;
}

/** Work at a stretch, ms; and events between two looks at the clock. */
const SLICE_MS = 6;
const PIECE = 10;

/**
 * Takes in batches in the order in which they came, a few milliseconds at a time: a flood through the API must not hold up sound, stop and sockets. What
 * comes while nothing waits is taken in at once. Callers await their batch, so what waits is bounded by what the server lets in.
 */
export function createSlicedIntake({
  accept,
  now,
  defer,
}: SlicedIntakeOptions): (events: readonly LiveEvent[]) => Promise<Taken> {
  const jobs: Job[] = [];
  let running = false;

  function takePiece(job: Job): void {
    const piece = job.events.slice(job.next, job.next + PIECE);
    job.next += piece.length;
    const { accepted, duplicates } = accept(piece);
    job.accepted += accepted;
    job.duplicates += duplicates;
  }

  function run(): void {
    const end = now() + SLICE_MS;
    for (let job = jobs[0]; job !== undefined && now() < end; job = jobs[0]) {
      try {
        takePiece(job);
        if (job.next < job.events.length) continue;
        job.resolve({ accepted: job.accepted, duplicates: job.duplicates });
      } catch (cause) {
        job.reject(cause);
      }
      jobs.shift();
    }
    running = jobs.length > 0;
    if (running) defer(run);
  }

  return (events) =>
    new Promise((resolve, reject) => {
      jobs.push({ events, resolve, reject, next: 0, accepted: 0, duplicates: 0 });
      if (running) return;
      running = true;
      run();
    });
}
