import { plainWord } from '#shared/audience/command-text.ts';
import { programName } from '#shared/automation/program-name.ts';
import { type AutomationRule, isWholeRule } from '#shared/automation/rule.ts';
import { AUTOMATION_TRIGGER_TYPES, type AutomationTrigger } from '#shared/automation/trigger.ts';
import { plainSpoken } from '#shared/hearing/spoken-text.ts';

export type TriggerType = AutomationTrigger['type'];
export interface AnyEntry {
  readonly rule: AutomationRule;
  /** Place in the list: decides among equal priorities. */
  readonly order: number;
  /** "id:0": the rule and its trigger. */
  readonly key: string;
  readonly trigger: AutomationTrigger;
  /** Its words in the form in which they are looked for. */
  readonly words: readonly string[];
}
export type PlanEntry<T extends TriggerType> = AnyEntry & { readonly trigger: Extract<AutomationTrigger, { type: T }> };

/** Rules made ready: who listens for what. Rules that are off or lack something listen for nothing. */
export interface Plan {
  readonly rules: ReadonlyMap<string, AutomationRule>;
  of<T extends TriggerType>(type: T): readonly PlanEntry<T>[];
}

export function planOf(rules: readonly AutomationRule[]): Plan {
  const lists = new Map<TriggerType, AnyEntry[]>(AUTOMATION_TRIGGER_TYPES.map((type) => [type, []]));
  rules.forEach((rule, order) => {
    if (!rule.enabled || !isWholeRule(rule)) return;
    rule.when.forEach((trigger, index) => {
      lists.get(trigger.type)?.push({ rule, order, key: `${rule.id}:${index}`, trigger, words: wordsOf(trigger) });
    });
  });
  return {
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    of: (type) => (lists.get(type) ?? []).filter((entry) => isOf(entry, type)),
  };
}

function isOf<T extends TriggerType>(entry: AnyEntry, type: T): entry is PlanEntry<T> {
  return entry.trigger.type === type;
}

function wordsOf(trigger: AutomationTrigger): readonly string[] {
  switch (trigger.type) {
    case 'chat':
      return trigger.words.map(plainWord).filter((word) => word !== '');
    case 'reply':
      return trigger.words.map(plainSpoken).filter((word) => word !== '');
    case 'game':
      return trigger.processes.map(programName);
    case 'song':
      return trigger.title === '' ? [] : [plainWord(trigger.title)];
    default:
      return [];
  }
}
