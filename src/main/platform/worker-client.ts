import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { createEventQueue, type EventQueue } from './event-queue.ts';
import type { Clock, WorkerLink } from './host.ts';
import type { Logger } from './logger.ts';
import { raceAbort } from './race-abort.ts';

/** A message of a worker, read by whoever knows its protocol. */
export type WorkerNews<Event> =
  /** Said once, when it can take work. */
  | { readonly kind: 'ready' }
  /** What it needs is not installed: it leaves, and is not started again before the program is. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** It is at work on a job; no news for `quietMs` (the job's `nextMs` if undefined) means that it hangs. */
  | { readonly kind: 'busy'; readonly id: number; readonly quietMs?: number | undefined }
  /** It has worked off all that it was given for a job which goes on. */
  | { readonly kind: 'idle'; readonly id: number }
  | { readonly kind: 'event'; readonly id: number; readonly event: Event }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly error: StudioError }
  /** Nothing that the client needs to know of. */
  | { readonly kind: 'aside' };

export interface WorkerClientOptions<Event> {
  /** For people: "the espeak voice process". */
  readonly title: string;
  /** What it works on, in the plural. */
  readonly jobs: string;
  /** Ends "If this repeats, …". */
  readonly advice: string;
  /** What a hang in the middle of a job is called: "stopped making sound". */
  readonly hang: string;
  /** Reason codes for the health board. */
  readonly reasons: { readonly lost: string; readonly absent: string };
  spawn(): WorkerLink;
  read(message: unknown): WorkerNews<Event> | { readonly kind: 'nonsense'; readonly problem: string };
  /** Whether work that is cancelled while it runs still ends with done or failed: until then the process counts as busy. */
  readonly answersCancelled: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  report(health: HealthReport): void;
  /** After every change of state. */
  onState?(): void;
  readonly maxJobs: number;
  /** A process that had nothing to do for so long is ended and started again when needed; undefined: it stays. */
  readonly idleMs: number | undefined;
}

/** How long the process may be silent about a job, ms. */
export interface Patience {
  /** Until its first news; undefined: none is expected yet. */
  readonly firstMs: number | undefined;
  /** From one piece of news to the next while the process is at it. */
  readonly nextMs: number;
}

export interface WorkerJob<Event> {
  readonly id: number;
  readonly events: AsyncIterable<Event>;
  /** Another message about this job; lost when the process is. */
  post(message: unknown): void;
  /** From now on no news for so long means that the process hangs; undefined: no news is expected. */
  expect(firstMs: number | undefined): void;
  /** Nothing more comes. `message` tells the process, if it is still the one. */
  cancel(message: unknown): void;
  /** The same, and the consumer of the events throws. */
  fail(error: StudioError, message: unknown): void;
}

export interface WorkerClient<Event> {
  readonly state: 'stopped' | 'starting' | 'ready' | 'waiting' | 'unavailable' | 'closed';
  /** Why it is unavailable. */
  readonly reason: string | undefined;
  readonly pid: number | undefined;
  /** In a row. */
  readonly crashes: number;
  /** Resolves when the process is ready, or is not going to be soon. Starts it if it is stopped. */
  settled(signal?: AbortSignal): Promise<void>;
  /**
   * Gives a ready process a job. Throws `unavailable`, `cancelled` (closed) or `voice` (not running, or too much to do).
   */
  send(message: (id: number) => unknown, patience: Patience): WorkerJob<Event>;
  /** A message about no job; lost when the process does not run. */
  post(message: unknown): void;
  /** Idempotent; waits a second at most for the process to end. */
  close(): Promise<void>;
}

type State =
  | { readonly name: 'stopped' }
  | { readonly name: 'starting'; readonly link: WorkerLink }
  | { readonly name: 'ready'; readonly link: WorkerLink; readonly sinceMs: number }
  | { readonly name: 'waiting'; readonly cancel: () => void }
  | { readonly name: 'unavailable'; readonly reason: string }
  | { readonly name: 'closed' };

interface Pending<Event> {
  readonly queue: EventQueue<Event>;
  readonly nextMs: number;
  firstMs: number | undefined;
}

/** From the start of a process to its first word. */
const START_MS = 20_000;
const LONGEST_BACK_OFF_MS = 30_000;
/** A process that worked for so long was well: its loss is the first one again. */
const STEADY_MS = 60_000;

