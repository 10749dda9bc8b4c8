import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { SynthesisEvent, SynthesisRequest } from './speech.types.ts';
import type { VoiceEngine } from './voice-engine.ts';
import { createVoiceProcess, type VoiceProcess, type VoiceProcessOptions } from './voice-process.ts';

export interface VoiceClientOptions extends VoiceProcessOptions {
  readonly engine: 'espeak' | 'flite';
  readonly about: Pick<VoiceEngineInfo, 'languages' | 'exactTiming' | 'licence'>;
}

/** A synthesiser of a voice process. The process may serve readers of text too. */
export interface VoiceClient extends VoiceEngine {
  readonly process: VoiceProcess;
}

/** A sentence that is not making sound after this long means a stuck process. */
const FIRST_SOUND_MS = 5000;
/** The first Japanese sentence may have to load the dictionary. */
const FIRST_JAPANESE_SOUND_MS = 15_000;
const WARM_UP_MS = 20_000;

/** Of both synthesisers that ship: they make sound clause by clause and change tempo and pitch with the mood. */
const ABILITIES = {
  kind: 'built-in',
  streaming: true,
  cloning: false,
  emotion: true,
  speed: true,
  pitch: true,
} as const;

/** A synthesiser that ships, as a voice. A crash of its process fails the sentences in hand with `voice`; whoever asked may ask again. */
export function createVoiceClient(options: VoiceClientOptions): VoiceClient {
  const { engine, about, logger } = options;
  const process = createVoiceProcess(options);

  async function* synthesize(request: SynthesisRequest, priority: number, signal: AbortSignal): AsyncGenerator<SynthesisEvent> {
    const firstMs = request.language === 'ja' ? FIRST_JAPANESE_SOUND_MS : FIRST_SOUND_MS;
    for await (const event of process.request((id) => ({ type: 'synthesize', id, priority, request }), firstMs, signal)) {
      if (event.type === 'format') yield { type: 'format', sampleRateHz: event.sampleRateHz };
      else if (event.type === 'pcm') yield { type: 'pcm', samples: event.samples };
      else if (event.type === 'cues') yield { type: 'cues', visemes: event.visemes, words: event.words };
    }
  }

  async function warmUp(language: Language): Promise<void> {
    try {
      const never = new AbortController().signal;
      for await (const _ of process.request((id) => ({ type: 'warm-up', id, language }), WARM_UP_MS, never));
    } catch (error) {
      logger.info('voice not warmed up', { engine, language, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  return {
    id: engine,
    process,
    async describe() {
      const { available, reason, voices } = await process.look();
      return { id: engine, ...ABILITIES, available, ...(reason ? { reason } : {}), ...about, voices };
    },
    warmUp,
    synthesize,
    close: () => process.close(),
  };
}
