import type { AutomationRule } from '#shared/automation/rule.ts';
import type { RefusalReason } from '#shared/automation/timeline.ts';
import { createRandom, type SeededRandom } from '#shared/intent/random.ts';
import { handCause } from './causes.ts';
import { holds } from './conditions.ts';
import type { AutomationInput, Cause, Firing, Refusal } from './engine.types.ts';
import { readySteps } from './gaps.ts';
import { hitsOf } from './hits.ts';
import type { Hit } from './live-hits.ts';
import type { Plan, TriggerType } from './plan.ts';
import { type EngineState, NEW_MEMORY, type RuleMemory } from './state.ts';
import { observed } from './world.ts';

export interface Stepped {
  readonly state: EngineState;
  readonly firings: readonly Firing[];
  readonly refusals: readonly Refusal[];
}

const HOUR_MS = 3_600_000;
const RECENT_LIMIT = 120;
const VIEWER_LIMIT = 500;
/** Rules that fire each other come round again within moments; what viewers do is bounded by cooldowns. */
const FLOOD_MS = 10_000;
const FLOOD_FIRINGS = 10;
const CAN_CIRCLE: ReadonlySet<Cause['by']> = new Set<TriggerType>([
  'scene',
  'emotion',
  'reply',
  'song',
  'speech',
  'obs-output',
  'obs-item',
  'obs-media-ended',
]);

/**
 * The whole of automation's judgement: what an input fires, what it does not and why. The same state and inputs give the same answer, for time and chance
 * are in them. Rules of higher priority go first; of equal ones the upper in the list.
 */
export function step(plan: Plan, state: EngineState, input: AutomationInput, nowMs: number): Stepped {
  const seen = observed(state, input, nowMs);
  if (input.type === 'run') return runByHand(plan, seen, input.ruleId, nowMs);
  const { hits, state: marked } = hitsOf(plan, state.world, seen, input, nowMs);
  if (hits.length === 0) return { state: marked, firings: [], refusals: [] };
  const firings: Firing[] = [];
  const refusals: Refusal[] = [];
  let now = marked;
  for (const { entry, cause } of inOrder(hits)) {
    const { rule } = entry;
    const random = createRandom(now.kept.random);
    const refused = refusalOf(rule, cause, now, nowMs, random);
    now = { ...now, kept: { ...now.kept, random: random.state } };
    if (refused === undefined) {
      const fired = fire(rule, cause, now, nowMs);
      firings.push(fired.firing);
      now = fired.state;
    } else refusals.push({ rule, atMs: nowMs, cause, ...refused });
  }
  return { state: now, firings, refusals };
}

/** Each rule once, however many of its triggers match. */
function inOrder(hits: readonly Hit[]): readonly Hit[] {
  const seen = new Set<string>();
  return [...hits]
    .sort((a, b) => b.entry.rule.priority - a.entry.rule.priority || a.entry.order - b.entry.order)
    .filter(({ entry }) => !seen.has(entry.rule.id) && seen.add(entry.rule.id));
}

interface Refused {
  readonly reason: RefusalReason;
  readonly condition: number;
  readonly untilMs: number;
}
const refused = (reason: RefusalReason, untilMs = 0, condition = -1): Refused => ({ reason, untilMs, condition });

function refusalOf(
  rule: AutomationRule,
  cause: Cause,
  state: EngineState,
  nowMs: number,
  random: SeededRandom,
): Refused | undefined {
  const memory = state.kept.rules[rule.id] ?? NEW_MEMORY;
  const coolMs = memory.firedMs === 0 ? 0 : memory.firedMs + rule.cooldownSeconds * 1000;
  if (nowMs < coolMs) return refused('cooling', coolMs);
  if (rule.oncePerShow && memory.firedMs > 0 && memory.show === state.kept.show.startedMs) return refused('once');
  const viewer = memory.viewers.find(([key]) => key === cause.viewerKey);
  const viewerMs = viewer === undefined ? 0 : viewer[1] + rule.viewerCooldownSeconds * 1000;
  if (nowMs < viewerMs) return refused('viewer-cooling', viewerMs);
  const leader = rule.group === '' ? undefined : state.groups[rule.group];
  if (leader !== undefined && leader.untilMs > nowMs && leader.priority > rule.priority)
    return refused('outranked', leader.untilMs);
  if (CAN_CIRCLE.has(cause.by) && memory.recent.filter((at) => at > nowMs - FLOOD_MS).length >= FLOOD_FIRINGS)
    return refused('flood', nowMs + FLOOD_MS);
  const known = { state, cause, memory, nowMs, random };
  // Chance last: a number is drawn only where all else holds.
  const failed = rule.if.findIndex((condition) => condition.type !== 'chance' && !holds(condition, known));
  if (failed >= 0) return refused('condition', 0, failed);
  const unlucky = rule.if.findIndex((condition) => condition.type === 'chance' && !holds(condition, known));
  return unlucky < 0 ? undefined : refused('chance', 0, unlucky);
}

function runByHand(plan: Plan, state: EngineState, ruleId: string, nowMs: number): Stepped {
  const rule = plan.rules.get(ruleId);
  if (rule === undefined) return { state, firings: [], refusals: [] };
  const fired = fire(rule, handCause(state.world), state, nowMs);
  return { state: fired.state, firings: [fired.firing], refusals: [] };
}

function fire(rule: AutomationRule, cause: Cause, state: EngineState, nowMs: number): { firing: Firing; state: EngineState } {
  const random = createRandom(state.kept.random);
  const steps = readySteps(rule, cause, random);
  const kept = {
    ...state.kept,
    random: random.state,
    rules: { ...state.kept.rules, [rule.id]: remembered(rule, cause, state, nowMs) },
  };
  const firing: Firing = { rule, atMs: nowMs, cause, steps };
  if (!rule.stopsLower || rule.group === '') return { firing, state: { ...state, kept } };
  // At least this moment, so that lower ones of the same input stay away.
  const untilMs =
    nowMs +
    Math.max(
      1,
      steps.reduce((sum, { delay }) => sum + delay * 1000, 0),
    );
  return { firing, state: { ...state, kept, groups: { ...state.groups, [rule.group]: { priority: rule.priority, untilMs } } } };
}

function remembered(rule: AutomationRule, { viewerKey }: Cause, { kept }: EngineState, nowMs: number): RuleMemory {
  const before = kept.rules[rule.id] ?? NEW_MEMORY;
  const recent = [...before.recent.filter((at) => at > nowMs - HOUR_MS), nowMs].slice(-RECENT_LIMIT);
  const show = kept.show.startedMs;
  if (viewerKey === undefined || rule.viewerCooldownSeconds === 0)
    return { firedMs: nowMs, recent, viewers: before.viewers, show };
  const since = nowMs - rule.viewerCooldownSeconds * 1000;
  const others = before.viewers.filter(([key, at]) => key !== viewerKey && at > since);
  return { firedMs: nowMs, recent, viewers: [...others, [viewerKey, nowMs] as [string, number]].slice(-VIEWER_LIMIT), show };
}
