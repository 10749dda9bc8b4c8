import { describe, expect, it } from 'vitest';
import { actionSchema, type Binding, bindingSchema, triggerSchema } from '#shared/avatar/bindings.ts';
import { NO_SHOW_CHOICES } from '#shared/show/show-choices.ts';
import { STRING_TABLES } from '../../i18n/strings.ts';
import { buttonsOf } from './button-pad.tsx';
import { actionText, conflictText, groupsOf, triggerText } from './describe.ts';
import { ACTION_TYPES, emptyDraft, freeSlotFor, isComplete, newAction, newTrigger, TRIGGER_TYPES } from './new-binding.ts';

const choices = {
  expressions: ['happy'],
  motions: ['Wave'],
  models: [{ id: 'a'.repeat(32), name: 'Ann' }],
  items: ['hat.png'],
  sounds: ['ding.wav'],
  show: NO_SHOW_CHOICES,
};
const models = new Map([['a'.repeat(32), 'Ann']]);
const languages = ['zh-CN', 'en', 'ja'] as const;

describe('new triggers and actions', () => {
  it.each(TRIGGER_TYPES)('a trigger of kind %s is valid and has words in every language', (type) => {
    const trigger = newTrigger(type, 3);
    expect(triggerSchema.safeParse(trigger).success).toBe(true);
    for (const language of languages)
      expect(
        triggerText(STRING_TABLES[language], { ...trigger, ...(type === 'key' ? { accelerator: 'F13' } : {}) } as never, false),
      ).not.toMatch(/^$|\{/);
  });

  it.each(ACTION_TYPES)('an action of kind %s is valid once it is filled in, and has words in every language', (type) => {
    const action = newAction(type, choices);
    const filled = action.type === 'say' ? { ...action, text: 'hi' } : action;
    expect(actionSchema.safeParse(filled).success).toBe(true);
    for (const language of languages) expect(actionText(STRING_TABLES[language], filled, models)).not.toMatch(/^$|\{/);
  });

  it('a draft can be saved exactly when something is to be done and nothing is half written', () => {
    const draft = emptyDraft(null);
    expect(isComplete(draft)).toBe(false);
    const done = { ...draft, actions: [{ delay: 0, action: newAction('stop', choices) }] };
    expect(isComplete(done)).toBe(true);
    expect(bindingSchema.safeParse({ ...done, id: 'a'.repeat(32) }).success).toBe(true);
    expect(isComplete({ ...done, triggers: [newTrigger('key', 1)] })).toBe(false);
    expect(isComplete({ ...done, actions: [{ delay: 0, action: newAction('say', choices) }] })).toBe(false);
  });
});

const binding = (id: string, modelId: string | null, slot?: number, enabled = true): Binding => ({
  ...emptyDraft(modelId),
  id,
  enabled,
  triggers: slot === undefined ? [] : [{ type: 'button', slot }],
});

describe('the list', () => {
  const list = [binding('1', 'A'), binding('2', null), binding('3', 'B'), binding('4', 'A'), binding('5', 'C')];

  it('shows the model in use first, then those for all, then others, each in its order', () => {
    const groups = groupsOf(list, 'A', () => true);
    expect(groups.map(({ kind, bindings }) => [kind, bindings.map(({ id }) => id).join('')])).toEqual([
      ['model', '14'],
      ['all', '2'],
      ['other', '3'],
      ['other', '5'],
    ]);
  });

  it('loses nothing and leaves out empty groups, whatever model is in use', () => {
    for (const modelId of ['A', 'Z', undefined]) {
      const groups = groupsOf(list, modelId, ({ id }) => id !== '2');
      expect(groups.flatMap(({ bindings }) => bindings.map(({ id }) => id)).sort()).toEqual(['1', '3', '4', '5']);
      expect(groups.every(({ bindings }) => bindings.length > 0)).toBe(true);
    }
  });

  it('puts buttons in the order of their places and leaves out what rests', () => {
    const buttons = [
      binding('1', 'A', 5),
      binding('2', null, 1),
      binding('3', 'B', 2),
      binding('4', 'A', 3, false),
      binding('5', 'A'),
    ];
    expect(buttonsOf(buttons, 'A').map(({ id }) => id)).toEqual(['2', '1']);
  });

  it('offers the first place that nothing has which is in force at the same time', () => {
    expect(freeSlotFor([binding('1', 'A', 1), binding('2', 'B', 2), binding('3', null, 3)], 'A')).toBe(2);
    expect(freeSlotFor([binding('1', 'A', 1), binding('2', 'B', 2)], null)).toBe(3);
  });
});

it('says of each conflict which keys and whose they are', () => {
  const { en } = STRING_TABLES;
  const names = new Map([['x', 'Smile']]);
  const accelerator = 'CommandOrControl+Alt+1';
  expect(conflictText(en, { type: 'shared', accelerator, otherId: 'x' }, names, false)).toBe(
    'Ctrl+Alt+1 is also “Smile”: both will happen',
  );
  expect(conflictText(en, { type: 'settings', accelerator, action: 'stop' }, names, false)).toContain('“Stop”');
  expect(conflictText(en, { type: 'settings', accelerator, action: 'happy' }, names, false)).toContain('Happy');
  expect(conflictText(en, { type: 'program', accelerator }, names, true)).toContain('⌘⌥1');
});
