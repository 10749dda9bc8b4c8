import type { PerformAction } from '#main/avatar/bindings.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { emptyRule, isWholeRule, type RuleDraft } from '#shared/automation/rule.ts';
import type { StepOutcome } from '#shared/automation/timeline.ts';
import { createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { createRandom } from '#shared/intent/random.ts';
import type { AutomationSettings } from '#shared/settings/settings.ts';
import type { AutomationDesk, AutomationInput } from './automation.types.ts';
import { createAutomationStore } from './automation-store.ts';
import { createChainRunner } from './chain-runner.ts';
import { handCause } from './engine/causes.ts';
import type { Firing } from './engine/engine.types.ts';
import { readySteps } from './engine/gaps.ts';
import { planOf } from './engine/plan.ts';
import { newEngineState } from './engine/state.ts';
import { step } from './engine/step.ts';
import { createProgramWatch } from './program-watch.ts';
import { indexOf, type RuleList, withChange, withMove, withNew, without } from './rule-list.ts';
import { createTimeline } from './timeline.ts';

export interface AutomationOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
  readonly settings: () => AutomationSettings;
  readonly perform: PerformAction;
  /** Nothing is done by itself now: the streamer pressed panic. */
  readonly isPaused: () => boolean;
  readonly obs: { readonly isReady: () => boolean; readonly connects: () => number };
  /** Local time minus UTC in minutes, at a time in ms. */
  readonly offsetMinutes: (atMs: number) => number;
  /** 32 bits, for the first start. */
  readonly seed: number;
  readonly listPrograms: () => Promise<readonly string[]>;
}

const TICK_MS = 1000;
const SAVE_MS = 2000;
const UNDO_LIMIT = 20;
/** Inputs that wait while one is being worked on: deeds may cause the next. */
const QUEUE_LIMIT = 10_000;
const TEST_ID = '0'.repeat(32);

