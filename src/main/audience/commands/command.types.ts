import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Command, CommandSettings, Deed, Wish } from '#shared/audience/command.ts';
import type { Cell } from '#shared/cell.ts';
import type { Reading } from '#shared/live/appraisal.ts';
import type { LedgerDecision } from '#shared/live/ledger.ts';
import type { ChatEvent, ViewerEvent } from '#shared/live/live-event.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { AudienceBook, ViewerRights } from '../audience.types.ts';
import type { ArgumentOf } from './match.ts';

/** What came of something that a viewer asked for; `text` is for the viewer. 'failed' gives their points back. */
export interface ChatOutcome {
  readonly result: 'done' | 'refused' | 'failed';
  readonly text?: string | undefined;
}

/** The viewer who asks, as games see them. */
export interface Asker {
  readonly viewerKey: string | undefined;
  /** Fit to be said and shown. */
  readonly name: string;
  readonly eventId: string;
  readonly language: Language;
}

/** Games as the chat reaches them. Each call is once per event id, whatever happens. */
export interface ChatGames {
  lottery(asker: Asker, argument: string): Promise<ChatOutcome>;
  wheel(asker: Asker): Promise<ChatOutcome>;
  vote(asker: Asker, argument: string): Promise<ChatOutcome>;
  predict(asker: Asker, argument: string): Promise<ChatOutcome>;
  contribute(asker: Asker, argument: string): Promise<ChatOutcome>;
}

/** What commands can reach; the composition root connects it. */
export interface CommandPorts {
  readonly settings: () => CommandSettings;
  readonly book: AudienceBook;
  readonly rights: ViewerRights;
  readonly games: ChatGames;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly argumentOf: ArgumentOf;
  /** What a line is answered in. */
  readonly language: (text: string) => Language;
  /** What points are called; '' = the language's word. */
  readonly pointsName: () => string;
  readonly say: (text: string) => void;
  /** Writes into the event's room; false when that room cannot be written in. */
  readonly chat: (event: ChatEvent, text: string, signal: AbortSignal) => Promise<boolean>;
  /** Puts a viewer's paid-for wish before her, as an event of its own. */
  readonly ask: (event: ViewerEvent) => void;
  readonly stop: () => void;
  readonly skip: () => void;
  /** Carries out a deed; a problem in plain words, or undefined. */
  readonly perform: (deed: Deed, signal: AbortSignal) => Promise<string | undefined>;
  /** Fulfils wishes that a part of the studio can fulfil; undefined: no such part. */
  readonly fulfil: FulfilWish;
}

/** A problem in plain words, or nothing when it is done. */
export type FulfilWish = (
  wish: Wish,
  argument: string,
  asker: { readonly name: string; readonly viewerKey: string | undefined },
  signal: AbortSignal,
) => Promise<string | undefined> | undefined;

export const RUN_OUTCOMES = ['done', 'cooling', 'too-poor', 'no-identity', 'refused', 'failed', 'busy'] as const;
export interface CommandRun {
  readonly at: number;
  readonly commandId: string;
  readonly userName: string;
  readonly argument: string;
  readonly outcome: (typeof RUN_OUTCOMES)[number];
  readonly problem: string;
}

/**
 * Commands of the chat.
 *   claim (sync, before the director decides) → take (after it) → paid for → carried out → confirmed, or its points given back
 * A command that was paid for and not confirmed when the program ended is given back at the next start.
 */
export interface CommandDesk {
  /** The claim of a line that is a command: `command:<id>`. Pure. */
  claim(event: ViewerEvent, reading: Reading | undefined): string | undefined;
  /** Carries the claimed command out. Returns at once. */
  take(event: ViewerEvent, reading: Reading | undefined, viewerKey: string | undefined): void;
  /** What became of an event that `ask` brought. */
  settled(eventId: string, decision: LedgerDecision): void;
  /** The instruction that leads her answer to such an event. */
  instructionFor(event: ViewerEvent): string | undefined;
  commands(): readonly Command[];
  /** What a line would fire, for the editor. */
  test(
    text: string,
    user: Pick<ViewerEvent['user'], 'roles'>,
  ): { readonly commandId: string; readonly argument: string } | undefined;
  readonly runs: Cell<readonly CommandRun[]>;
  /** Points of commands that the last run of the program left open are back. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}
