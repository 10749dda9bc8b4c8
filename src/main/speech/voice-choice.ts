import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { VoiceEngineId } from './voice-engine.ts';

/** Engines by how well they speak a language: exact timing and streaming first. */
const BEST: Readonly<Record<Language, readonly VoiceEngineId[]>> = {
  zh: ['espeak', 'system'],
  ja: ['espeak', 'system'],
  en: ['espeak', 'flite', 'system'],
};

/** Voices in other programs, in the order in which people go to the trouble of setting them up; the online one last. */
const SERVERS: readonly VoiceEngineId[] = ['gpt-sovits', 'cosyvoice', 'bert-vits2', 'voicevox', 'aivis', 'openai-speech', 'edge'];
/** Learned voices, the most natural first. */
const NEURAL: readonly VoiceEngineId[] = ['kokoro', 'piper', 'sherpa'];
/** Engines of one language; others say by themselves what they cannot. */
const ONLY: Partial<Record<VoiceEngineId, Language>> = { flite: 'en', voicevox: 'ja', aivis: 'ja' };

/**
 * Engines to try for a language, in order: the one that settings name (an engine that cannot speak the language is passed over), then servers
 * that the streamer switched on and learned voices that are fast enough here (as far as they are `ready`), then those that come with the program.
 */
export function engineOrder(
  setting: Settings['voice']['engine'],
  language: Language,
  ready: ReadonlySet<VoiceEngineId>,
): readonly VoiceEngineId[] {
  const speaks = (id: VoiceEngineId): boolean => (ONLY[id] ?? language) === language;
  const best = [...[...SERVERS, ...NEURAL].filter((id) => ready.has(id) && speaks(id)), ...BEST[language]];
  if (setting === 'auto' || !speaks(setting)) return best;
  return [setting, ...best.filter((id) => id !== setting)];
}