/** Automation with its rules on disk, its engine, its deeds and its timeline. */
export function createAutomation(options: AutomationOptions): AutomationDesk {
  const { clock, logger, settings } = options;
  const store = createAutomationStore(options);
  const rules = createCell<RuleList>(store.rules.current().rules);
  const timeline = createTimeline(store.show.current().timeline);
  const viewVersion = createCell(0);
  let state = newEngineState(store.show.current().kept, clock.now(), options.offsetMinutes(clock.now()));
  let plan = planOf(settings().enabled ? rules.get() : []);
  let undo: readonly RuleList[] = [];
  let closed = false;
  const queue: AutomationInput[] = [];
  let isBusy = false;
  let cancelTick: (() => void) | undefined;
  let cancelSave: (() => void) | undefined;
  const tests = new Map<number, string[]>();

  const runner = createChainRunner({ clock, perform: options.perform, obs: options.obs, onOutcome });
  const watch = createProgramWatch({
    clock,
    logger,
    wanted: () => plan.of('game').length > 0,
    list: options.listPrograms,
    onPrograms: (running) => input({ type: 'programs', running }),
  });

  const changed = (): void => viewVersion.set(viewVersion.get() + 1);
  function saveSoon(): void {
    if (closed) return;
    cancelSave ??= clock.after(SAVE_MS, () => {
      cancelSave = undefined;
      save();
    });
  }
  function save(): void {
    store.show.set({ kept: state.kept, timeline: timeline.entries.get() });
  }

  function onOutcome(seq: number, index: number, outcome: StepOutcome['state'], problem: string): void {
    if (problem !== '') tests.get(seq)?.push(problem);
    timeline.outcome(seq, index, outcome, problem);
    saveSoon();
  }

  function input(next: AutomationInput): void {
    if (closed || queue.length >= QUEUE_LIMIT) return;
    queue.push(next);
    if (isBusy) return;
    isBusy = true;
    try {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) take(one);
    } finally {
      isBusy = false;
    }
  }

  function take(one: AutomationInput): void {
    const stepped = step(plan, state, one, clock.now());
    state = stepped.state;
    for (const refusal of stepped.refusals) timeline.refused(refusal);
    for (const firing of stepped.firings) begin(firing);
    if (one.type === 'obs' && one.notice.type === 'connected') void runner.obsBack();
    if (stepped.firings.length + stepped.refusals.length > 0) {
      changed();
      saveSoon();
    }
  }

  /** By hand is meant; the dry run is for what happens by itself. */
  function begin(firing: Firing): void {
    const byItself = firing.cause.by !== 'run';
    if (byItself && options.isPaused()) {
      timeline.refused({ ...firing, reason: 'panic', condition: -1, untilMs: 0 });
      return;
    }
    const dry = byItself && (settings().dryRun || firing.rule.dryRun);
    const seq = timeline.fired(firing, dry);
    if (!dry) void runner.run(seq, firing).then(changed);
  }

  function setRules(next: RuleList): void {
    undo = [...undo, rules.get()].slice(-UNDO_LIMIT);
    apply(next);
  }
  function apply(next: RuleList): void {
    const same = new Set(next.filter((rule) => rules.get().includes(rule)).map(({ id }) => id));
    rules.set(next);
    store.rules.set({ rules: next });
    // What a rule waited for stays, unless the rule is another now.
    replan((key) => same.has(key.slice(0, key.indexOf(':'))));
  }
  function replan(keeps: (key: string) => boolean): void {
    plan = planOf(settings().enabled ? rules.get() : []);
    const ids = new Set(rules.get().map(({ id }) => id));
    const kept = { ...state.kept, rules: filtered(state.kept.rules, (id) => ids.has(id)) };
    state = { ...state, kept, marks: filtered(state.marks, keeps) };
    watch.refresh();
    changed();
  }

  function tick(): void {
    cancelTick = clock.after(TICK_MS, tick);
    const atMs = clock.now();
    input({ type: 'tick', offsetMinutes: options.offsetMinutes(atMs) });
  }
  cancelTick = clock.after(TICK_MS, tick);
  watch.refresh();

  async function test(draft: RuleDraft): Promise<readonly string[]> {
    if (!isWholeRule(draft)) throw new StudioError('invalid-input', 'The rule lacks a name or a word. Fill in what is marked.');
    const rule = { ...draft, id: TEST_ID, stopsLower: false };
    const cause = handCause(state.world);
    const firing = { rule, atMs: clock.now(), cause, steps: readySteps(rule, cause, createRandom(clock.now())) };
    const seq = timeline.fired(firing, false);
    const problems: string[] = [];
    tests.set(seq, problems);
    await runner.run(seq, firing);
    tests.delete(seq);
    return problems;
  }

  return {
    input,
    rules,
    timeline: timeline.entries,
    viewVersion,
    view: () => ({
      rules: [...rules.get()],
      activity: Object.fromEntries(
        rules.get().flatMap(({ id, cooldownSeconds }) => {
          const firedMs = state.kept.rules[id]?.firedMs ?? 0;
          return firedMs === 0 ? [] : [[id, { firedMs, coolUntilMs: firedMs + cooldownSeconds * 1000 }]];
        }),
      ),
      canUndo: undo.length > 0,
      running: runner.running,
    }),
    run(id) {
      const rule = rules.get()[indexOf(rules.get(), id)];
      if (rule === undefined || !isWholeRule(rule))
        throw new StudioError(
          'conflict',
          `The rule "${rule?.name ?? id}" lacks a name or a word. Open it on the automation page.`,
        );
      const stepped = step(planOf(rules.get()), state, { type: 'run', ruleId: id }, clock.now());
      state = stepped.state;
      for (const firing of stepped.firings) begin(firing);
      changed();
      saveSoon();
    },
    test,
    add(drafts) {
      const { rules: next, ids } = withNew(rules.get(), drafts);
      setRules(next);
      return ids;
    },
    change: (id, change) => setRules(withChange(rules.get(), id, change)),
    remove: (ids) => setRules(without(rules.get(), ids)),
    duplicate(id) {
      const { id: _id, ...draft } = rules.get()[indexOf(rules.get(), id)] ?? { id, ...emptyRule() };
      const { rules: next, ids } = withNew(rules.get(), [{ ...draft, enabled: false }], id);
      setRules(next);
      return ids[0] ?? id;
    },
    move: (id, beforeId) => setRules(withMove(rules.get(), id, beforeId)),
    undo() {
      const before = undo.at(-1);
      if (before === undefined) throw new StudioError('conflict', 'There is nothing to undo.');
      undo = undo.slice(0, -1);
      apply(before);
    },
    exported(ids) {
      const wanted = rules.get().filter(({ id }) => ids.length === 0 || ids.includes(id));
      return { format: 'yingxi-automation', version: 1, rules: wanted.map(({ id: _id, ...draft }) => draft) };
    },
    clearTimeline() {
      timeline.clear();
      saveSoon();
    },
    programs: options.listPrograms,
    settingsChanged: () => replan(() => false),
    stop: runner.stop,
    async close() {
      if (closed) return;
      closed = true;
      cancelTick?.();
      cancelSave?.();
      watch.close();
      runner.close();
      save();
      await store.close();
    },
  };
}

const filtered = <T>(record: Readonly<Record<string, T>>, keeps: (key: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keeps(key)));
