import { type AutomationRule, emptyRule, type RuleDraft } from '#shared/automation/rule.ts';
import type { AutomationTrigger } from '#shared/automation/trigger.ts';
import type { Action } from '#shared/avatar/bindings.ts';
import type { AutomationInput } from './engine/engine.types.ts';
import { planOf } from './engine/plan.ts';
import { type EngineState, newEngineState, newKeptState } from './engine/state.ts';
import { type Stepped, step } from './engine/step.ts';

/** Monday 2 January 2023, 00:00 UTC. */
export const MONDAY = Date.UTC(2023, 0, 2);
export const MINUTE = 60_000;
export const at = (hours: number, minutes = 0): number => hours * 60 + minutes;

let made = 0;
export function draft(when: AutomationTrigger, action: Action, more: Partial<RuleDraft> = {}): RuleDraft {
  return { ...emptyRule(), name: 'rule', when: [when], do: [{ delay: 0, action }], ...more };
}
export function rule(when: AutomationTrigger, more: Partial<AutomationRule> = {}): AutomationRule {
  made += 1;
  return { ...draft(when, { type: 'stop' }), id: made.toString(16).padStart(32, '0'), ...more };
}
export const scene = (name: string): Action => ({ type: 'obs-scene', scene: name, transition: '' });

/** An engine whose time is told with each input. */
export function createTestEngine(rules: readonly AutomationRule[], seed = 1) {
  const plan = planOf(rules);
  let state: EngineState = newEngineState(newKeptState(seed), MONDAY, 0);
  return {
    send(input: AutomationInput, nowMs: number): Stepped {
      const stepped = step(plan, state, input, nowMs);
      state = stepped.state;
      return stepped;
    },
    /** Names of what fired at a tick. */
    tick: (nowMs: number): readonly string[] => {
      const stepped = step(plan, state, { type: 'tick', offsetMinutes: 0 }, nowMs);
      state = stepped.state;
      return stepped.firings.map(({ rule: { name } }) => name);
    },
    get state() {
      return state;
    },
  };
}
