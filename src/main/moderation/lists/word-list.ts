import type { MODERATION_CATEGORIES } from '#shared/live/appraisal.ts';

/** Kinds that a list of words can tell. */
export type ListedCategory = Extract<
  (typeof MODERATION_CATEGORIES)[number],
  'abuse' | 'hate' | 'sexual' | 'violence' | 'self-harm' | 'politics' | 'spam'
>;

/**
 * Words of one language, parted by white space. They are compared in the folded form of a text.
 *   written  Chinese or Japanese words, found anywhere, also with signs between their characters. "=word": only where it is all that is said
 *            between two pauses.
 *   spoken   Chinese words, found also in other characters that sound alike, in pinyin, and with a letter for a syllable.
 *   latin    whole words of Latin letters, also spaced, stretched, starred and in leet. "word*": also longer words that begin so; "*word*": also
 *            words that hold it; "_" stands for a space.
 *   initials Latin shorthand of Chinese words: only in a text with Chinese in it, or as the whole of it.
 */
export interface WordList {
  readonly category: ListedCategory;
  readonly written?: string;
  readonly spoken?: string;
  readonly latin?: string;
  readonly initials?: string;
}
