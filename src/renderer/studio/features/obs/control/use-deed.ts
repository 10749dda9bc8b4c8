import { useCallback } from 'react';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { problemText } from '../../../ui/problem.ts';
import { showToast } from '../../../ui/toast-store.ts';

type ObsApi = StudioApi['obsControl'];

/** Does something in OBS; a failure becomes a toast with the next step. Several may be under way at once: the mirror shows what became of them. */
export function useDeed(): <T>(deed: (obs: ObsApi) => Promise<T>) => Promise<T | undefined> {
  const strings = useStrings();
  const client = useClient();
  return useCallback(
    async (deed) => {
      try {
        return await deed(client.obsControl);
      } catch (error) {
        showToast({ tone: 'bad', title: strings.obsControl.failed, text: problemText(strings, error) });
        return undefined;
      }
    },
    [client, strings],
  );
}
