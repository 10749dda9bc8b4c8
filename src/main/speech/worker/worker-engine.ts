import type { z } from 'zod';
import type { SynthesisEvent, SynthesisRequest } from '#main/speech/speech.types.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { ReadingRequest, ReadWord, voiceDescriptionSchema } from './voice-protocol.ts';

/** An engine as it lives inside a voice process. */
export interface WorkerEngine {
  readonly voices: readonly z.infer<typeof voiceDescriptionSchema>[];
  /** Loads what the language needs, so that the first sentence does not wait for it. */
  warmUp(language: Language): Promise<void>;
  /**
   * Prepares one text and returns its pieces (clauses). Calling a piece synthesises it at once, without a pause of its own, and blocks;
   * between two pieces the process can hear a cancel. Cues given to `emit` come before the sound that they cover.
   */
  pieces(request: SynthesisRequest, emit: (event: SynthesisEvent) => void): Promise<readonly (() => void)[]>;
  /** Tells how a text sounds without saying it; undefined: this engine cannot. Throws `unavailable` for a script it does not know. */
  read?(request: ReadingRequest): Promise<readonly ReadWord[]>;
}
