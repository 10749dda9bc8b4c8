import { useCallback } from 'react';
import type { AccountLink } from '#shared/audience/viewers.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';

/** Takes a merge or a split back. */
export function useRelink(): (links: readonly AccountLink[], failed: string) => void {
  const client = useClient();
  const strings = useStrings();
  return useCallback(
    (links, failed) => {
      client.audience.relink({ links: [...links] }).catch((problem: unknown) => {
        showToast({ tone: 'bad', title: failed, text: problemText(strings, problem) });
      });
    },
    [client, strings],
  );
}
