import type { PerformAction } from '#main/avatar/bindings.types.ts';
import { deadline } from '#main/platform/deadline.ts';
import type { Clock } from '#main/platform/host.ts';
import { raceAbort } from '#main/platform/race-abort.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import type { StepOutcome } from '#shared/automation/timeline.ts';
import type { Action } from '#shared/avatar/bindings.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { type AwayStep, createAwayQueue, needsObs } from './away-queue.ts';
import type { Firing } from './engine/engine.types.ts';

/** Chains at the same time. */
export const CHAIN_LIMIT = 64;
const STEP_MS = 15_000;

export type OnOutcome = (runId: number, index: number, state: StepOutcome['state'], problem: string) => void;

/** Carries out the steps of rules: one after the other, each within a time, none in the way of the next. */
export interface ChainRunner {
  /** Resolves when its steps are done, held or ended; never rejects. */
  run(runId: number, firing: Firing): Promise<void>;
  /** OBS is back: what waited for it is done now, once. */
  obsBack(): Promise<void>;
  /** Ends every chain. */
  stop(): void;
  readonly running: number;
  close(): void;
}

interface Chain {
  readonly runId: number;
  readonly firing: Firing;
  readonly abort: AbortController;
}

export function createChainRunner(options: {
  readonly clock: Clock;
  readonly perform: PerformAction;
  /** `connects` rises each time that OBS comes up. */
  readonly obs: { readonly isReady: () => boolean; readonly connects: () => number };
  readonly onOutcome: OnOutcome;
}): ChainRunner {
  const { clock, perform, obs, onOutcome } = options;
  const pause = createPause(clock);
  const chains = new Set<Chain>();
  const away = createAwayQueue({
    clock,
    onExpired: ({ runId, index }) =>
      onOutcome(runId, index, 'problem', 'OBS was away too long. Start it and run the rule again.'),
    onReplaced: ({ runId, index }) => onOutcome(runId, index, 'stopped', ''),
  });
  let returning: Promise<void> = Promise.resolve();

  /** What went wrong, in plain words; undefined when it is done. */
  async function attempt(action: Action, ruleId: string, parent: AbortSignal): Promise<string | undefined> {
    const limitMs = STEP_MS + (action.type === 'obs-volume' ? action.seconds * 1000 : 0);
    const limit = deadline(clock, limitMs, parent);
    try {
      return await raceAbort(perform(action, { bindingId: ruleId, signal: limit.signal }), limit.signal, 'the step');
    } catch (cause) {
      if (limit.passed()) return `This took longer than ${limitMs / 1000} seconds and was given up.`;
      return messageFromUnknown(cause);
    } finally {
      limit.release();
    }
  }

  /** Does it and tells what became of it; what failed because OBS was away is held. */
  async function doStep(step: AwayStep, ruleId: string, signal: AbortSignal): Promise<void> {
    const { runId, index, action } = step;
    const connects = obs.connects();
    const wasReady = obs.isReady();
    const problem = await attempt(action, ruleId, signal);
    if (signal.aborted) return onOutcome(runId, index, 'stopped', '');
    if (problem === undefined) return onOutcome(runId, index, 'done', '');
    const wasAway = needsObs(action) && (!wasReady || !obs.isReady() || connects !== obs.connects());
    if (!wasAway) return onOutcome(runId, index, 'problem', problem);
    onOutcome(runId, index, 'held', problem);
    away.add(step);
  }

  /** One batch at a time, so that their order stays. What fails because OBS left again is held again. */
  function obsBack(): Promise<void> {
    returning = returning.then(async () => {
      while (away.size > 0 && obs.isReady()) for (const step of away.take()) await doStep(step, '', new AbortController().signal);
    });
    return returning;
  }

  async function runSteps(chain: Chain): Promise<void> {
    const { runId, firing, abort } = chain;
    for (const [index, { delay, action }] of firing.steps.entries()) {
      if (delay > 0) await pause(delay * 1000, abort.signal);
      if (abort.signal.aborted) onOutcome(runId, index, 'stopped', '');
      else await doStep({ runId, index, action, sinceMs: firing.atMs }, firing.rule.id, abort.signal);
      // It came back while this failed: nobody else will tell.
      if (away.size > 0 && obs.isReady()) await obsBack();
    }
  }

  function endLower({ rule }: Firing): void {
    if (!rule.stopsLower || rule.group === '') return;
    for (const chain of chains) {
      const other = chain.firing.rule;
      if (other.group === rule.group && other.priority < rule.priority) end(chain);
    }
  }

  function end(chain: Chain): void {
    chain.abort.abort();
    for (const { runId, index } of away.drop(chain.runId)) onOutcome(runId, index, 'stopped', '');
  }

  return {
    async run(runId, firing) {
      if (chains.size >= CHAIN_LIMIT) {
        const problem = `More than ${CHAIN_LIMIT} rules are at work at once. Give the rule a cooldown.`;
        for (const index of firing.steps.keys()) onOutcome(runId, index, 'problem', problem);
        return;
      }
      endLower(firing);
      const chain: Chain = { runId, firing, abort: new AbortController() };
      chains.add(chain);
      try {
        await runSteps(chain);
      } finally {
        chains.delete(chain);
      }
    },
    obsBack,
    stop() {
      for (const chain of chains) end(chain);
      for (const { runId, index } of away.take()) onOutcome(runId, index, 'stopped', '');
    },
    get running() {
      return chains.size;
    },
    close() {
      for (const chain of chains) chain.abort.abort();
      away.close();
    },
  };
}
