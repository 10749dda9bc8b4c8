import type { Clock, WorkerLink } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { createEventQueue, type EventQueue } from './event-queue.ts';
import { MAX_WAITING_REQUESTS, type VoiceReply, type VoiceRequest, voiceReplySchema } from './worker/voice-protocol.ts';

export interface VoiceProcessOptions {
  /** What the process serves: its first argument. */
  readonly engine: 'espeak' | 'flite' | 'reader';
  spawnWorker(args: readonly string[]): WorkerLink;
  readonly clock: Clock;
  readonly logger: Logger;
  report(health: HealthReport): void;
  /** A process that had nothing to do for so long is ended and started again when needed; `undefined`: it stays. */
  readonly idleMs: number | undefined;
}

/** What a request yields between its start and its `done`. */
export type VoiceProcessEvent = Extract<VoiceReply, { type: 'format' | 'pcm' | 'cues' | 'reading' }>;

/** Main's end of one voice process. */
export interface VoiceProcess {
  /** Whether it is there, once that is known; starts it if it never ran. */
  look(): Promise<{
    readonly available: boolean;
    readonly reason: string | undefined;
    readonly voices: VoiceEngineInfo['voices'];
  }>;
  /**
   * Events of one request until its `done`. Throws `unavailable`, `voice`, or `cancelled` when `signal` aborts.
   * `firstMs`: longest wait for the first event when nothing else waits; a process that takes longer is stuck and started anew.
   */
  request(make: (id: number) => VoiceRequest, firstMs: number, signal: AbortSignal): AsyncIterable<VoiceProcessEvent>;
  close(): Promise<void>;
}

/** Between two pieces of sound of a sentence. */
const NEXT_SOUND_MS = 5000;
/** From the start of a process to its first word. */
const START_MS = 20_000;
const LONGEST_BACK_OFF_MS = 30_000;

interface Pending {
  readonly queue: EventQueue<VoiceProcessEvent>;
  cancelTimer: () => void;
}
type State =
  | { readonly name: 'stopped' }
  | { readonly name: 'starting' | 'ready'; readonly link: WorkerLink }
  | { readonly name: 'waiting'; readonly cancel: () => void }
  | { readonly name: 'unavailable'; readonly reason: string }
  | { readonly name: 'closed' };

/**
 * Main's end of a voice process: stopped → starting → ready; a crash leads to starting at once the first time, then by way of `waiting`
 * (1 s, 2 s, 4 s …; a finished sentence resets it), during which requests fail at once, so that another engine can speak. `unavailable` (the component is not installed) stays until the program restarts.
 * A crash fails the sentences in hand with `voice`; whoever asked may ask again.
 */
