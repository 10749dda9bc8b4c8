import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Cell } from '#shared/cell.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { AnswerKey, Values } from '../answers/answer-texts.ts';
import type { AudienceBook } from '../audience.types.ts';
import type { Asker, ChatOutcome } from '../commands/command.types.ts';
import type { NewSeed } from './fair-draw.ts';

/** What a game is given. */
export interface GameParts {
  readonly book: AudienceBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newSeed: NewSeed;
  /** She says it to all. */
  readonly announce: (text: string) => void;
  /** What she speaks to all. */
  readonly language: () => Language;
  /** A sentence for one viewer; the currency is filled in. */
  readonly text: (asker: Asker, key: AnswerKey, values?: Values) => string;
}

/** A game that keeps its state in the book. */
export interface StoredGame<View> {
  readonly view: Cell<View>;
  /** What the last run left is taken up; timers run. */
  load(): Promise<void>;
  close(): void;
}

export const refused = (text: string): ChatOutcome => ({ result: 'refused', text });
export const done = (text?: string): ChatOutcome => ({ result: 'done', text });
