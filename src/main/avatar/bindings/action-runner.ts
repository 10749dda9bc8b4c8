import type { PerformAction } from '#main/avatar/bindings.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Action, Binding } from '#shared/avatar/bindings.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** Seconds of a hold whose trigger has no end and that names none itself. */
const HOLD_WITHOUT_END_SECONDS = 2;
/** A page that holds says so every two seconds; when it is gone, nothing stays pressed. */
export const HOLD_LOST_MS = 6000;
/** Chains at the same time. */
export const RUNNING_LIMIT = 64;

/** Carries out the actions of bindings, one chain a binding: firing it again starts its chain anew. */
export interface ActionRunner {
  /** `holds`: its end will be told by `release`. False when too many run. */
  run(binding: Binding, holds: boolean): boolean;
  release(id: string): void;
  keepHolding(ids: readonly string[]): void;
  isRunning(id: string): boolean;
  readonly running: readonly string[];
  /** Ends every chain before its next action; what is held is let go. */
  stop(): void;
}

interface Run {
  readonly binding: Binding;
  readonly holds: boolean;
  readonly abort: AbortController;
  /** Names of expressions that are on until the release. */
  readonly held: Set<string>;
  next: number;
  released: boolean;
  cancelDelay: (() => void) | undefined;
  cancelLost: (() => void) | undefined;
}

export function createActionRunner(options: {
  readonly clock: Clock;
  readonly perform: PerformAction;
  /** What went wrong with an action, in plain words; undefined: it was done. */
  readonly onOutcome: (bindingId: string, problem: string | undefined) => void;
  readonly onChange: () => void;
}): ActionRunner {
  const { clock, perform, onOutcome, onChange } = options;
  const runs = new Map<string, Run>();

  const start = (run: Run, action: Action): void => {
    const { id } = run.binding;
    const { signal } = run.abort;
    const outcome = (problem: string | undefined): void => {
      if (!signal.aborted) onOutcome(id, problem);
    };
    const attempt = async (): Promise<string | undefined> => perform(action, { bindingId: id, signal });
    attempt().then(outcome, (error: unknown) => outcome(messageFromUnknown(error)));
  };

  /** Starts all that is due and waits for the next. */
  const advance = (run: Run): void => {
    for (;;) {
      const step = run.binding.actions[run.next];
      if (step === undefined) break;
      if (step.delay > 0 && run.cancelDelay === undefined) {
        run.cancelDelay = clock.after(step.delay * 1000, () => advance(run));
        return;
      }
      run.cancelDelay = undefined;
      run.next += 1;
      const action = resolved(step.action, run);
      if (action !== undefined) start(run, action);
      // An action may have stopped everything.
      if (run.abort.signal.aborted) return;
    }
    finish(run);
  };
  const finish = (run: Run): void => {
    if (run.next >= run.binding.actions.length && run.held.size === 0 && runs.get(run.binding.id) === run) {
      run.cancelLost?.();
      runs.delete(run.binding.id);
      onChange();
    }
  };
  const letGo = (run: Run): void => {
    run.released = true;
    run.cancelLost?.();
    run.cancelLost = undefined;
    const names = [...run.held];
    run.held.clear();
    for (const name of names)
      start(run, { type: 'expression', name, mode: 'off', seconds: 0, fade: fadeOf(run.binding, name), group: '' });
    finish(run);
  };
  const watchHold = (run: Run): void => {
    run.cancelLost?.();
    run.cancelLost = clock.after(HOLD_LOST_MS, () => letGo(run));
  };

  return {
    run(binding, holds) {
      const before = runs.get(binding.id);
      if (before === undefined && runs.size >= RUNNING_LIMIT) return false;
      before?.cancelDelay?.();
      before?.cancelLost?.();
      before?.abort.abort();
      // What the earlier press holds stays on, so that pressing again does not flicker; this press' end ends it.
      const held = new Set(holds ? before?.held : []);
      const run: Run = {
        binding,
        holds,
        abort: new AbortController(),
        held,
        next: 0,
        released: false,
        cancelDelay: undefined,
        cancelLost: undefined,
      };
      runs.set(binding.id, run);
      if (!holds && before !== undefined) endHolds(before, run);
      if (holds) watchHold(run);
      onChange();
      advance(run);
      return true;
    },
    release(id) {
      const run = runs.get(id);
      if (run?.holds === true && !run.released) letGo(run);
    },
    keepHolding(ids) {
      for (const id of ids) {
        const run = runs.get(id);
        if (run?.holds === true && !run.released) watchHold(run);
      }
    },
    isRunning: (id) => runs.has(id),
    get running() {
      return [...runs.keys()];
    },
    stop() {
      for (const run of [...runs.values()]) {
        run.cancelDelay?.();
        run.next = run.binding.actions.length;
        letGo(run);
        run.abort.abort();
      }
    },
  };

  /** A press without an end takes the place of one that holds. */
  function endHolds(before: Run, run: Run): void {
    for (const name of before.held)
      start(run, { type: 'expression', name, mode: 'off', seconds: 0, fade: fadeOf(before.binding, name), group: '' });
  }
}

/** What to perform for an action of this run; undefined: a hold whose key was let go before its turn came. */
function resolved(action: Action, run: Run): Action | undefined {
  if (action.type !== 'expression' || action.mode !== 'hold') return action;
  if (!run.holds) return { ...action, mode: 'timed', seconds: action.seconds > 0 ? action.seconds : HOLD_WITHOUT_END_SECONDS };
  if (run.released) return undefined;
  run.held.add(action.name);
  return action;
}

function fadeOf(binding: Binding, name: string): number | null {
  for (const { action } of binding.actions) if (action.type === 'expression' && action.name === name) return action.fade;
  return null;
}
