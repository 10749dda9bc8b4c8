import { useCallback } from 'react';
import { useStrings } from '../i18n/use-strings.tsx';
import { useClient } from '../session/session-context.tsx';
import { useWatch } from '../session/use-watch.ts';
import { problemText } from '../ui/problem.ts';
import { showToast } from '../ui/toast-store.ts';

export interface Panic {
  readonly on: boolean;
  readonly toggle: () => void;
}

/** The panic's state and its switch. What could not be done is told at once. */
export function usePanic(): Panic {
  const client = useClient();
  const strings = useStrings();
  const { value } = useWatch((api) => api.moderation.watch);
  const on = value !== undefined && value.panic.since !== null;
  const toggle = useCallback(() => {
    const { moderation } = strings;
    client.moderation.panic({ on: !on }).then(
      ({ scene }) => {
        if (scene === 'no-program') showToast({ tone: 'bad', title: moderation.panicSceneNone });
        if (scene === 'failed') showToast({ tone: 'bad', title: moderation.panicSceneFailed });
      },
      (error: unknown) => showToast({ tone: 'bad', title: moderation.panicFailed, text: problemText(strings, error) }),
    );
  }, [client, strings, on]);
  return { on, toggle };
}
