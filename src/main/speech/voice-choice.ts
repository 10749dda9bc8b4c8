import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { VoiceEngineId } from './voice-engine.ts';

/** Engines by how well they speak a language: exact timing and streaming first. */
const BEST: Readonly<Record<Language, readonly VoiceEngineId[]>> = {
  zh: ['espeak', 'system'],
  ja: ['espeak', 'system'],
  en: ['espeak', 'flite', 'system'],
};

/** Learned voices, the most natural first. */
const NEURAL: readonly VoiceEngineId[] = ['kokoro', 'piper', 'sherpa'];

/**
 * Engines to try for a language, in order: the one that settings name (an engine that cannot speak the language says so and is passed over), then
 * learned voices that are `fast` enough here, then those that come with the program.
 */
export function engineOrder(
  setting: Settings['voice']['engine'],
  language: Language,
  fast: ReadonlySet<VoiceEngineId>,
): readonly VoiceEngineId[] {
  const best = [...NEURAL.filter((id) => fast.has(id)), ...BEST[language]];
  if (setting === 'auto' || (setting === 'flite' && language !== 'en')) return best;
  return [setting, ...best.filter((id) => id !== setting)];
}
