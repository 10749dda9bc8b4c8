import { resolveLanguage } from '../../i18n/strings.ts';
import { useSettings } from '../../session/session-context.tsx';

/** The language of the overlays' own words: the interface's. */
export function useOverlayLanguage(): 'zh' | 'en' | 'ja' {
  const setting = useSettings((settings) => settings.language);
  const language = resolveLanguage(setting, navigator.languages);
  return language === 'zh-CN' ? 'zh' : language;
}
