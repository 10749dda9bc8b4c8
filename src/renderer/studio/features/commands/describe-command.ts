import type { Command, CommandTrigger, Wish } from '#shared/audience/command.ts';
import { languagesOfLine } from '#shared/audience/command-text.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { fill, lookUp, type Strings } from '../../i18n/strings.ts';

/** What a command is called: the streamer's name for it, else the shipped one's. */
export function commandName({ commands }: Strings, command: Pick<Command, 'id' | 'name'>): string {
  return command.name || (lookUp(commands.names, command.id) ?? commands.unnamed);
}

export function triggerChip(strings: Strings, trigger: CommandTrigger): string {
  if (trigger.type === 'intent') return fill(strings.commands.intentChip, { name: strings.intents[trigger.intent] });
  return trigger.match === 'whole' ? trigger.word : `${trigger.word} …`;
}

/** Those that a viewer of the reader's language would type come first. */
export function triggersFor(language: Language, triggers: readonly CommandTrigger[]): readonly CommandTrigger[] {
  const rank = (trigger: CommandTrigger): number => {
    if (trigger.type === 'intent') return 0;
    const written = languagesOfLine(trigger.word);
    if (written[0] === language) return 0;
    return written.includes(language) || written[0] === 'en' ? 1 : 2;
  };
  return [...triggers].sort((a, b) => rank(a) - rank(b));
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

/** What has to be there for a wish to be fulfilled; undefined for those that nothing fulfils yet. */
export function wishNote({ commands }: Strings, wish: Wish): string | undefined {
  if (wish === 'scene') return commands.sceneNote;
  if (wish === 'dance') return commands.danceNote;
  return wish === 'sing' ? commands.singNote : undefined;
}
