import type { Health } from '#shared/health.ts';
import { lookUp, type Strings } from '../i18n/strings.ts';
import { useStrings } from '../i18n/use-strings.tsx';

/** Why a part is as it is, with the next step: translated by its reason code, else in the studio's own words. */
export function healthText(strings: Strings, { reason, message }: Pick<Health, 'reason' | 'message'>): string | undefined {
  const translated = reason === undefined ? undefined : lookUp(strings.healthReasons, reason);
  return translated ?? message;
}
export const useHealthText = (health: Pick<Health, 'reason' | 'message'>): string | undefined => healthText(useStrings(), health);
