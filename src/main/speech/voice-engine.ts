import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { SynthesisEvent, SynthesisRequest } from './speech.types.ts';

export type VoiceEngineId = VoiceEngineInfo['id'];

/** A source of speech as main sees it. */
export interface VoiceEngine {
  readonly id: VoiceEngineId;
  /** Looks up once whether the engine is there; later calls answer from memory unless it was not. */
  describe(): Promise<VoiceEngineInfo>;
  /** Makes the next sentence of the language fast. Never throws. */
  warmUp(language: Language): Promise<void>;
  /**
   * Ends after the last event, throws `voice`, `timeout` or `unavailable`, or `cancelled` when `signal` aborts (the work is then given up).
   * `priority`: lower goes first among sentences that wait.
   */
  synthesize(request: SynthesisRequest, priority: number, signal: AbortSignal): AsyncIterable<SynthesisEvent>;
  close(): Promise<void>;
}
