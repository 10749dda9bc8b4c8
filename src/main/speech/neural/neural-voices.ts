import type { Inference } from '#main/inference/inference.types.ts';
import type { LocalModelLibrary } from '#main/inference/library.types.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createFrontEnd } from '#main/speech/front-ends/front-end.ts';
import { createTextReader } from '#main/speech/front-ends/text-reader.ts';
import type { VoiceProcess } from '#main/speech/voice-process.ts';
import { createNeuralVoice, type NeuralVoiceEngine } from './neural-voice.ts';

/** What runs models, and what is installed of them. */
export interface LocalModels {
  readonly inference: Inference;
  readonly library: LocalModelLibrary;
}

export interface NeuralVoicesOptions extends LocalModels {
  /** The process of eSpeak NG, which is optional. */
  readonly espeak: VoiceProcess;
  /** The process of the Mandarin and Japanese dictionaries. */
  readonly reader: VoiceProcess;
  readonly logger: Logger;
}

/** Piper, Kokoro (with the smaller voices of its family) and what sherpa-onnx runs. They share one front end. */
export function createNeuralVoices(options: NeuralVoicesOptions): readonly NeuralVoiceEngine[] {
  const { inference, library, logger } = options;
  const frontEnd = createFrontEnd({
    espeak: createTextReader(options.espeak),
    dictionary: createTextReader(options.reader),
    logger,
  });
  const common = { inference, library, frontEnd, logger };
  return [
    createNeuralVoice({ ...common, id: 'kokoro', engines: ['kokoro', 'kitten'] }),
    createNeuralVoice({ ...common, id: 'piper', engines: ['piper'] }),
    createNeuralVoice({ ...common, id: 'sherpa', engines: ['sherpa-tts'] }),
  ];
}
