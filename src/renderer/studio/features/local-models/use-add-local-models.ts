import { useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { FileGroup } from '../avatar/dropped-files.ts';
import { sendPieces } from '../avatar/send-files.ts';

/** Sends what was chosen or dropped; how each goes shows in the list of imports. */
export function useAddLocalModels(): (groups: readonly FileGroup[]) => void {
  const strings = useStrings();
  const client = useClient();
  return useCallback(
    (groups) => {
      const { localModels } = strings;
      if (groups.length === 0) showToast({ tone: 'plain', title: localModels.nothingDropped });
      for (const group of groups) {
        const send = async (): Promise<void> => {
          const files = group.files.map(({ path, file }) => ({ path, bytes: file.size }));
          const { url } = await client.localModels.beginUpload({ name: group.name, files });
          await sendPieces(url, group);
        };
        send().catch((problem: unknown) =>
          showToast({ tone: 'bad', title: localModels.uploadFailed, text: problemText(strings, problem) }),
        );
      }
    },
    [client, strings],
  );
}
