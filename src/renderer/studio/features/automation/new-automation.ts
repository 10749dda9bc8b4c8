import { type AutomationCondition, CONDITION_TYPES } from '#shared/automation/condition.ts';
import { type AutomationRule, isWholeRule, type RuleDraft, ruleDraftSchema } from '#shared/automation/rule.ts';
import type { AutomationTrigger } from '#shared/automation/trigger.ts';

/** The kinds of triggers in the order of the menu. */
export const TRIGGER_GROUPS = {
  time: ['at', 'between', 'every'],
  room: ['chat', 'intent', 'mood', 'paid', 'membership', 'follow', 'raid', 'silence'],
  her: ['reply', 'emotion', 'speech'],
  show: ['scene', 'stream', 'song', 'game', 'obs-output', 'obs-item', 'obs-media-ended', 'obs-link'],
} as const satisfies Record<string, readonly AutomationTrigger['type'][]>;
export { CONDITION_TYPES };

const MORNING = 6 * 60;
const EVENING = 18 * 60;

/** A trigger to begin with. `scene`: the first that there is to choose. */
export function newAutomationTrigger(type: AutomationTrigger['type'], scene: string): AutomationTrigger {
  switch (type) {
    case 'at':
      return { type, time: EVENING, days: [] };
    case 'between':
      return { type, from: EVENING, to: MORNING, days: [] };
    case 'every':
      return { type, minutes: 15, jitterPercent: 20 };
    case 'scene':
      return { type, scene };
    case 'chat':
      return { type, words: [], match: 'whole', who: 'everyone' };
    case 'intent':
      return { type, intent: 'greeting', minScore: 0.8 };
    case 'mood':
      return { type, emotion: 'sad', minScore: 0.8 };
    case 'emotion':
      return { type, emotion: 'happy' };
    case 'reply':
      return { type, words: [] };
    case 'paid':
      return { type, minimum: 1, currency: 'CNY', gift: '' };
    case 'membership':
    case 'follow':
      return { type };
    case 'raid':
      return { type, minimumViewers: 1 };
    case 'song':
      return { type, change: 'begins', title: '' };
    case 'silence':
      return { type, of: 'chat', seconds: 300 };
    case 'game':
      return { type, processes: [], change: 'begins' };
    case 'speech':
    case 'stream':
      return { type, change: 'begins' };
    case 'obs-output':
      return { type, output: 'record', change: 'begins' };
    case 'obs-item':
      return { type, source: '', visible: true };
    case 'obs-media-ended':
      return { type, source: '' };
    case 'obs-link':
      return { type, change: 'connected' };
  }
}

/** A condition to begin with. `ruleId`: another rule, '' where there is none. */
export function newCondition(type: AutomationCondition['type'], scene: string, ruleId: string): AutomationCondition {
  switch (type) {
    case 'scene':
      return { type, scenes: scene === '' ? [] : [scene], is: true };
    case 'between':
      return { type, from: MORNING, to: EVENING, days: [], is: true };
    case 'platform':
      return { type, platforms: ['bilibili'], is: true };
    case 'role':
      return { type, who: 'members' };
    case 'output':
      return { type, output: 'stream', is: true };
    case 'hourly':
      return { type, times: 4 };
    case 'chance':
      return { type, percent: 50 };
    case 'audience':
      return { type, atLeast: 10, atMost: null };
    case 'music':
    case 'speech':
      return { type, is: true };
    case 'fired':
      return { type, ruleId, seconds: 60, is: true };
  }
}

/** It can be kept; one that lacks a name or a word can be kept switched off. */
export const canSave = (draft: RuleDraft): boolean =>
  ruleDraftSchema.safeParse(draft).success && (!draft.enabled || isWholeRule(draft));

export function draftOf({ id: _id, ...draft }: AutomationRule): RuleDraft {
  return draft;
}

/** By JavaScript's numbers of the days. */
const DAY_KEYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export const dayName = (days: Readonly<Record<(typeof DAY_KEYS)[number], string>>, day: number): string =>
  days[DAY_KEYS[day] ?? 'sun'];

/** "18:05" ↔ minutes since midnight. */
export const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
export function minutesFrom(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return Number.isInteger(total) && total < 1440 ? total : undefined;
}

export interface RuleGroup {
  /** '' for those without. */
  readonly name: string;
  readonly rules: readonly AutomationRule[];
}
/** By group in the order in which groups come up; rules without one last. */
export function groupedRules(rules: readonly AutomationRule[]): readonly RuleGroup[] {
  const names = [...new Set(rules.map(({ group }) => group))].sort((a, b) => Number(a === '') - Number(b === ''));
  return names.map((name) => ({ name, rules: rules.filter(({ group }) => group === name) }));
}
