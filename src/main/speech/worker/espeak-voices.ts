import type { Language } from '#shared/speech/emotion.ts';

interface EspeakVoice {
  /** What settings keep and eSpeak NG takes: language + variant. */
  readonly id: string;
  readonly name: string;
  readonly language: Language;
}

const ACCENTS: readonly (readonly [language: Language, id: string, name: string])[] = [
  ['zh', 'cmn', '普通话'],
  ['en', 'en-us', 'American'],
  ['en', 'en-gb', 'British'],
  ['ja', 'ja', '日本語'],
];
/** Timbres that neither clip nor whisper (peaks measured over a sentence in each language); the first is the default. */
const VARIANTS = ['Annie', 'f3', 'f2', 'f5', 'f4', 'Alicia', 'linda', 'aunty', 'Nguyen', 'm3', 'm1', 'm7'] as const;

export const ESPEAK_VOICES: readonly EspeakVoice[] = ACCENTS.flatMap(([language, accent, name]) =>
  VARIANTS.map((variant) => ({ id: `${accent}+${variant}`, name: `${name} · ${variant}`, language })),
);

/** The voice asked for if it speaks the language (any variant that eSpeak NG knows), else the language's first. */
export function espeakVoiceFor(language: Language, wanted: string): string {
  const accents = ACCENTS.filter(([spoken]) => spoken === language).map(([, accent]) => accent);
  if (/^[\w-]+(?:\+[\w -]+)?$/u.test(wanted) && accents.includes(wanted.split('+')[0] ?? '')) return wanted;
  return ESPEAK_VOICES.find((voice) => voice.language === language)?.id ?? 'en-us';
}
