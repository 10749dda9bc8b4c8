import { type Command, type CommandAction, commandSchema, type Deed } from '#shared/audience/command.ts';
import { plainWord } from '#shared/audience/command-text.ts';
import type { Action } from '#shared/avatar/bindings.ts';
import { newCommandId } from './use-commands.ts';

/** A command to begin with. */
export const emptyCommand = (): Command => ({
  id: newCommandId(),
  name: '',
  enabled: true,
  triggers: [{ type: 'word', word: '', match: 'start' }],
  languages: [],
  argument: 'optional',
  who: 'everyone',
  cost: 0,
  cooldownSeconds: 0,
  viewerCooldownSeconds: 10,
  reply: 'auto',
  action: { type: 'say', text: '' },
});

/** In the order of the menu. */
export const COMMAND_ACTIONS = [
  'say',
  'ask',
  'chat',
  'perform',
  'choose',
  'points',
  'lottery',
  'wheel',
  'vote',
  'predict',
  'contribute',
  'self',
  'control',
  'wish',
] as const satisfies readonly CommandAction['type'][];

export const plainDeed: Action = { type: 'emotion', emotion: 'happy', intensity: 1, seconds: 5 };

/** An action of a kind, with something in each field. */
export function newCommandAction(type: CommandAction['type']): CommandAction {
  switch (type) {
    case 'say':
    case 'chat':
      return { type, text: '' };
    case 'ask':
      return { type, instruction: '' };
    case 'perform':
      return { type, deed: plainDeed };
    case 'choose':
      return { type, choices: [], random: true };
    case 'points':
      return { type, show: 'balance' };
    case 'self':
      return { type, verb: 'recall' };
    case 'control':
      return { type, verb: 'skip' };
    case 'wish':
      return { type, wish: 'sing' };
    case 'lottery':
    case 'wheel':
    case 'vote':
    case 'predict':
    case 'contribute':
      return { type };
  }
}

export const isDeedOfHotkey = (deed: Deed): deed is Extract<Deed, { type: 'binding' }> => deed.type === 'binding';

/** As it is saved: empty words left out; undefined while something is missing. */
export function finishedCommand(draft: Command): Command | undefined {
  const triggers = draft.triggers.filter((trigger) => trigger.type === 'intent' || trigger.word.trim() !== '');
  return commandSchema.safeParse({ ...draft, triggers }).data;
}

/** A word of the draft that another command in use has as well. */
export function sharedWord(draft: Command, others: readonly Command[]): { word: string; other: Command } | undefined {
  const mine = new Set(draft.triggers.flatMap((trigger) => (trigger.type === 'word' ? [plainWord(trigger.word)] : [])));
  for (const other of others) {
    if (other.id === draft.id || !other.enabled) continue;
    for (const trigger of other.triggers)
      if (trigger.type === 'word' && plainWord(trigger.word) !== '' && mine.has(plainWord(trigger.word)))
        return { word: trigger.word, other };
  }
  return undefined;
}
