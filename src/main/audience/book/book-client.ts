import { z } from 'zod';
import { createDatabaseThread, DatabaseThreadError, type SetAside } from '#main/platform/database-thread.ts';
import { healthFromWriteError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Activity, BookTask, BookWorkerData, DeedReply, DeedRequest, EarnedRow } from './book-protocol.ts';
import { deedReplySchema } from './book-protocol.ts';

export interface BookClient {
  /** Resolves when it is on disk; rejects `storage`. `keep`: tried again until it is, for what nobody waits for. */
  deed(deed: DeedRequest, keep: boolean): Promise<DeedReply>;
  /** Small earnings, booked once each with the next batch. Beyond a bound they are dropped and counted; money is a deed. */
  earn(rows: readonly EarnedRow[]): void;
  /** Counts to be written; the next batch is asked for when this one is on disk. */
  offer(source: ActivitySource): void;
  /** Wakes the writer for counts. */
  wake(): void;
  /** Answers know all that was handed in before, as far as the disk could take it. Rejects `storage`. */
  ask<T>(task: BookTask, row: z.ZodType<T>): Promise<T[]>;
  flush(): Promise<void>;
  /** Writes what is left within 2 s. Idempotent, never rejects. */
  close(): Promise<void>;
}

/** Where counts come from: `take` empties it, and nothing is taken before the last batch is safe. */
export interface ActivitySource {
  take(): Activity | undefined;
  /** There is more to take. */
  readonly isWaiting: boolean;
}

