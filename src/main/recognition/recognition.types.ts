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
