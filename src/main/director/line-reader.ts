import { createRecentResults } from '#shared/live/recent-results.ts';
import { type Likeness, likenessOf, type SoundOf } from './likeness.ts';
import { isQuestion, type ReadText, readText } from './message-text.ts';

/** All that can be told of a line by its words alone. */
export interface ReadLine {
  readonly text: ReadText;
  readonly likeness: Likeness;
  /** It asks something, as far as its words say. */
  readonly asks: boolean;
}

/** Floods say the same thing over and over; longer lines are walls of text that differ. */
const REMEMBERED_LINES = 2000;
const LONGEST_REMEMBERED = 120;

/** Reads each of the newest lines once. */
export function createLineReader(soundOf: SoundOf | undefined): (text: string) => ReadLine {
  const remembered = createRecentResults<ReadLine>(REMEMBERED_LINES);
  const read = (source: string): ReadLine => {
    const text = readText(source);
    return { text, likeness: likenessOf(text, soundOf), asks: isQuestion(text.plain) };
  };
  return (text) => (text.length > LONGEST_REMEMBERED ? read(text) : remembered.of(text, read));
}
