import { type DatabaseThread, DatabaseThreadError } from '#main/platform/database-thread.ts';
import { healthFromWriteError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { StoreTask } from './store-protocol.ts';
import type { Batch, WriteBuffer } from './write-buffer.ts';

export interface StoreWriter {
  /** Something was put into the buffer. */
  wake(): void;
  flush(): Promise<void>;
  /** The batch that is on its way or waits to be sent again. */
  readonly unconfirmed: () => Batch | undefined;
  /** A read failed: same disk, same health. */
  readonly noteFailure: (error: unknown) => void;
  noteOpened(): void;
  reportHealth(): void;
  /** Ends all timers; returns how many rows are not on disk. */
  close(): number;
}

export interface StoreWriterOptions {
  readonly buffer: WriteBuffer;
  readonly thread: DatabaseThread<StoreTask>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly file: string;
  readonly report: (problem: HealthReport | undefined) => void;
}

const GROUP_MS = 25;
const DISK_RETRY_MS = 2000;
/** A thread that ends again and again is started after 50, 100, 200 … ms, at most every 5 s; after these many in a row waiters are told. */
const THREAD_RETRY_MS = 50;
const THREAD_RETRY_MAX_MS = 5000;
const PATIENCE = 3;

interface Waiter {
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (error: StudioError) => void;
}

/** Sends one batch at a time; a batch that failed is sent again, unchanged, before any newer one. */
export function createStoreWriter(options: StoreWriterOptions): StoreWriter {
  const { buffer, thread, clock, logger } = options;
  let current: Batch | undefined;
  let sending = false;
  let confirmedUpTo = 0;
  let failuresInARow = 0;
  let problem: HealthReport | undefined;
  let hopeless = false;
  let cancelTimer: (() => void) | undefined;
  let waiters: Waiter[] = [];
  let closed = false;

  function schedule(delayMs: number): void {
    if (closed || hopeless || sending) return;
    cancelTimer ??= clock.after(delayMs, () => {
      cancelTimer = undefined;
      void send();
    });
  }

  async function send(): Promise<void> {
    if (sending || hopeless || closed) return;
    cancelTimer?.();
    cancelTimer = undefined;
    current ??= buffer.take();
    if (!current) return;
    sending = true;
    try {
      await thread.ask(writeTask(current));
      confirm(current);
      sending = false;
    } catch (error) {
      sending = false;
      fail(error);
      return;
    }
    if (buffer.waiting > 0) waiters.length > 0 || buffer.waiting > 400 ? void send() : schedule(GROUP_MS);
  }

  function confirm(batch: Batch): void {
    current = undefined;
    failuresInARow = 0;
    confirmedUpTo = Math.max(confirmedUpTo, batch.upTo);
    setProblem(undefined);
    const content = waiters.filter((waiter) => waiter.upTo <= confirmedUpTo);
    waiters = waiters.filter((waiter) => waiter.upTo > confirmedUpTo);
    for (const waiter of content) waiter.resolve();
  }

  function fail(error: unknown): void {
    failuresInARow += 1;
    noteFailure(error);
    const threadEnded = error instanceof DatabaseThreadError && error.cure === 'thread';
    if (!threadEnded || failuresInARow > PATIENCE) rejectWaiters();
    schedule(threadEnded ? Math.min(THREAD_RETRY_MAX_MS, THREAD_RETRY_MS * 2 ** (failuresInARow - 1)) : DISK_RETRY_MS);
  }

  function rejectWaiters(): void {
    const disappointed = waiters;
    waiters = [];
    for (const waiter of disappointed)
      waiter.reject(new StudioError('storage', problem?.message ?? 'The database cannot be written.'));
  }

  function noteFailure(error: unknown): void {
    const cure = error instanceof DatabaseThreadError ? error.cure : 'disk';
    logger.error('storage failed', {
      cure,
      cause: messageFromUnknown(error),
      rowsWaiting: buffer.waiting,
      rowsDropped: buffer.dropped,
    });
    if (cure === 'never') {
      hopeless = true;
      setProblem({
        status: 'failed',
        reason: 'database-unavailable',
        message: `SQLite cannot be loaded on this machine (${messageFromUnknown(error)}). Ledger and history are kept in memory until the studio ends. Install again with "npm ci".`,
      });
      rejectWaiters();
      return;
    }
    if (cure === 'thread' && failuresInARow <= PATIENCE) return;
    setProblem(
      cure === 'thread'
        ? {
            status: 'degraded',
            reason: 'storage-thread',
            message: `The storage thread keeps ending (${messageFromUnknown(error)}). It is started again; all is kept in memory meanwhile. See the log.`,
          }
        : withDropped(healthFromWriteError('Ledger and history', options.file, error), buffer.dropped),
    );
  }

  function setProblem(next: HealthReport | undefined): void {
    if (next?.message === problem?.message) return;
    problem = next;
    if (!next) logger.info('storage works again', { rowsDropped: buffer.dropped });
    options.report(problem);
  }

  return {
    wake: () => schedule(GROUP_MS),
    unconfirmed: () => current,
    noteFailure,
    noteOpened() {
      if (!problem) options.report(undefined);
    },
    reportHealth: () => options.report(problem),
    flush() {
      const upTo = buffer.handedIn;
      if (confirmedUpTo >= upTo) return Promise.resolve();
      return new Promise((resolve, reject) => {
        if (hopeless) {
          reject(new StudioError('storage', problem?.message ?? 'There is no database.'));
          return;
        }
        waiters.push({ upTo, resolve, reject });
        void send();
      });
    },
    close() {
      closed = true;
      cancelTimer?.();
      rejectWaiters();
      return buffer.waiting + (current ? current.ledger.size + current.pending.size + current.history.length : 0);
    },
  };
}

function withDropped(health: HealthReport, dropped: number): HealthReport {
  return dropped === 0
    ? health
    : { ...health, message: `${health.message} Memory is full too: ${dropped} entries of unpaid messages were given up.` };
}

function writeTask(batch: Batch): StoreTask {
  const put: { id: string; event: unknown }[] = [];
  const removed: string[] = [];
  for (const [id, event] of batch.pending) {
    if (event) put.push({ id, event });
    else removed.push(id);
  }
  return {
    type: 'write',
    ledger: JSON.stringify([...batch.ledger.values()]),
    pendingPut: JSON.stringify(put),
    pendingRemove: JSON.stringify(removed),
    clearHistory: batch.clearHistory,
    history: JSON.stringify(batch.history),
    durable: put.length > 0,
  };
}
