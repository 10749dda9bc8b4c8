import type { Emotion, Language, Speaker } from '#shared/speech/emotion.ts';
import { captionFromModelText } from './text/caption.ts';
import { emotionFromText } from './text/emotion-from-text.ts';
import { languageOfText } from './text/language.ts';
import type { MappedText } from './text/mapped-text.ts';
import type { Pronounce } from './text/pronunciation.ts';
import { isSpeakable, spokenFromCaption } from './text/spoken.ts';

/** One sentence, ready for a voice. */
export interface Piece {
  /** What is shown. */
  readonly caption: string;
  /** What is said, mapped to the caption. */
  readonly spoken: MappedText;
  readonly language: Language;
  readonly emotion: Emotion;
  /** 0…1: a mood that the model named shows fully, a guessed one less. */
  readonly intensity: number;
  readonly speaker: Speaker;
}

export interface PieceReaderOptions {
  readonly persona: Language | 'auto';
  /** Given by the caller; holds where the text names no other mood. */
  readonly emotion: Emotion | undefined;
  readonly language: Language | undefined;
  readonly speaker: Speaker;
  readonly pronounce: Pronounce;
}

/** Reads the pieces of one turn in order: a mood that was named holds until the next one. Pieces without words give `undefined`. */
export function createPieceReader(options: PieceReaderOptions): { read(raw: string): Piece | undefined } {
  let named = options.emotion;
  let previous = options.language;
  return {
    read(raw) {
      const { text: caption, emotion } = captionFromModelText(raw);
      named = emotion ?? named;
      if (caption === '') return undefined;
      const language = options.language ?? languageOfText(caption, options.persona, previous);
      previous = language;
      const spoken = spokenFromCaption(caption, language, options.pronounce);
      const guessed =
        named === undefined || (named === options.emotion && named === 'neutral') ? emotionFromText(raw) : undefined;
      if (!isSpeakable(spoken)) return undefined;
      return {
        caption,
        spoken,
        language,
        emotion: guessed ?? named ?? 'neutral',
        intensity: guessed ? 0.7 : 1,
        speaker: options.speaker,
      };
    },
  };
}

/** Pieces of somebody else's words: nothing in them is a tag or a mood. */
export function quotedPiece(text: string, options: Omit<PieceReaderOptions, 'emotion'>): Piece | undefined {
  const caption = text.replaceAll(/\s+/gu, ' ').trim();
  const language = options.language ?? languageOfText(caption, options.persona, undefined);
  const spoken = spokenFromCaption(caption, language, options.pronounce);
  if (!isSpeakable(spoken)) return undefined;
  return { caption, spoken, language, emotion: 'neutral', intensity: 1, speaker: options.speaker };
}
