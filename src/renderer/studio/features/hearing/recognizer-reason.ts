import type { RecognizerInfo } from '#shared/contract/hearing.ts';
import { lookUp } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

/** Why a recogniser cannot be used, with the next step. */
export function useRecognizerReason(): (info: RecognizerInfo) => string {
  const { recognition, hearing } = useStrings();
  return ({ cause, reason }) =>
    (cause === undefined ? undefined : lookUp(recognition.causes, cause)) ?? reason ?? hearing.missing;
}
