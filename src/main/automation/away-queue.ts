import type { Clock } from '#main/platform/host.ts';
import type { Action } from '#shared/avatar/bindings.ts';

/** Longer than this after its time a deed on OBS would surprise more than it helps. */
export const AWAY_MS = 120_000;
const LIMIT = 100;

export interface AwayStep {
  readonly runId: number;
  readonly index: number;
  readonly action: Action;
  readonly sinceMs: number;
}

/** Deeds that wait for OBS to come back. At most `LIMIT`, each at most `AWAY_MS`; what a later one undoes is not kept. */
export interface AwayQueue {
  add(step: AwayStep): void;
  /** All that is still to be done, in order; the queue is empty then. */
  take(): readonly AwayStep[];
  /** Ends those of a run. */
  drop(runId: number): readonly AwayStep[];
  readonly size: number;
  close(): void;
}

export function createAwayQueue(options: {
  readonly clock: Clock;
  /** OBS did not come back in time, or there are too many. */
  readonly onExpired: (step: AwayStep) => void;
  /** A later one takes its place. */
  readonly onReplaced: (step: AwayStep) => void;
}): AwayQueue {
  const { clock, onExpired, onReplaced } = options;
  let waiting: AwayStep[] = [];
  let cancelSweep: (() => void) | undefined;

  function sweep(): void {
    cancelSweep = undefined;
    const oldest = clock.now() - AWAY_MS;
    const late = waiting.filter(({ sinceMs }) => sinceMs <= oldest);
    waiting = waiting.filter(({ sinceMs }) => sinceMs > oldest);
    for (const step of late) onExpired(step);
    schedule();
  }
  function schedule(): void {
    const first = waiting[0];
    if (first !== undefined) cancelSweep ??= clock.after(Math.max(0, first.sinceMs + AWAY_MS - clock.now()), sweep);
  }

  return {
    add(step) {
      const target = targetOf(step.action);
      const replaced = target === undefined ? undefined : waiting.find(({ action }) => targetOf(action) === target);
      waiting = [...waiting.filter((one) => one !== replaced), step];
      if (replaced !== undefined) onReplaced(replaced);
      const over = waiting.length > LIMIT ? waiting.shift() : undefined;
      if (over !== undefined) onExpired(over);
      schedule();
    },
    take() {
      const taken = waiting;
      waiting = [];
      cancelSweep?.();
      cancelSweep = undefined;
      return taken;
    },
    drop(runId) {
      const dropped = waiting.filter((step) => step.runId === runId);
      waiting = waiting.filter((step) => step.runId !== runId);
      return dropped;
    },
    get size() {
      return waiting.length;
    },
    close() {
      cancelSweep?.();
    },
  };
}

/** Deeds of the same target set the same thing: the last one counts. Undefined: each counts, as toggles do. */
function targetOf(action: Action): string | undefined {
  switch (action.type) {
    case 'obs-scene':
      return 'scene';
    case 'obs-item':
      return action.mode === 'toggle' ? undefined : JSON.stringify(['item', action.scene, action.source]);
    case 'obs-filter':
      return action.mode === 'toggle' ? undefined : JSON.stringify(['filter', action.source, action.filter]);
    case 'obs-mute':
      return action.mode === 'toggle' ? undefined : JSON.stringify(['mute', action.source]);
    case 'obs-text':
    case 'obs-picture':
    case 'obs-volume':
    case 'obs-media':
      return JSON.stringify([action.type, action.source]);
    case 'obs-output':
      return JSON.stringify([action.type, action.output]);
    default:
      return undefined;
  }
}

export const needsObs = ({ type }: Action): boolean => type.startsWith('obs-');
