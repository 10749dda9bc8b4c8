// Without the schema library, for pages that must draw soon.

/** The moods that she can voice and show; `[happy]` in the model's text names one. */
export const EMOTIONS = [
  'neutral',
  'happy',
  'excited',
  'playful',
  'loving',
  'proud',
  'relaxed',
  'shy',
  'surprised',
  'confused',
  'worried',
  'sad',
  'tired',
  'scared',
  'angry',
  'disgusted',
  'serious',
] as const;

/** Spoken languages which the text front end knows. */
export const LANGUAGES = ['zh', 'en', 'ja'] as const;

/** The 15 visemes of the Oculus set, without prefix. */
export const VISEMES = ['sil', 'PP', 'FF', 'TH', 'DD', 'kk', 'CH', 'SS', 'nn', 'RR', 'aa', 'E', 'I', 'O', 'U'] as const;

/** Who speaks: she, or the second voice that reads messages out. */
export const SPEAKERS = ['her', 'assistant'] as const;

/** What can say a sentence: built in, a local model, a server that the streamer runs, an online service. */
export const VOICE_ENGINES = [
  'espeak',
  'flite',
  'system',
  'piper',
  'kokoro',
  'sherpa',
  'gpt-sovits',
  'cosyvoice',
  'bert-vits2',
  'voicevox',
  'aivis',
  'openai-speech',
  'edge',
] as const;

/** What can write down what was said. */
export const RECOGNIZERS = ['sherpa', 'moonshine', 'openai-transcriptions', 'funasr'] as const;
