import { type StepOutcome, TIMELINE_LIMIT, type TimelineEntry } from '#shared/automation/timeline.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { Cause, Firing, Refusal } from './engine/engine.types.ts';
import { stepText } from './step-text.ts';

/** What fired, what did not and why, the oldest first; bounded. */
export interface Timeline {
  readonly entries: Cell<readonly TimelineEntry[]>;
  /** Its number, by which outcomes are told. */
  fired(firing: Firing, dry: boolean): number;
  refused(refusal: Refusal): void;
  outcome(seq: number, index: number, state: StepOutcome['state'], problem: string): void;
  clear(): void;
}

export function createTimeline(before: readonly TimelineEntry[]): Timeline {
  const entries = createCell<readonly TimelineEntry[]>(before.map(ended));
  let last = before.at(-1)?.seq ?? 0;

  function add(entry: Omit<TimelineEntry, 'seq'>): number {
    last += 1;
    entries.set([...entries.get(), { seq: last, ...entry }].slice(-TIMELINE_LIMIT));
    return last;
  }

  return {
    entries,
    fired({ rule, atMs, cause, steps }, dry) {
      return add({
        ...aboutRule(rule, cause, atMs),
        kind: dry ? 'would' : 'fired',
        reason: null,
        condition: -1,
        untilMs: 0,
        count: 1,
        steps: steps.map(({ action }) => ({
          type: action.type,
          what: stepText(action),
          state: dry ? 'would' : 'waiting',
          problem: '',
        })),
      });
    },
    refused({ rule, atMs, cause, reason, condition, untilMs }) {
      const all = entries.get();
      const newest = all.at(-1);
      const isSame = newest?.kind === 'refused' && newest.ruleId === rule.id && newest.reason === reason;
      if (isSame && newest.condition === condition) {
        const counted = { ...newest, ...aboutRule(rule, cause, atMs), untilMs, count: newest.count + 1 };
        entries.set([...all.slice(0, -1), counted]);
        return;
      }
      add({ ...aboutRule(rule, cause, atMs), kind: 'refused', reason, condition, untilMs, count: 1, steps: [] });
    },
    outcome(seq, index, state, problem) {
      const all = entries.get();
      const at = all.findLastIndex((entry) => entry.seq === seq);
      const entry = all[at];
      const step = entry?.steps[index];
      if (entry === undefined || step === undefined) return;
      const steps = entry.steps.with(index, { ...step, state, problem: problem.slice(0, 500) });
      entries.set(all.with(at, { ...entry, steps }));
    },
    clear() {
      entries.set([]);
    },
  };
}

function aboutRule(rule: Firing['rule'], cause: Cause, atMs: number) {
  const { user, text, by } = cause;
  return {
    atMs,
    ruleId: rule.id,
    ruleName: rule.name,
    by,
    cause: { user: by === 'run' ? '' : user.slice(0, 200), text: text.slice(0, 200) },
  };
}

/** What was to come when the program ended will not come. */
function ended(entry: TimelineEntry): TimelineEntry {
  if (entry.steps.every(({ state }) => state !== 'waiting' && state !== 'held')) return entry;
  const steps = entry.steps.map((one) =>
    one.state === 'waiting' || one.state === 'held' ? { ...one, state: 'stopped' as const } : one,
  );
  return { ...entry, steps };
}
