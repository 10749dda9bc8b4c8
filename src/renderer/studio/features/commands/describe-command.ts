import type { Command, CommandTrigger } from '#shared/audience/command.ts';
import { fill, lookUp, type Strings } from '../../i18n/strings.ts';

/** What a command is called: the streamer's name for it, else the shipped one's. */
export function commandName({ commands }: Strings, command: Pick<Command, 'id' | 'name'>): string {
  return command.name || (lookUp(commands.names, command.id) ?? commands.unnamed);
}

export function triggerChip(strings: Strings, trigger: CommandTrigger): string {
  if (trigger.type === 'intent') return fill(strings.commands.intentChip, { name: strings.intents[trigger.intent] });
  return trigger.match === 'whole' ? trigger.word : `${trigger.word} …`;
}

export const GROUPS = ['games', 'her', 'self', 'control', 'wishes', 'own'] as const;
export type CommandGroup = (typeof GROUPS)[number];

export function groupOf(command: Command, isShipped: boolean): CommandGroup {
  if (!isShipped) return 'own';
  switch (command.action.type) {
    case 'points':
    case 'lottery':
    case 'wheel':
    case 'vote':
    case 'predict':
    case 'contribute':
      return 'games';
    case 'self':
      return 'self';
    case 'control':
      return 'control';
    case 'wish':
      return 'wishes';
    case 'say':
    case 'ask':
    case 'chat':
    case 'perform':
    case 'choose':
      return command.who === 'moderators' ? 'control' : 'her';
  }
}
