import { useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { FileGroup } from './dropped-files.ts';
import { sendFiles } from './send-files.ts';

/** Sends what was chosen or dropped; how each goes shows in the list of imports. `into`: a model that motions join. */
export function useAddModels(): (groups: readonly FileGroup[], into?: string) => void {
  const strings = useStrings();
  const client = useClient();
  return useCallback(
    (groups, into) => {
      const { avatars } = strings;
      if (groups.length === 0) showToast({ tone: 'plain', title: avatars.nothingDropped });
      for (const group of groups)
        sendFiles(client, group, into ?? null).catch((problem: unknown) =>
          showToast({ tone: 'bad', title: avatars.uploadFailed, text: problemText(strings, problem) }),
        );
    },
    [client, strings],
  );
}
