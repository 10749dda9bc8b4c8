import type { Command, Wish } from '#shared/audience/command.ts';
import { plainWord } from '#shared/audience/command-text.ts';
import { assertNever, StudioError } from '#shared/errors.ts';
import type { ChatEvent, ViewerEvent } from '#shared/live/live-event.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { type AnswerKey, answerText, filledText, spokenText, spokenUser, type Values } from '../answers/answer-texts.ts';
import { numberFrom } from '../number-from.ts';
import type { Asker, ChatOutcome, CommandPorts } from './command.types.ts';
import { isRandomWord } from './match.ts';

/** One use of a command, paid for, on its way. */
export interface Use {
  readonly command: Command;
  readonly event: ChatEvent;
  readonly argument: string;
  readonly viewerKey: string | undefined;
  readonly signal: AbortSignal;
}
/** 'asked': she answers it in a turn of its own; what becomes of that decides about the points. */
export type UseOutcome = ChatOutcome | { readonly result: 'asked'; readonly text?: undefined };

const RANKED = 5;

/** Carries out what commands do. Rejects when a service failed. */
export function createCommandActions(ports: CommandPorts): (use: Use) => Promise<UseOutcome> {
  const { book, games } = ports;

  return async (use) => {
    const { command, event, argument } = use;
    const { action } = command;
    const language = ports.language(event.text);
    const asker: Asker = { viewerKey: use.viewerKey, name: spokenUser(event.user.name, language), eventId: event.id, language };
    switch (action.type) {
      case 'say':
        ports.say(filledText(action.text, await valuesFor(use, asker)));
        return { result: 'done' };
      case 'chat': {
        const text = filledText(action.text, await valuesFor(use, asker));
        return (await ports.chat(event, text, use.signal)) ? { result: 'done' } : { result: 'failed' };
      }
      case 'ask':
        ports.ask(askedEvent(use, ports.clock.now()));
        return { result: 'asked' };
      case 'wish':
        return wished(use, action.wish, asker);
      case 'points':
        return { result: 'done', text: action.show === 'balance' ? await balanceText(asker) : await rankingText(language) };
      case 'lottery':
        return games.lottery(asker, argument);
      case 'wheel':
        return games.wheel(asker);
      case 'vote':
        return games.vote(asker, argument);
      case 'predict':
        return games.predict(asker, argument);
      case 'contribute':
        return games.contribute(asker, argument);
      case 'self':
        return ownRights(use, action.verb, asker);
      case 'control':
        if (action.verb === 'skip') ports.skip();
        else ports.stop();
        return { result: 'done' };
      case 'perform':
        return performed(await ports.perform(action.deed, use.signal));
      case 'choose': {
        const choice = isRandomWord(argument)
          ? action.choices[numberFrom(event.id) % Math.max(1, action.choices.length)]
          : action.choices.find(({ words }) => words.some((word) => plainWord(word) === plainWord(argument)));
        return choice === undefined ? { result: 'refused' } : performed(await ports.perform(choice.deed, use.signal));
      }
      default:
        return assertNever(action);
    }
  };

  function say(asker: Asker, key: AnswerKey, values: Values = {}): string {
    const currency = ports.pointsName();
    return answerText(asker.language, key, { user: asker.name, ...(currency === '' ? {} : { currency }), ...values });
  }

  async function valuesFor({ argument, command }: Use, asker: Asker): Promise<Values> {
    const standing = asker.viewerKey === undefined ? undefined : await book.rankOf(asker.viewerKey);
    return {
      user: asker.name,
      argument: spokenText(argument, 100),
      points: standing?.points ?? 0,
      rank: standing?.rank ?? '–',
      cost: command.cost,
    };
  }

  async function balanceText(asker: Asker): Promise<string> {
    if (asker.viewerKey === undefined) return say(asker, 'noIdentity');
    const { rank, points } = await book.rankOf(asker.viewerKey);
    return rank === undefined ? say(asker, 'pointsNone') : say(asker, 'points', { points, rank });
  }

  async function rankingText(language: Language): Promise<string> {
    const currency = ports.pointsName();
    const named = currency === '' ? {} : { currency };
    const ranked = await book.ranking(RANKED);
    if (ranked.length === 0) return answerText(language, 'rankingEmpty', named);
    const list = ranked
      .map(({ rank, name, points }) => answerText(language, 'rankingPlace', { rank, name: spokenUser(name, language), points }))
      .join({ zh: '，', en: ', ', ja: '、' }[language]);
    return answerText(language, 'ranking', { list, ...named });
  }

  async function wished(use: Use, wish: Wish, asker: Asker): Promise<UseOutcome> {
    const fulfilling = ports.fulfil(wish, use.argument, asker, use.signal);
    if (fulfilling !== undefined) return performed(await fulfilling);
    // Another scene is nothing that words could stand in for.
    if (wish === 'scene') return { result: 'failed', text: say(asker, 'notYet') };
    ports.ask(askedEvent(use, ports.clock.now()));
    return { result: 'asked' };
  }

  async function ownRights(
    use: Use,
    verb: Extract<Command['action'], { type: 'self' }>['verb'],
    asker: Asker,
  ): Promise<ChatOutcome> {
    const { rights } = ports;
    switch (verb) {
      case 'link':
        return linked(use, asker);
      case 'remember': {
        const kept = await rights.remember(use.event);
        const keys = {
          agreed: 'remembered',
          already: 'rememberedAlready',
          'switched-off': 'rememberOff',
          'no-identity': 'noIdentity',
        } as const;
        return { result: kept === 'agreed' || kept === 'already' ? 'done' : 'refused', text: say(asker, keys[kept]) };
      }
      case 'forget': {
        const forgot = await rights.forget(use.event, { points: false });
        if (forgot === 'forgotten') return { result: 'done', text: say(asker, 'forgotten') };
        return { result: 'refused', text: say(asker, 'noIdentity') };
      }
      case 'recall':
        return { result: 'done', text: await knowledgeText(use.event, asker) };
      default:
        return assertNever(verb);
    }
  }

  async function linked({ event, argument }: Use, asker: Asker): Promise<ChatOutcome> {
    const outcome = await ports.rights.link(event, argument === '' ? undefined : argument.slice(0, 20));
    switch (outcome.kind) {
      case 'code':
        return { result: 'done', text: say(asker, 'linkCode', { code: outcome.code }) };
      case 'confirm': {
        const users = { asker: spokenUser(outcome.asker, asker.language), user: spokenUser(outcome.claimant, asker.language) };
        return { result: 'done', text: say(asker, 'linkConfirm', { ...users, code: outcome.code }) };
      }
      case 'linked': {
        const names = outcome.names.map((name) => spokenUser(name, asker.language)).join(asker.language === 'en' ? ', ' : '、');
        return { result: 'done', text: say(asker, 'linked', { names }) };
      }
      case 'wrong-code':
        return { result: 'refused', text: say(asker, 'wrongCode') };
      case 'too-many-tries':
        return { result: 'refused', text: say(asker, 'tooManyTries') };
      case 'same-account':
        return { result: 'refused', text: say(asker, 'sameAccount') };
      case 'no-identity':
        return { result: 'refused', text: say(asker, 'noIdentity') };
      default:
        return assertNever(outcome);
    }
  }

  async function knowledgeText(event: ChatEvent, asker: Asker): Promise<string> {
    const known = await ports.rights.tell(event);
    if (known === undefined) return say(asker, 'recallNone');
    const notes = known.notes.slice(-5).map(({ text }) => spokenText(text, 60));
    const joined =
      notes.length === 0 ? '' : say(asker, 'recallNotes', { notes: notes.join(asker.language === 'en' ? '; ' : '；') });
    return say(asker, 'recall', { visits: known.visits, messages: known.messages, notes: joined });
  }
}

function performed(problem: string | undefined): ChatOutcome {
  if (problem !== undefined) throw new StudioError('unavailable', problem);
  return { result: 'done' };
}

export const ASKED_PREFIX = 'command:';
/** A wish as the event that it is: the viewer redeemed points for something, with a few words. The id is the same when the line comes again. */
export function askedEvent({ event, command, argument }: Use, nowMs: number): ViewerEvent {
  const { v, platform, source, roomId, user } = event;
  const word = command.triggers.find((trigger) => trigger.type === 'word');
  return {
    v,
    id: `custom:command:${event.id.slice(-270)}`,
    platform,
    source,
    roomId,
    timestamp: nowMs,
    receivedAt: nowMs,
    user,
    kind: 'redemption',
    rewardId: `${ASKED_PREFIX}${command.id}`,
    rewardTitle: command.name === '' ? (word?.word ?? command.id) : command.name,
    cost: command.cost,
    text: argument,
  };
}