export function createVoiceProcess(options: VoiceProcessOptions): VoiceProcess {
  let state: State = { name: 'stopped' };
  let voices: VoiceEngineInfo['voices'] = [];
  let crashes = 0;
  let nextId = 1;
  const pending = new Map<number, Pending>();
  let settled: { promise: Promise<void>; resolve: () => void } | undefined;
  let cancelStart: () => void = () => {};
  let cancelIdle: () => void = () => {};

  /** Resolves when the process is ready, or is not going to be soon. Starts it if it is stopped. */
  function whenSettled(): Promise<void> {
    if (state.name !== 'stopped' && state.name !== 'starting') return Promise.resolve();
    if (!settled) {
      let resolve = (): void => {};
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      settled = { promise, resolve };
    }
    if (state.name === 'stopped') start();
    return settled.promise;
  }

  function settle(next: State): void {
    state = next;
    settled?.resolve();
    settled = undefined;
  }

  function start(): void {
    const link = options.spawnWorker([options.engine]);
    state = { name: 'starting', link };
    options.report({ status: 'connecting' });
    cancelStart = options.clock.after(START_MS, () => lose(link, `did not start within ${START_MS / 1000} s`));
    link.onMessage((message) => receive(link, message));
    link.onExit(() => lose(link, 'ended'));
  }

  function isCurrent(link: WorkerLink): boolean {
    return (state.name === 'starting' || state.name === 'ready') && state.link === link;
  }

  /** The process is gone or must go. */
  function lose(link: WorkerLink, how: string): void {
    if (!isCurrent(link)) return;
    cancelStart();
    // Not ours any more, before its exit is heard.
    state = { name: 'stopped' };
    link.kill();
    crashes++;
    const delayMs = crashes === 1 ? 0 : Math.min(LONGEST_BACK_OFF_MS, 1000 * 2 ** (crashes - 2));
    options.logger.warn('voice process lost', { engine: options.engine, how, crashes, delayMs });
    options.report({
      status: crashes < 3 ? 'degraded' : 'failed',
      reason: 'voice-process-lost',
      message: `the ${options.engine} voice process ${how} (${crashes} times in a row); it is started again${delayMs > 0 ? ` in ${delayMs / 1000} s` : ''}. If this repeats, choose another voice engine`,
    });
    if (delayMs === 0) start();
    else settle({ name: 'waiting', cancel: options.clock.after(delayMs, start) });
    failAll(new StudioError('voice', `the ${options.engine} voice process ${how} in mid-sentence`));
  }

  function failAll(error: StudioError): void {
    for (const { queue, cancelTimer } of pending.values()) {
      cancelTimer();
      queue.fail(error);
    }
    pending.clear();
  }

  function receive(link: WorkerLink, message: unknown): void {
    if (!isCurrent(link)) return;
    const parsed = voiceReplySchema.safeParse(message);
    if (!parsed.success) {
      options.logger.error('voice process sent nonsense', {
        engine: options.engine,
        problem: parsed.error.message.slice(0, 300),
      });
      return;
    }
    const reply = parsed.data;
    if (reply.type === 'ready') {
      cancelStart();
      voices = reply.voices;
      settle({ name: 'ready', link });
      options.report({ status: 'ready' });
      watchIdle(link);
    } else if (reply.type === 'unavailable') {
      cancelStart();
      settle({ name: 'unavailable', reason: reply.reason });
      link.kill();
      options.report({ status: 'off', reason: 'voice-not-installed', message: reply.reason });
      failAll(new StudioError('unavailable', reply.reason));
    } else onReply(link, reply);
  }

  function onReply(link: WorkerLink, reply: Exclude<VoiceReply, { type: 'ready' | 'unavailable' }>): void {
    const job = pending.get(reply.id);
    if (!job) return;
    job.cancelTimer();
    if (reply.type === 'done' || reply.type === 'failed' || reply.type === 'pong') {
      pending.delete(reply.id);
      if (reply.type === 'failed')
        job.queue.fail(new StudioError('voice', `the ${options.engine} voice failed: ${reply.message}`));
      else job.queue.end();
      if (reply.type === 'done') recovered();
      watchIdle(link);
      return;
    }
    watch(link, job, NEXT_SOUND_MS, 'stopped making sound in mid-sentence');
    job.queue.push(reply);
  }

  /** Ends a process that has been idle, unless it is given work before. */
  function watchIdle(link: WorkerLink): void {
    cancelIdle();
    if (options.idleMs === undefined) return;
    cancelIdle = options.clock.after(options.idleMs, () => {
      if (!isCurrent(link) || pending.size > 0) return;
      state = { name: 'stopped' };
      link.kill();
    });
  }

  function recovered(): void {
    if (crashes > 0) options.report({ status: 'ready' });
    crashes = 0;
  }

  function watch(link: WorkerLink, job: Pending, delayMs: number, how: string): void {
    job.cancelTimer = options.clock.after(delayMs, () => lose(link, how));
  }

  /** Sends a request to a ready process; its events come out of the queue. */
  function send(request: (id: number) => VoiceRequest, timeoutMs: number): { id: number; queue: EventQueue<VoiceProcessEvent> } {
    if (state.name === 'unavailable') throw new StudioError('unavailable', state.reason);
    if (state.name !== 'ready')
      throw new StudioError('voice', `the ${options.engine} voice process is not running: it is being started again`);
    if (pending.size >= MAX_WAITING_REQUESTS)
      throw new StudioError(
        'voice',
        `the ${options.engine} voice has ${pending.size} sentences waiting: wait until it has caught up`,
      );
    const id = nextId++;
    const job: Pending = { queue: createEventQueue(), cancelTimer: () => {} };
    watch(state.link, job, timeoutMs, `gave no answer within ${timeoutMs / 1000} s`);
    pending.set(id, job);
    state.link.post(request(id));
    return { id, queue: job.queue };
  }

  function cancel(id: number): void {
    const job = pending.get(id);
    if (!job) return;
    job.cancelTimer();
    pending.delete(id);
    if (state.name === 'ready') state.link.post({ type: 'cancel', id } satisfies VoiceRequest);
  }

  async function* request(
    make: (id: number) => VoiceRequest,
    firstMs: number,
    signal: AbortSignal,
  ): AsyncGenerator<VoiceProcessEvent> {
    await raceAbort(whenSettled(), signal);
    const { id, queue } = send(make, firstMs * (1 + pending.size));
    const onAbort = (): void => {
      cancel(id);
      queue.fail(cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      yield* queue;
    } finally {
      signal.removeEventListener('abort', onAbort);
      cancel(id);
    }
  }

  return {
    async look() {
      // A parked process is there though it does not run.
      if (voices.length === 0) await whenSettled();
      const available = state.name === 'ready' || (voices.length > 0 && state.name !== 'closed' && state.name !== 'waiting');
      const reason = state.name === 'unavailable' ? state.reason : available ? undefined : 'the voice process is not running';
      return { available, reason, voices };
    },
    request,
    async close() {
      if (state.name === 'closed') return;
      const last = state;
      settle({ name: 'closed' });
      cancelStart();
      cancelIdle();
      failAll(new StudioError('cancelled', 'the voice was closed'));
      if (last.name === 'waiting') last.cancel();
      if (last.name !== 'starting' && last.name !== 'ready') return;
      const gone = new Promise<void>((resolve) => last.link.onExit(() => resolve()));
      last.link.kill();
      let cancelWait = (): void => {};
      await Promise.race([
        gone,
        new Promise<void>((resolve) => {
          cancelWait = options.clock.after(1000, resolve);
        }),
      ]);
      cancelWait();
    },
  };
}

function cancelled(): StudioError {
  return new StudioError('cancelled', 'the sentence was stopped');
}

/** `promise`, or `cancelled` as soon as `signal` aborts. */
export async function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // Nobody waits for it any more: its failure is no news.
    promise.catch(() => {});
    throw cancelled();
  }
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
