import type { Language } from '#shared/speech/emotion.ts';

/** In which symbols a voice wants its text. */
export type Notation =
  /** Single characters of eSpeak NG's IPA by this voice of it (Piper). */
  | { readonly name: 'ipa'; readonly espeakVoice: string }
  /** Initial, final and tone of each syllable (Piper's newer Mandarin voices). */
  | { readonly name: 'pinyin' }
  /** The letters themselves (Piper voices without phonemes). */
  | { readonly name: 'letters' }
  /** Kokoro's IPA with its own signs for diphthongs and tones. */
  | { readonly name: 'kokoro'; readonly isBritish: boolean }
  /** IPA characters of StyleTTS 2 (Kitten TTS). */
  | { readonly name: 'styletts' };

/** A word of a part: [textStart, textEnd) in UTF-16 units of the text, [first, end) in the part's symbols. */
export interface PartWord {
  readonly textStart: number;
  readonly textEnd: number;
  readonly first: number;
  readonly end: number;
}

/** A piece of text as a model takes it in one run. */
export interface SpokenPart {
  readonly symbols: readonly string[];
  readonly words: readonly PartWord[];
  /** Silence behind it at normal speed. */
  readonly pauseMs: number;
}

export interface TextToRead {
  readonly text: string;
  readonly language: Language;
  readonly notation: Notation;
  /** Index of the sentence in its turn: lower is read first. */
  readonly priority: number;
}

/** Text in, symbols out. */
export interface FrontEnd {
  /**
   * Parts in order, each as soon as it is read. Text without words has none. Throws `unavailable` when a component is missing that this needs,
   * `voice` when a process failed, `cancelled`.
   */
  read(request: TextToRead, signal: AbortSignal): AsyncIterable<SpokenPart>;
  /** Makes the next text of the language fast. Never throws. */
  warmUp(language: Language, notation: Notation): Promise<void>;
}
