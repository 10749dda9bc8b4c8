import type { Health } from '#shared/health.ts';
import { type InterfaceLanguage, lookUp, STRING_TABLES } from '../i18n/strings.ts';
import { useInterfaceLanguage } from '../i18n/use-strings.tsx';

/**
 * Why a part is as it is, with the next step. The studio's own message names channels and addresses but is English;
 * other languages use the translation of its reason code, and that message only for codes they do not know.
 */
export function healthText(
  language: InterfaceLanguage,
  { reason, message }: Pick<Health, 'reason' | 'message'>,
): string | undefined {
  const translated = reason === undefined ? undefined : lookUp(STRING_TABLES[language].healthReasons, reason);
  return language === 'en' ? (message ?? translated) : (translated ?? message);
}
export const useHealthText = (health: Pick<Health, 'reason' | 'message'>): string | undefined =>
  healthText(useInterfaceLanguage(), health);
