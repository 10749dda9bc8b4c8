import type { Cell } from '#shared/cell.ts';
import type { RecognizerInfo } from '#shared/contract/hearing.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** A source of text for speech. Whole-utterance engines answer at `end`, streaming ones before. */
export interface Recognizer {
  readonly id: RecognizerInfo['id'];
  describe(): Promise<RecognizerInfo>;
  /** Makes the next utterance fast. Never throws. */
  warmUp(language: Language | 'auto'): Promise<void>;
  /** One utterance. Throws nothing: failures come out of `results`. */
  open(options: RecognitionOptions): RecognitionStream;
  close(): Promise<void>;
}
export interface RecognitionOptions {
  readonly language: Language | 'auto';
  /** Names and words to listen for. Data, never a grammar. */
  readonly hotWords: readonly string[];
  readonly signal: AbortSignal;
}
export interface RecognitionStream {
  /** Mono float32, 16 kHz, −1…1. Ownership stays with the caller; at most 60 s an utterance, older sound is given up. */
  push(samples: Float32Array): void;
  /** No more sound: the final text is due. */
  end(): void;
  /** Partial results, then one final one; then ends. Throws `unavailable`, `timeout`, `network`, `provider`, `cancelled`. */
  readonly results: AsyncIterable<RecognitionResult>;
}
export interface RecognitionResult {
  readonly final: boolean;
  readonly text: string;
  /** Undefined: the engine does not say. */
  readonly language: Language | undefined;
}

/** What became of the recognisers lately. */
export interface RecognitionState {
  /** The one that heard last, or would be asked next; null: none can hear. */
  readonly recognizer: Recognizer['id'] | null;
  /** Why none can hear, or why another than the first choice did, with the next step; '' when all is well. */
  readonly problem: string;
}

/** All recognisers behind one: the streamer's choice first, then those that may stand in for it. */
export interface Recognition {
  readonly state: Cell<RecognitionState>;
  describe(): Promise<readonly RecognizerInfo[]>;
  warmUp(language: Language | 'auto'): Promise<void>;
  /**
   * One utterance. When a recogniser fails before its final result, the next one hears the whole utterance again.
   * Texts are cleaned (`transcript-rules.ts`); a final one may be '': nothing was said.
   */
  open(options: RecognitionOptions): RecognitionStream;
  /** One recording by one recogniser, without standing in. Throws as `results` does. */
  transcribe(id: Recognizer['id'], samples: Float32Array, options: RecognitionOptions): Promise<RecognitionResult>;
  /** Idempotent. Utterances in hand end with `cancelled`. */
  close(): Promise<void>;
}
