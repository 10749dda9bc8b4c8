import { useCallback } from 'react';
import type { Emotion } from '#shared/speech/emotion.ts';
import { useStrings } from '../i18n/use-strings.tsx';
import { useClient } from '../session/session-context.tsx';
import { problemText } from '../ui/problem.ts';
import { showToast } from '../ui/toast-store.ts';

/** Shows an expression on every stage for the studio's usual time. */
export function useExpress(): (emotion: Emotion) => void {
  const client = useClient();
  const strings = useStrings();
  return useCallback(
    (emotion) => {
      client.stage
        .express({ emotion })
        .catch((error: unknown) =>
          showToast({ tone: 'bad', title: strings.live.expressionFailed, text: problemText(strings, error) }),
        );
    },
    [client, strings],
  );
}
