import type { Command, CommandTrigger } from '#shared/audience/command.ts';
import {
  type CommandLine,
  countFrom,
  isWhole,
  languagesOfLine,
  plainWord,
  readCommandLine,
  restAfter,
} from '#shared/audience/command-text.ts';
import { mayUse } from '#shared/audience/may-use.ts';
import type { Intent, Reading } from '#shared/live/appraisal.ts';
import type { LiveUser } from '#shared/live/live-event.ts';
import { createRecentResults } from '#shared/live/recent-results.ts';

/** A line that is a command, with what followed its word. */
export interface CommandMatch {
  readonly command: Command;
  /** As the viewer wrote it, blanks trimmed; '' for none. */
  readonly argument: string;
  readonly by: CommandTrigger;
}

export interface CommandMatcher {
  /** The command that a line is; undefined for ordinary talk. Fast: words are found by their first letter. */
  match(text: string, reading: Reading | undefined, user: Pick<LiveUser, 'roles' | 'guardLevel'>): CommandMatch | undefined;
}

/** What the argument of a line with this intent is: "sing me 晴天" → "晴天". */
export type ArgumentOf = (text: string, intent: Intent) => string | undefined;

interface Word {
  readonly command: Command;
  readonly trigger: Extract<CommandTrigger, { type: 'word' }>;
  readonly plain: string;
}

/** Lines that floods repeat. */
const REMEMBERED_LINES = 2000;
const LONGEST_REMEMBERED = 120;

/** Longer words go first: "搜图" is not "搜" with an argument. */
export function createCommandMatcher(commands: readonly Command[], argumentOf: ArgumentOf): CommandMatcher {
  const enabled = commands.filter((command) => command.enabled);
  const words = enabled.flatMap(wordsOf).sort((a, b) => b.plain.length - a.plain.length);
  const anywhere = words.filter(({ trigger }) => trigger.match === 'anywhere');
  const byFirst = new Map<string, Word[]>();
  for (const word of words) {
    if (word.trigger.match === 'anywhere') continue;
    const first = word.plain.charAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), word]);
  }
  const intents = enabled.flatMap((command) =>
    command.triggers.flatMap((trigger) => (trigger.type === 'intent' ? [{ command, trigger }] : [])),
  );

  const remembered = createRecentResults<CommandLine>(REMEMBERED_LINES);
  const lineOf = (text: string): CommandLine =>
    text.length > LONGEST_REMEMBERED ? readCommandLine(text) : remembered.of(text, readCommandLine);

  return {
    match(text, reading, user) {
      if (text === '') return undefined;
      const line = lineOf(text);
      const passes = (command: Command): boolean => mayUse(command.who, user) && speaks(command, line.plain);
      for (const word of byFirst.get(line.plain.charAt(0)) ?? []) {
        const rest = restOf(line, word);
        const argument = rest === undefined ? undefined : argumentFor(word.command, rest);
        if (argument !== undefined && passes(word.command)) return { command: word.command, argument, by: word.trigger };
      }
      for (const { command, trigger, plain } of anywhere)
        if (line.plain.includes(plain) && argumentFor(command, '') !== undefined && passes(command))
          return { command, argument: '', by: trigger };
      if (reading === undefined) return undefined;
      for (const { command, trigger } of intents) {
        if (trigger.intent !== reading.intent || reading.intentScore < trigger.minScore) continue;
        const argument = argumentFor(command, argumentOf(line.written, reading.intent) ?? '');
        if (argument !== undefined && passes(command)) return { command, argument, by: trigger };
      }
      return undefined;
    },
  };
}

function wordsOf(command: Command): Word[] {
  return command.triggers.flatMap((trigger) => {
    const plain = trigger.type === 'word' ? plainWord(trigger.word) : '';
    return trigger.type === 'word' && plain !== '' ? [{ command, trigger, plain }] : [];
  });
}

function restOf(line: CommandLine, { trigger, plain }: Word): string | undefined {
  if (trigger.match === 'whole') return isWhole(line, plain) ? '' : undefined;
  return restAfter(line, plain, trigger.match === 'joined');
}

/** The argument as the command wants it; undefined: this line is none of its. */
function argumentFor(command: Command, rest: string): string | undefined {
  const argument = command.action.type === 'choose' ? chosenWord(command.action, rest) : rest;
  switch (command.argument) {
    case 'none':
      return rest === '' ? '' : undefined;
    case 'optional':
      return argument;
    case 'number':
      return rest === '' || countFrom(rest, 1_000_000) !== undefined ? rest : undefined;
    case 'required':
      return argument === '' ? undefined : argument;
  }
}

const RANDOM_WORDS = new Set(['随机', 'rnd', 'random', 'ランダム', 'おまかせ']);
export const isRandomWord = (argument: string): boolean => RANDOM_WORDS.has(plainWord(argument));

/** Only words on the streamer's list choose; anything else is talk. */
function chosenWord(action: Extract<Command['action'], { type: 'choose' }>, rest: string): string | undefined {
  const plain = plainWord(rest);
  if (action.random && action.choices.length > 0 && RANDOM_WORDS.has(plain)) return rest;
  return action.choices.some(({ words }) => words.some((word) => plainWord(word) === plain)) ? rest : undefined;
}

function speaks(command: Command, plain: string): boolean {
  if (command.languages.length === 0) return true;
  const languages = languagesOfLine(plain);
  return languages.length === 0 || command.languages.some((language) => languages.includes(language));
}
