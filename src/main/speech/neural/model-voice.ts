import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import type { Notation } from '#main/speech/front-ends/front-end.types.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** One speaker of an installed model. */
export interface NeuralVoice {
  /** Model and speaker: what settings keep. */
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  /** The model's own name of the speaker; '' = its only or first one. */
  readonly speaker: string;
  /** Undefined: the engine reads text by itself. */
  readonly notation: Notation | undefined;
  readonly source: LoadedModelSource;
  readonly manifest: ModelManifest;
}

/** A voice of a model; speakers that speak several languages have one voice each. */
export function voiceOfModel(
  manifest: ModelManifest,
  source: LoadedModelSource,
  one: Pick<NeuralVoice, 'speaker' | 'name' | 'language' | 'notation'>,
): NeuralVoice {
  return {
    ...one,
    id: one.speaker === '' ? manifest.id : `${manifest.id}/${one.speaker}`,
    name: one.name === '' ? manifest.name : `${manifest.name} · ${one.name}`,
    source,
    manifest,
  };
}
