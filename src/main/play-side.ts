import type { Deed } from '#shared/audience/command.ts';
import { languagesOfLine } from '#shared/audience/command-text.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { argumentOf } from '#shared/intent/argument.ts';
import type { Reading, Verdict } from '#shared/live/appraisal.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import type { ChatEvent, LiveEvent, LiveSource, ViewerEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { spokenUser } from './audience/answers/answer-texts.ts';
import type { Audience } from './audience/audience.types.ts';
import type { AudienceDesk } from './audience/audience-desk.types.ts';
import type { CommandPorts } from './audience/commands/command.types.ts';
import { createCommandDesk } from './audience/commands/command-desk.ts';
import { randomSeed } from './audience/games/fair-draw.ts';
import { createGames } from './audience/games/games.ts';
import type { Games } from './audience/games/games.types.ts';
import { createReactions } from './audience/reactions/reactions.ts';
import type { BindingDesk, PerformAction } from './avatar/bindings.types.ts';
import type { RoomChat } from './connectors/connector.ts';
import type { OccasionOf } from './dialogue/occasion.types.ts';
import type { Appraised } from './director/appraise.types.ts';
import type { Clock } from './platform/host.ts';
import type { Logger } from './platform/logger.ts';
import type { CommandRouteServices } from './routes/commands-routes.ts';

/** What the audience does besides talking: commands and games. */
export interface PlaySide {
  /** Which command or game takes a line; undefined: it is ordinary talk. Pure and fast. */
  claim(event: ViewerEvent, reading: Reading | undefined, verdict: Verdict): string | undefined;
  /** Carries out what was claimed, and counts. Returns at once. */
  taken(fresh: readonly Appraised[]): void;
  /** What became of events that commands brought. */
  decided(entries: readonly LedgerEntry[]): void;
  /** True: the streamer wants no words for it. Ask once for each event. */
  unwanted(event: ViewerEvent, viewerKey: string | undefined, nowMs: number): boolean;
  /** What her words for a turn should know. */
  readonly occasionOf: OccasionOf;
  settingsChanged(): void;
  readonly games: Games;
  readonly commandRoutes: Omit<CommandRouteServices, 'pause'>;
  close(): Promise<void>;
}

export interface PlaySideOptions {
  readonly audience: Pick<Audience, 'book' | 'rights' | 'keyOf' | 'known'> & {
    readonly desk: Pick<AudienceDesk, 'onForgotten'>;
  };
  readonly settings: () => Settings;
  readonly language: () => Language;
  readonly say: (text: string) => void;
  readonly accept: (events: readonly LiveEvent[]) => void;
  readonly chats: () => readonly { readonly id: string; readonly chat: RoomChat }[];
  readonly stop: () => void;
  readonly skip: () => void;
  readonly perform: PerformAction;
  readonly bindings: Pick<BindingDesk, 'fire'>;
  /** Wishes that a part of the studio fulfils; undefined: none does. */
  readonly fulfil: CommandPorts['fulfil'];
  readonly clock: Clock;
  readonly logger: Logger;
}

const BALLOT = 'vote';
/** Nothing special about it. */
const PLAIN = { line: undefined, facts: [], size: undefined, familiarity: undefined, visits: 1, names: 3 } as const;

