import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';

let systemLocale: string | undefined;

/** The interface's language; 'auto' is the system's, which costs more to ask than a whole message and stays the same while the program runs. */
export function interfaceLanguageOf({ language }: Pick<Settings, 'language'>): Language {
  systemLocale ??= Intl.DateTimeFormat().resolvedOptions().locale;
  const locale = language === 'auto' ? systemLocale : language;
  return locale.startsWith('zh') ? 'zh' : locale.startsWith('ja') ? 'ja' : 'en';
}

/** The language that she is expected to speak; 'auto' is the interface's. */
export function spokenLanguageOf(settings: Pick<Settings, 'language' | 'persona'>): Language {
  const { language } = settings.persona;
  return language === 'auto' ? interfaceLanguageOf(settings) : language;
}
