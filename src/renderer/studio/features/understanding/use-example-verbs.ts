import { useCallback } from 'react';
import { StudioError } from '#shared/errors.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

const MAX_FILE_BYTES = 4_000_000;

/** What can be done with examples; each tells how it went, and a removal can be taken back. */
export function useExampleVerbs() {
  const { understanding, common } = useStrings();
  const client = useClient();
  const restore = useAction(
    understanding.restoreFailed,
    useCallback(() => client.intent.undoRemove(), [client]),
  ).run;
  const remove = useAction(
    understanding.removeFailed,
    useCallback(
      async (ids: readonly string[] | undefined) => {
        const { removed } = await client.intent.removeExamples(ids === undefined ? {} : { ids: [...ids] });
        showToast({
          tone: 'plain',
          title: fill(understanding.removed, { n: removed }),
          action: { label: common.undo, run: () => void restore() },
        });
      },
      [client, understanding, common, restore],
    ),
  ).run;
  const exportAll = useAction(
    understanding.exportFailed,
    useCallback(async () => {
      const { fileName, text } = await client.intent.exportExamples();
      downloadBytes(fileName, text, 'application/jsonl');
    }, [client]),
  ).run;
  const importFile = useAction(
    understanding.importFailed,
    useCallback(
      async (file: File) => {
        if (file.size > MAX_FILE_BYTES) throw new StudioError('too-large', understanding.importBig);
        const { added, replaced, unreadable, noRoom } = await client.intent.importExamples({ text: await file.text() });
        showToast({
          tone: unreadable + noRoom === 0 ? 'good' : 'plain',
          title: fill(understanding.imported, { added, replaced }),
          text: unreadable + noRoom === 0 ? undefined : fill(understanding.importedSkipped, { unreadable, noRoom }),
        });
      },
      [client, understanding],
    ),
  ).run;
  return { remove, exportAll, importFile };
}
