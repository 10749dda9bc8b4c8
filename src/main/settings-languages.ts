import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** The interface's language; 'auto' is the system's. */
export function interfaceLanguageOf({ language }: Pick<Settings, 'language'>): Language {
  const locale = language === 'auto' ? Intl.DateTimeFormat().resolvedOptions().locale : language;
  return locale.startsWith('zh') ? 'zh' : locale.startsWith('ja') ? 'ja' : 'en';
}

/** The language that she is expected to speak; 'auto' is the interface's. */
export function spokenLanguageOf(settings: Pick<Settings, 'language' | 'persona'>): Language {
  const { language } = settings.persona;
  return language === 'auto' ? interfaceLanguageOf(settings) : language;
}
