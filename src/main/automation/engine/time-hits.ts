import { createRandom } from '#shared/intent/random.ts';
import { plainCause } from './causes.ts';
import type { Hit, Hits } from './live-hits.ts';
import { hasCome, isWithin, localTime } from './local-time.ts';
import type { AnyEntry, Plan } from './plan.ts';
import type { EngineState, World } from './state.ts';

const MINUTE_MS = 60_000;

/** What the clock fires. Marks remember what has fired for a state that still lasts. */
export function timeHits(plan: Plan, state: EngineState, nowMs: number): Hits {
  const hits: Hit[] = [];
  const marks: Record<string, number> = { ...state.marks };
  const random = createRandom(state.kept.random);
  const fire = (entry: AnyEntry): void => {
    hits.push({ entry, cause: plainCause(entry.trigger.type) });
  };
  const now = localTime(nowMs, state.offsetMinutes);
  const before = state.lastTickMs === 0 ? now : localTime(state.lastTickMs, state.offsetMinutes);
  for (const entry of plan.of('at')) if (hasCome(entry.trigger.time, entry.trigger.days, before, now)) fire(entry);
  /** Fires when something begins to be so. */
  const onceWhile = (entry: AnyEntry, isSo: boolean): void => {
    if (isSo && marks[entry.key] === undefined) fire(entry);
    if (isSo) marks[entry.key] = 1;
    else delete marks[entry.key];
  };
  for (const entry of plan.of('between')) onceWhile(entry, isWithin(entry.trigger, now));
  for (const entry of plan.of('silence'))
    onceWhile(entry, nowMs - lastSound(entry.trigger.of, state.world, nowMs) >= entry.trigger.seconds * 1000);
  for (const entry of plan.of('every')) {
    const due = marks[entry.key];
    if (due !== undefined && nowMs < due) continue;
    if (due !== undefined) fire(entry);
    const { minutes, jitterPercent } = entry.trigger;
    const factor = 1 + ((random.next() * 2 - 1) * jitterPercent) / 100;
    marks[entry.key] = nowMs + Math.round(minutes * factor * MINUTE_MS);
  }
  return { hits, state: { ...state, marks, lastTickMs: nowMs, kept: { ...state.kept, random: random.state } } };
}

function lastSound(of: 'chat' | 'her' | 'both', { chatMs, herMs, speaking }: World, nowMs: number): number {
  const her = speaking ? nowMs : herMs;
  return of === 'chat' ? chatMs : of === 'her' ? her : Math.max(chatMs, her);
}