export interface BookClientOptions {
  readonly workerFile: string;
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

interface Waiting {
  readonly deed: DeedRequest;
  readonly keep: boolean;
  readonly resolve: (reply: DeedReply) => void;
  readonly reject: (error: StudioError) => void;
}
interface Batch {
  readonly deeds: Waiting[];
  /** JSON. */
  readonly earned: string | undefined;
  readonly activity: Activity | undefined;
}
/** Waits until the disk has been offered the first `upTo` deeds, and counts in a batch that began after the question. */
interface Reader {
  readonly upTo: number;
  countsSent: boolean;
  readonly resolve: () => void;
}

/** Deeds of so many ms share a commit: a commit costs a turn of the disk, whatever is in it. */
const GROUP_MS = 5;
const ACTIVITY_MS = 250;
const DISK_RETRY_MS = 1000;
const THREAD_RETRY_MS = 50;
/** A thread that ends so often in a row counts as a disk that fails. */
const PATIENCE = 3;
const MAX_DEEDS_A_BATCH = 500;
/** Deeds that somebody waits for, and small earnings, that may wait. Beyond it they are refused; what is kept without a waiter (money) never is. */
const MAX_WAITING = 50_000;
const CLOSE_WITHIN_MS = 2000;

/** Sends one batch at a time, in order; one whose confirmation was lost is sent again, unchanged: the worker knows what it has done already. */
export function createBookClient(options: BookClientOptions): BookClient {
  const { clock, logger } = options;
  let setAside: HealthReport | undefined;
  let problem: HealthReport | undefined;
  let waiting: Waiting[] = [];
  let earned: EarnedRow[] = [];
  let source: ActivitySource | undefined;
  let current: Batch | undefined;
  let sending = false;
  let closed = false;
  let failures = 0;
  let dropped = 0;
  let lastActivityMs = 0;
  let timer: { readonly atMs: number; readonly cancel: () => void } | undefined;
  let readers: Reader[] = [];
  let handedIn = 0;
  let confirmed = 0;
  const thread = createDatabaseThread<BookTask>({
    workerFile: options.workerFile,
    data: { file: options.file, stampMs: Math.round(clock.now()) } satisfies BookWorkerData,
    logger,
    onSetAside,
  });

  function onSetAside(news: SetAside): void {
    const instead =
      news.restoredFromMs === undefined
        ? 'a new one was begun, without the points so far'
        : `the copy of ${new Date(news.restoredFromMs).toISOString()} was taken up instead`;
    setAside = {
      status: 'degraded',
      reason: news.restoredFromMs === undefined ? 'audience-set-aside' : 'audience-restored',
      message: `The book of points could not be used (${news.why}); it is kept as ${news.file} and ${instead}.`,
    };
    logger.error('book of points set aside', { ...news });
    announce();
  }

  function announce(): void {
    options.report(problem ?? setAside ?? { status: 'ready' });
  }

  function schedule(delayMs: number): void {
    const atMs = clock.now() + delayMs;
    if (closed || sending || (timer && timer.atMs <= atMs)) return;
    timer?.cancel();
    timer = {
      atMs,
      cancel: clock.after(delayMs, () => {
        timer = undefined;
        void send();
      }),
    };
  }

  function nextBatch(): Batch | undefined {
    const deeds = waiting.splice(0, MAX_DEEDS_A_BATCH);
    const isDue = clock.now() - lastActivityMs >= ACTIVITY_MS || readers.length > 0;
    const activity = isDue ? source?.take() : undefined;
    // A price finds all that was earned before it.
    const rows = (isDue || deeds.length > 0) && earned.length > 0 ? JSON.stringify(earned) : undefined;
    if (rows !== undefined) earned = [];
    if (activity || rows !== undefined) lastActivityMs = clock.now();
    for (const reader of readers) reader.countsSent = !source?.isWaiting;
    return deeds.length === 0 && !activity && rows === undefined ? undefined : { deeds, earned: rows, activity };
  }

  async function send(): Promise<void> {
    if (sending) return;
    timer?.cancel();
    timer = undefined;
    current ??= nextBatch();
    if (!current) return release(() => true);
    sending = true;
    try {
      const { deeds, earned: rows, activity } = current;
      const replies = await thread.ask({
        type: 'write',
        deeds: deeds.map(({ deed }) => deed),
        ...(rows === undefined ? {} : { earned: rows }),
        ...(activity === undefined ? {} : { activity: { ...activity, viewers: JSON.stringify(activity.viewers) } }),
      });
      confirm(current, replies);
      sending = false;
    } catch (error) {
      sending = false;
      fail(error);
      return;
    }
    release(({ upTo, countsSent }) => countsSent && confirmed >= upTo);
    if (waiting.length > 0 || readers.length > 0) void send();
    else schedule(ACTIVITY_MS);
  }

  function confirm(batch: Batch, rows: readonly string[]): void {
    current = undefined;
    failures = 0;
    confirmed += batch.deeds.length;
    setProblem(undefined);
    for (const [index, { resolve }] of batch.deeds.entries()) resolve(deedReplySchema.parse(JSON.parse(rows[index] ?? 'null')));
  }

  function fail(error: unknown): void {
    failures += 1;
    const cure = error instanceof DatabaseThreadError ? error.cure : 'disk';
    const again = cure === 'thread' && failures <= PATIENCE;
    if (error instanceof DatabaseThreadError && error.code === 'INVALID_REQUEST') {
      giveUp(error);
      return;
    }
    logger.error('the book of points could not be written', { cure, cause: messageFromUnknown(error), failures, dropped });
    if (again) {
      schedule(THREAD_RETRY_MS * 2 ** failures);
      return;
    }
    setProblem(healthFrom(error, cure));
    refuseThoseWhoWait();
    release(() => true);
    if (cure !== 'never') schedule(DISK_RETRY_MS);
  }

  /** A batch that the worker cannot read is our own mistake; sending it again would hold up all that follows. */
  function giveUp(error: DatabaseThreadError): void {
    logger.error('a batch of the book of points was not understood and is lost', { cause: error.message });
    const refusal = new StudioError('internal', 'This change of points is not valid; see the log.', { cause: error });
    const deeds = current?.deeds ?? [];
    current = undefined;
    confirmed += deeds.length;
    dropped += deeds.length;
    for (const { reject } of deeds) reject(refusal);
    schedule(GROUP_MS);
  }

  /** Nothing of the batch is on disk: who waits is told, what is kept goes on waiting. */
  function refuseThoseWhoWait(): void {
    const refusal = new StudioError('storage', problem?.message ?? 'The book of points cannot be written.');
    const all = [...(current?.deeds ?? []), ...waiting];
    waiting = [];
    const kept = all.filter(({ keep }) => keep);
    if (current) current = { ...current, deeds: kept.splice(0, MAX_DEEDS_A_BATCH) };
    waiting = kept;
    for (const { keep, reject } of all) {
      if (keep) continue;
      confirmed += 1;
      reject(refusal);
    }
  }

  function healthFrom(error: unknown, cure: DatabaseThreadError['cure']): HealthReport {
    if (error instanceof DatabaseThreadError && error.code === 'NEWER_DATABASE')
      return {
        status: 'failed',
        reason: 'audience-newer',
        message: `The book of points cannot be used: ${error.message}. Update Yingxi; the file ${options.file} is left as it is.`,
      };
    if (cure === 'never')
      return {
        status: 'failed',
        reason: 'database-unavailable',
        message: `SQLite cannot be loaded on this machine (${messageFromUnknown(error)}): there are no points. Install again with "npm ci".`,
      };
    if (cure === 'thread')
      return {
        status: 'degraded',
        reason: 'storage-thread',
        message: `The thread of the book of points keeps ending (${messageFromUnknown(error)}). It is started again. See the log.`,
      };
    return healthFromWriteError('Points', options.file, error);
  }

  function setProblem(next: HealthReport | undefined): void {
    if (next?.message === problem?.message) return;
    problem = next;
    if (!next) logger.info('the book of points works again', { dropped });
    announce();
  }

  function release(isDone: (reader: Reader) => boolean): void {
    const done = readers.filter(isDone);
    readers = readers.filter((reader) => !done.includes(reader));
    for (const { resolve } of done) resolve();
  }

  /** All that was handed in until now is on disk, or could not be put there. */
  function attempted(): Promise<void> {
    return new Promise((resolve) => {
      readers.push({ upTo: handedIn, countsSent: false, resolve });
      if (problem && !sending) release(() => true);
      else void send();
    });
  }

  function deed(request: DeedRequest, keep: boolean): Promise<DeedReply> {
    if (closed) return Promise.reject(new StudioError('unavailable', 'The book of points is closed.'));
    return new Promise((resolve, reject) => {
      if (waiting.length >= MAX_WAITING && !keep) {
        reject(new StudioError('storage', 'Too many changes of points wait for the disk. Try again in a moment.'));
        return;
      }
      // A disk that fails is asked again soon by itself.
      if (problem && !keep) return reject(new StudioError('storage', problem.message ?? 'Points cannot be kept now.'));
      handedIn += 1;
      waiting.push({ deed: request, keep, resolve, reject });
      schedule(GROUP_MS);
    });
  }

  async function ask<T>(task: BookTask, row: z.ZodType<T>): Promise<T[]> {
    if (closed) throw new StudioError('unavailable', 'The book of points is closed.');
    await attempted();
    try {
      const rows = await thread.ask(task).catch((error: unknown) => {
        // A thread that ended is started again by the second question; every task may be repeated.
        if (error instanceof DatabaseThreadError && error.cure === 'thread') return thread.ask(task);
        throw error;
      });
      return rows.map((text) => row.parse(JSON.parse(text)));
    } catch (error) {
      if (error instanceof z.ZodError) throw error;
      const cure = error instanceof DatabaseThreadError ? error.cure : 'disk';
      throw new StudioError('storage', healthFrom(error, cure).message ?? 'The book of points cannot be read.', { cause: error });
    }
  }

  let closing: Promise<void> | undefined;
  async function end(): Promise<void> {
    closed = true;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(CLOSE_WITHIN_MS, resolve);
      const done = (): void => {
        cancel();
        resolve();
      };
      attempted()
        .then(() => thread.ask({ type: 'close' }))
        .then(done, done);
    });
    timer?.cancel();
    const lost = waiting.length + (current?.deeds.length ?? 0);
    if (lost > 0) logger.error('closed before all points were on disk', { lost });
    for (const one of [...(current?.deeds ?? []), ...waiting])
      one.reject(new StudioError('storage', 'The studio closed before it was on disk.'));
    waiting = [];
    await thread.terminate();
  }

  return {
    deed,
    earn(rows) {
      if (rows.length === 0 || closed) return;
      const taken = rows.slice(0, Math.max(0, MAX_WAITING - earned.length));
      earned.push(...taken);
      dropped += rows.length - taken.length;
      schedule(ACTIVITY_MS);
    },
    ask,
    offer(next) {
      source = next;
    },
    wake: () => schedule(ACTIVITY_MS),
    flush: attempted,
    close() {
      closing ??= end();
      return closing;
    },
  };
}