export function createPlaySide(options: PlaySideOptions): PlaySide {
  const { audience, settings, clock } = options;
  const logger = options.logger.child('audience-games');
  const pointsName = (): string => settings().audience.points.name;
  const games = createGames({
    book: audience.book,
    clock,
    logger,
    newSeed: randomSeed,
    announce: options.say,
    language: options.language,
    pointsName,
  });
  const unforget = audience.desk.onForgotten(games.forget);
  const desk = createCommandDesk({
    settings: () => settings().audience.commands,
    book: audience.book,
    rights: audience.rights,
    games: games.chat,
    clock,
    logger: options.logger.child('commands'),
    argumentOf,
    language: lineLanguage,
    pointsName,
    say: options.say,
    chat: writeBack,
    ask: (event) => options.accept([event]),
    stop: options.stop,
    skip: options.skip,
    perform,
    fulfil: options.fulfil,
  });
  const reactions = createReactions({
    settings: () => settings().audience,
    keyOf: audience.keyOf,
    known: audience.known,
    random: Math.random,
  });
  const version = createCell(0);
  const changed = (): void => version.set(version.get() + 1);
  desk.runs.subscribe(changed);

  /** Lines of signs and Latin words alone ("!points") are answered in her language. */
  function lineLanguage(text: string): Language {
    const own = options.language();
    const languages = languagesOfLine(text);
    if (languages.length === 0 || languages.includes(own) || text.startsWith('!')) return own;
    return languages[0] ?? own;
  }

  /** Into the room that the line came from; false when she may not write there. */
  async function writeBack(event: ChatEvent, text: string, signal: AbortSignal): Promise<boolean> {
    const room = options.chats().find(({ id }) => id === CONNECTION_OF[event.source]);
    if (room === undefined) return false;
    await room.chat.send(text.slice(0, room.chat.maxLength), { replyToEventId: event.id, signal });
    return true;
  }

  async function perform(deed: Deed, signal: AbortSignal): Promise<string | undefined> {
    if (deed.type !== 'binding') return options.perform(deed, { bindingId: '', signal });
    const fired = options.bindings.fire(deed.bindingId, 'api');
    return fired === 'done' ? undefined : `The hotkey that this command fires could not be fired: ${fired}.`;
  }

  function ballot(event: ChatEvent, viewerKey: string | undefined): void {
    const language = lineLanguage(event.text);
    const asker = { viewerKey, name: spokenUser(event.user.name, language), eventId: event.id, language };
    games.chat
      .vote(asker, event.text)
      .catch((cause: unknown) => logger.warn('a ballot was lost', { cause: messageFromUnknown(cause) }));
  }

  return {
    claim(event, reading, { action }) {
      if (action === 'hold' || action === 'block') return undefined;
      const command = desk.claim(event, reading);
      if (command !== undefined) return command;
      const mayVote = event.kind === 'chat' && event.source !== 'microphone';
      return mayVote && games.vote.isBallot(event.text) ? BALLOT : undefined;
    },
    taken(fresh) {
      games.taken(fresh);
      for (const { appraisal } of fresh) {
        if (appraisal?.claimedBy === undefined || appraisal.shown.kind !== 'chat') continue;
        const { shown, reading, viewerKey, claimedBy } = appraisal;
        if (claimedBy === BALLOT) ballot(shown, viewerKey);
        else desk.take(shown, reading, viewerKey);
      }
    },
    decided(entries) {
      for (const { eventId, decision } of entries) desk.settled(eventId, decision);
    },
    unwanted: (event, viewerKey, nowMs) => !reactions.wants(event, viewerKey, nowMs),
    occasionOf(turn, language) {
      const occasion = reactions.occasionOf(turn, language);
      const instruction = occasion === undefined ? desk.instructionFor(turn.primary) : undefined;
      return instruction === undefined ? occasion : { ...PLAIN, instruction };
    },
    settingsChanged: changed,
    games,
    commandRoutes: { desk, version, fulfilled: ['scene', 'sing'] },
    async close() {
      unforget();
      await desk.close();
      await games.close();
    },
  };
}

/** Which connection writes into the room that a source reads; bridges and simulators have none. */
const CONNECTION_OF: Partial<Record<LiveSource, string>> = {
  // Chat is read without an account; writing needs the sign-in.
  'twitch-irc': 'twitch-events',
  'twitch-eventsub': 'twitch-events',
  'bilibili-open': 'bilibili-open',
  'bilibili-web': 'bilibili-web',
  'youtube-innertube': 'youtube',
  'youtube-data-api': 'youtube',
  douyu: 'douyu',
};
