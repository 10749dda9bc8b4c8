import { mayUse } from '#shared/audience/may-use.ts';
import type { AutomationCondition } from '#shared/automation/condition.ts';
import { assertNever } from '#shared/errors.ts';
import type { SeededRandom } from '#shared/intent/random.ts';
import type { Cause } from './engine.types.ts';
import { isWithin, localTime } from './local-time.ts';
import type { EngineState, RuleMemory } from './state.ts';

const HOUR_MS = 3_600_000;

/** Whether a condition holds for a rule with this memory. Only `chance` draws a number. */
export function holds(
  condition: AutomationCondition,
  {
    state,
    cause,
    memory,
    nowMs,
    random,
  }: {
    readonly state: EngineState;
    readonly cause: Cause;
    readonly memory: RuleMemory;
    readonly nowMs: number;
    readonly random: SeededRandom;
  },
): boolean {
  const { world, kept } = state;
  const { event } = cause;
  switch (condition.type) {
    case 'scene':
      return condition.scenes.includes(world.scene) === condition.is;
    case 'between':
      return isWithin(condition, localTime(nowMs, state.offsetMinutes)) === condition.is;
    case 'platform':
      return event === undefined || condition.platforms.includes(event.platform) === condition.is;
    case 'role':
      return event === undefined || !('user' in event) || mayUse(condition.who, event.user);
    case 'output':
      return isOn(state, condition.output) === condition.is;
    case 'hourly':
      return memory.recent.filter((at) => at > nowMs - HOUR_MS).length < condition.times;
    case 'chance':
      return random.next() * 100 < condition.percent;
    case 'audience': {
      const viewers = Object.values(world.viewers).reduce((sum, one) => sum + one, 0);
      return viewers >= condition.atLeast && (condition.atMost === null || viewers <= condition.atMost);
    }
    case 'music':
      return world.musicPlays === condition.is;
    case 'speech':
      return world.speaking === condition.is;
    case 'fired': {
      const firedMs = kept.rules[condition.ruleId]?.firedMs ?? 0;
      return (firedMs > 0 && nowMs - firedMs < condition.seconds * 1000) === condition.is;
    }
    default:
      return assertNever(condition);
  }
}

function isOn({ world }: EngineState, output: 'stream' | 'record' | 'replay'): boolean {
  if (output === 'stream') return world.onAir;
  const now = world.outputs[output];
  return now === 'active' || now === 'reconnecting';
}
