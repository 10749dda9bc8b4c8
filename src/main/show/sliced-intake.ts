import type { FairWork } from '#main/platform/fair-work.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';

interface Taken {
  readonly accepted: number;
  readonly duplicates: number;
}
interface Job {
  readonly events: LiveEvent[];
  /** Who waits for it; nobody waits for what rooms bring. */
  readonly caller: { readonly resolve: (taken: Taken) => void; readonly reject: (cause: unknown) => void } | undefined;
  next: number;
  accepted: number;
  duplicates: number;
}

/**
 * Takes in batches in the order in which they came, a few milliseconds at a time: a flood must not hold up sound, stop and sockets. What comes while nothing
 * waits is taken in at once. Nothing is ever dropped; that little waits is up to who brings it: callers of `post` await their batch, and rooms look at `behind`.
 */
export interface SlicedIntake {
  /** For what rooms bring, often one by one. Returns at once. */
  offer(events: readonly LiveEvent[]): void;
  /** Resolves when all of them are taken in. */
  post(events: readonly LiveEvent[]): Promise<Taken>;
  /** More waits than is worked off in a moment: who can let the network wait does so until it is false again. */
  readonly behind: Pick<Cell<boolean>, 'get' | 'subscribe'>;
  /** Takes in at once all that waits: for the end of the program. */
  finish(): void;
}

export interface SlicedIntakeOptions {
  readonly accept: (events: readonly LiveEvent[]) => Taken;
  /** A few events for which nobody waits could not be taken in. */
  readonly onFailure: (cause: unknown) => void;
  readonly work: FairWork;
}

/** Events between two looks at the clock. */
const PIECE = 10;
/** What rooms bring while others wait is gathered to batches of so many. */
const GATHERED = 200;
/** Waiting events from which on rooms wait, and at which they go on. */
const MANY = 300;
const FEW = 60;

export function createSlicedIntake({ accept, onFailure, work }: SlicedIntakeOptions): SlicedIntake {
  const jobs: Job[] = [];
  const behind = createCell(false);
  let waiting = 0;

  function takePiece(job: Job): void {
    const piece = job.events.slice(job.next, job.next + PIECE);
    job.next += piece.length;
    waiting -= piece.length;
    const { accepted, duplicates } = accept(piece);
    job.accepted += accepted;
    job.duplicates += duplicates;
  }

  function giveUp(job: Job, cause: unknown): void {
    waiting -= job.events.length - job.next;
    job.next = job.events.length;
    job.caller?.reject(cause);
  }

  /** One piece of the oldest batch. */
  function step(): boolean {
    const job = jobs[0];
    if (job === undefined) return false;
    try {
      takePiece(job);
    } catch (cause) {
      if (job.caller === undefined) onFailure(cause);
      else giveUp(job, cause);
    }
    if (job.next >= job.events.length) {
      jobs.shift();
      job.caller?.resolve({ accepted: job.accepted, duplicates: job.duplicates });
    }
    if (waiting <= FEW) behind.set(false);
    return jobs.length > 0;
  }
  const worker = { step };
  const add = (events: LiveEvent[], caller: Job['caller']): void => {
    jobs.push({ events, caller, next: 0, accepted: 0, duplicates: 0 });
  };
  const begin = (events: number): void => {
    waiting += events;
    work.wakeNow(worker);
    if (waiting >= MANY) behind.set(true);
  };

  return {
    offer(events) {
      const last = jobs.at(-1);
      if (last === undefined || last.caller !== undefined || last.events.length >= GATHERED) add([...events], undefined);
      else last.events.push(...events);
      begin(events.length);
    },
    post: (events) =>
      new Promise((resolve, reject) => {
        add([...events], { resolve, reject });
        begin(events.length);
      }),
    behind,
    finish() {
      work.remove(worker);
      while (step());
    },
  };
}