/**
 * Main's end of a worker process: stopped → starting → ready; a crash leads to starting at once the first time, then by way of `waiting`
 * (1 s, 2 s, 4 s …; a finished job resets it), during which jobs fail at once, so that something else can step in. `unavailable` stays.
 * A crash fails all jobs in hand with `voice`, a hang with `timeout`; whoever asked may ask again. A process does one thing at a time and may block while it does, so there is
 * one watch per process: over the job that it said it is at, else over the most patient of those that wait. An idle process needs none: if it ends, its exit says so.
 */
export function createWorkerClient<Event>(options: WorkerClientOptions<Event>): WorkerClient<Event> {
  const { clock, logger, title } = options;
  let state: State = { name: 'stopped' };
  let crashes = 0;
  let nextId = 1;
  const pending = new Map<number, Pending<Event>>();
  let current: { readonly id: number; readonly quietMs: number } | undefined;
  let settling: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  let cancelStart: () => void = () => {};
  let cancelIdle: () => void = () => {};
  let cancelWatch: (() => void) | undefined;

  function settled(): Promise<void> {
    if (state.name !== 'stopped' && state.name !== 'starting') return Promise.resolve();
    if (!settling) {
      let resolve = (): void => {};
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      settling = { promise, resolve };
    }
    if (state.name === 'stopped') start();
    return settling.promise;
  }

  function enter(next: State): void {
    state = next;
    if (next.name !== 'stopped' && next.name !== 'starting') {
      settling?.resolve();
      settling = undefined;
    }
    options.onState?.();
  }

  function start(): void {
    const link = options.spawn();
    options.report({ status: 'connecting' });
    cancelStart = clock.after(START_MS, () => lose(link, `did not start within ${START_MS / 1000} s`, 'timeout'));
    enter({ name: 'starting', link });
    link.onMessage((message) => receive(link, message));
    link.onExit(() => lose(link, 'ended', 'voice'));
  }

  function running(): WorkerLink | undefined {
    return state.name === 'starting' || state.name === 'ready' ? state.link : undefined;
  }

  /** The process is gone or must go. */
  function lose(link: WorkerLink, how: string, code: 'timeout' | 'voice'): void {
    if (running() !== link) return;
    forget();
    if (state.name === 'ready' && clock.now() - state.sinceMs >= STEADY_MS) crashes = 0;
    crashes++;
    const delayMs = crashes === 1 ? 0 : Math.min(LONGEST_BACK_OFF_MS, 1000 * 2 ** (crashes - 2));
    logger.warn('worker process lost', { title, how, crashes, delayMs });
    options.report({
      status: crashes < 3 ? 'degraded' : 'failed',
      reason: options.reasons.lost,
      message: `${title} ${how} (${crashes} times in a row); it is started again${delayMs > 0 ? ` in ${delayMs / 1000} s` : ''}. If this repeats, ${options.advice}`,
    });
    // Not ours any more, before its exit is heard.
    state = { name: 'stopped' };
    link.kill();
    if (delayMs === 0) start();
    else enter({ name: 'waiting', cancel: clock.after(delayMs, start) });
    failAll(new StudioError(code, `${title} ${how} in the middle of its work`));
  }

  function forget(): void {
    cancelStart();
    cancelIdle();
    cancelWatch?.();
    cancelWatch = undefined;
    current = undefined;
  }

  function failAll(error: StudioError): void {
    const jobs = [...pending.values()];
    pending.clear();
    for (const { queue } of jobs) queue.fail(error);
  }

  function receive(link: WorkerLink, message: unknown): void {
    if (running() !== link) return;
    const news = options.read(message);
    if (news.kind === 'nonsense') logger.error('worker process sent nonsense', { title, problem: news.problem.slice(0, 300) });
    else if (news.kind === 'ready') becomeReady(link);
    else if (news.kind === 'unavailable') becomeUnavailable(link, news.reason);
    else if (news.kind !== 'aside') onJobNews(link, news);
  }

  function becomeReady(link: WorkerLink): void {
    cancelStart();
    options.report({ status: 'ready' });
    enter({ name: 'ready', link, sinceMs: clock.now() });
    watchIdle(link);
  }

  function becomeUnavailable(link: WorkerLink, reason: string): void {
    forget();
    enter({ name: 'unavailable', reason });
    link.kill();
    options.report({ status: 'off', reason: options.reasons.absent, message: reason });
    failAll(new StudioError('unavailable', reason));
  }

  function onJobNews(link: WorkerLink, news: Extract<WorkerNews<Event>, { readonly id: number }>): void {
    const job = pending.get(news.id);
    if (!job && news.id !== current?.id) return;
    if (news.kind === 'busy') current = { id: news.id, quietMs: news.quietMs ?? job?.nextMs ?? START_MS };
    else if (news.kind === 'event') {
      // Work that does not announce itself shows by its events.
      if (job?.firstMs !== undefined) current = { id: news.id, quietMs: job.nextMs };
      job?.queue.push(news.event);
    } else {
      if (current?.id === news.id) current = undefined;
      if (news.kind === 'idle') {
        if (job) job.firstMs = undefined;
      } else endJob(news.id, job, news);
    }
    watch(link);
    watchIdle(link);
  }

  function endJob(
    id: number,
    job: Pending<Event> | undefined,
    news: Extract<WorkerNews<Event>, { readonly kind: 'done' | 'failed' }>,
  ): void {
    pending.delete(id);
    if (news.kind === 'failed') job?.queue.fail(news.error);
    else {
      job?.queue.end();
      if (crashes > 0) options.report({ status: 'ready' });
      crashes = 0;
    }
  }

  /** Starts the watch anew, or ends it when nothing is expected. */
  function watch(link: WorkerLink): void {
    cancelWatch?.();
    cancelWatch = undefined;
    const waiting = [...pending.values()].flatMap(({ firstMs }) => (firstMs === undefined ? [] : [firstMs]));
    const quietMs = current?.quietMs ?? (waiting.length > 0 ? Math.max(...waiting) : undefined);
    if (quietMs === undefined) return;
    const how = current ? options.hang : `gave no answer within ${quietMs / 1000} s`;
    cancelWatch = clock.after(quietMs, () => lose(link, how, 'timeout'));
  }

  /** Ends a process that has been idle, unless it is given work before. */
  function watchIdle(link: WorkerLink): void {
    cancelIdle();
    if (options.idleMs === undefined || pending.size > 0) return;
    cancelIdle = clock.after(options.idleMs, () => {
      if (running() !== link || pending.size > 0) return;
      forget();
      enter({ name: 'stopped' });
      link.kill();
    });
  }

  function send(message: (id: number) => unknown, patience: Patience): WorkerJob<Event> {
    if (state.name === 'unavailable') throw new StudioError('unavailable', state.reason);
    if (state.name === 'closed') throw new StudioError('cancelled', `${title} was closed`);
    if (state.name !== 'ready') throw new StudioError('voice', `${title} is not running: it is being started again`);
    if (pending.size >= options.maxJobs)
      throw new StudioError('voice', `${title} has ${pending.size} ${options.jobs} waiting: wait until it has caught up`);
    const { link } = state;
    const id = nextId++;
    const job: Pending<Event> = { queue: createEventQueue(), ...patience };
    pending.set(id, job);
    cancelIdle();
    link.post(message(id));
    if (!cancelWatch) watch(link);
    return jobHandle(id, job, link);
  }

  function jobHandle(id: number, job: Pending<Event>, link: WorkerLink): WorkerJob<Event> {
    const isOurs = (): boolean => pending.get(id) === job && running() === link;
    const cancel = (message: unknown): void => {
      if (!isOurs()) return;
      pending.delete(id);
      if (!options.answersCancelled && current?.id === id) current = undefined;
      link.post(message);
      // What it is at still has to end; else nothing may be expected any more.
      if (!current) watch(link);
      watchIdle(link);
    };
    return {
      id,
      events: job.queue,
      post: (message) => isOurs() && link.post(message),
      expect(firstMs) {
        job.firstMs = firstMs;
        if (isOurs() && !cancelWatch) watch(link);
      },
      cancel,
      fail(error, message) {
        job.queue.fail(error);
        cancel(message);
      },
    };
  }

  async function close(): Promise<void> {
    if (state.name === 'closed') return;
    const last = state;
    const link = running();
    if (link) forget();
    enter({ name: 'closed' });
    failAll(new StudioError('cancelled', `${title} was closed`));
    if (last.name === 'waiting') last.cancel();
    if (link) await end(link);
  }

  async function end(link: WorkerLink): Promise<void> {
    const gone = new Promise<void>((resolve) => link.onExit(() => resolve()));
    link.kill();
    let cancelWait = (): void => {};
    await Promise.race([
      gone,
      new Promise<void>((resolve) => {
        cancelWait = clock.after(1000, resolve);
      }),
    ]);
    cancelWait();
  }

  return {
    get state() {
      return state.name;
    },
    get reason() {
      return state.name === 'unavailable' ? state.reason : undefined;
    },
    get pid() {
      return running()?.pid;
    },
    get crashes() {
      return crashes;
    },
    settled: (signal) => (signal ? raceAbort(settled(), signal) : settled()),
    send,
    post: (message) => running()?.post(message),
    close,
  };
}
