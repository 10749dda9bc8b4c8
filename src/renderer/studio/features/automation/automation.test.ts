import { describe, expect, it } from 'vitest';
import { conditionSchema } from '#shared/automation/condition.ts';
import { type AutomationRule, emptyRule, isWholeRule, ruleDraftSchema } from '#shared/automation/rule.ts';
import { AUTOMATION_TRIGGER_TYPES, automationTriggerSchema } from '#shared/automation/trigger.ts';
import { NO_SHOW_CHOICES } from '#shared/show/show-choices.ts';
import { STRING_TABLES } from '../../i18n/strings.ts';
import { ifText, ruleSentence, whenText } from './describe-automation.ts';
import {
  CONDITION_TYPES,
  canSave,
  clockText,
  groupedRules,
  minutesFrom,
  newAutomationTrigger,
  newCondition,
  TRIGGER_GROUPS,
} from './new-automation.ts';
import { rulesOfTemplate, TEMPLATES } from './templates.ts';

const languages = ['zh-CN', 'en', 'ja'] as const;
const choices = { expressions: [], motions: [], models: [], items: ['flower.png'], sounds: [], show: NO_SHOW_CHOICES };
const names = { rules: new Map(), models: new Map() };

describe('new triggers and conditions', () => {
  it('the menu has every kind of trigger once', () => {
    expect(Object.values(TRIGGER_GROUPS).flat().sort()).toEqual([...AUTOMATION_TRIGGER_TYPES].sort());
  });

  it.each(AUTOMATION_TRIGGER_TYPES)('a trigger of kind %s is valid and has words in every language', (type) => {
    const trigger = newAutomationTrigger(type, 'Live');
    expect(automationTriggerSchema.safeParse(trigger).success).toBe(true);
    for (const language of languages) expect(whenText(STRING_TABLES[language], trigger)).not.toMatch(/^$|\{/);
  });

  it.each(CONDITION_TYPES)('a condition of kind %s is valid and has words in every language', (type) => {
    const condition = newCondition(type, 'Live', 'a');
    expect(conditionSchema.safeParse(condition).success).toBe(true);
    for (const language of languages) expect(ifText(STRING_TABLES[language], condition, new Map())).not.toMatch(/^$|\{/);
  });
});

describe('templates', () => {
  it.each(TEMPLATES)('%s makes rules that can be kept, switched off, in every language', (template) => {
    for (const language of languages)
      for (const draft of rulesOfTemplate(template, STRING_TABLES[language], choices)) {
        expect(draft.enabled).toBe(false);
        expect(ruleDraftSchema.safeParse(draft).success, draft.name).toBe(true);
        expect(canSave(draft)).toBe(true);
        expect(ruleSentence(STRING_TABLES[language], draft, names)).not.toMatch(/\{(?:what|before|after|name|n|words)\}/);
      }
  });

  it('only the backdrops wait for something to be filled in', () => {
    const lacking = TEMPLATES.filter((template) =>
      rulesOfTemplate(template, STRING_TABLES['zh-CN'], choices).some((draft) => !isWholeRule(draft)),
    );
    expect(lacking).toEqual(['backdrops']);
  });
});

it('times of day go to text and back, and nonsense is no time', () => {
  for (const minutes of [0, 59, 60, 725, 1439]) expect(minutesFrom(clockText(minutes))).toBe(minutes);
  for (const text of ['', '24:00', '12:7', 'noon']) expect(minutesFrom(text)).toBeUndefined();
});

it('a rule that lacks something can be kept only while it is off', () => {
  const draft = {
    ...emptyRule(),
    when: [newAutomationTrigger('chat', '')],
    do: [{ delay: 0, action: { type: 'stop' } as const }],
  };
  expect(canSave(draft)).toBe(false);
  expect(canSave({ ...draft, enabled: false })).toBe(true);
});

it('groups keep the order of the list, those without a group come last', () => {
  const rule = (id: string, group: string): AutomationRule => ({ ...emptyRule(), id, group });
  const groups = groupedRules([rule('1', ''), rule('2', 'B'), rule('3', 'A'), rule('4', 'B')]);
  expect(groups.map(({ name, rules }) => [name, rules.map(({ id }) => id).join('')])).toEqual([
    ['B', '24'],
    ['A', '3'],
    ['', '1'],
  ]);
});
