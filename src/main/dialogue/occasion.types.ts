import type { Language } from '#shared/speech/emotion.ts';
import type { DialogueTurn } from './dialogue.types.ts';

/** What is special about a turn, beyond its events: who comes for the how-manieth time, how big a gift is to this streamer, what the streamer wants said. */
export interface Occasion {
  /** A line of the streamer's, gaps filled: said as it stands, by whatever mind. */
  readonly line: string | undefined;
  /** The streamer's words on how to answer; instruction, unlike everything from viewers. */
  readonly instruction: string | undefined;
  /** Plain facts in English, numbers written out: "a regular, here for the 12th time". */
  readonly facts: readonly string[];
  readonly size: 'small' | 'medium' | 'large' | undefined;
  readonly familiarity: 'new' | 'returning' | 'regular' | undefined;
  /** Shows in which the viewer was seen, this one included. */
  readonly visits: number;
  /** Names that are said at most. */
  readonly names: number;
}
/** `language`: in which she will answer. */
export type OccasionOf = (turn: DialogueTurn, language: Language) => Occasion | undefined;
