import { createBackOff } from './back-off.ts';
import type { ConnectorContext } from './connector.ts';

/**
 * What becomes of a source that tries to reach a room and to stay there.
 *   idle → running ⇄ waiting → running …; over: `fail()`, for what trying again cannot mend, and `stop()`
 * It owns the one timer between attempts and tells the health; what an attempt does is the caller's.
 */
export interface AttemptLoop {
  readonly isRunning: boolean;
  /** Attempts that failed since the connection was last of use. */
  readonly failures: number;
  start(): void;
  /** Tries again after 1, 2, 4 … 30 s. */
  again(reason: string, what: string): void;
  /** Tries again after so many ms, for reasons that the streamer should see meanwhile. */
  wait(delayMs: number, reason: string, message: string): void;
  fail(reason: string, message: string): void;
  /** A message was decoded: the waiting starts anew from 1 s. */
  alive(): void;
  /** Idempotent. */
  stop(): void;
}

export interface AttemptLoopOptions {
  readonly context: ConnectorContext & { readonly random?: () => number };
  readonly attempt: () => void;
  /** Lets go of everything that an attempt opened; called before a wait and at the end. */
  readonly release: () => void;
}

export function createAttemptLoop({ context, attempt, release }: AttemptLoopOptions): AttemptLoop {
  const { clock, report, random = Math.random } = context;
  const backOff = createBackOff(random);
  let state: 'idle' | 'running' | 'over' = 'idle';
  let cancelTimer: (() => void) | undefined;

  const next = (delayMs: number): void => {
    cancelTimer?.();
    cancelTimer = clock.after(delayMs, attempt);
  };
  const endAs = (): boolean => {
    if (state === 'over') return false;
    state = 'over';
    cancelTimer?.();
    release();
    return true;
  };
  return {
    get isRunning() {
      return state === 'running';
    },
    get failures() {
      return backOff.failures;
    },
    start() {
      if (state !== 'idle') return;
      state = 'running';
      attempt();
    },
    again(reason, what) {
      if (state !== 'running') return;
      release();
      const delayMs = backOff.next();
      const seconds = Math.max(1, Math.round(delayMs / 1000));
      report({ status: 'connecting', reason, message: `${what} Trying again in ${seconds} s by itself.` });
      next(delayMs);
    },
    wait(delayMs, reason, message) {
      if (state !== 'running') return;
      release();
      report({ status: 'degraded', reason, message });
      next(delayMs);
    },
    fail(reason, message) {
      if (endAs()) report({ status: 'failed', reason, message });
    },
    alive: () => backOff.reset(),
    stop() {
      endAs();
    },
  };
}
