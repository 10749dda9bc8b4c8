import { useCallback } from 'react';
import { LIMITS } from '#shared/performances/performance-format.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { FileDropZone } from '../../ui/file-drop-zone.tsx';
import { Page } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { sendPieces } from '../avatar/send-files.ts';
import { PerformanceList } from './performance-list.tsx';
import { RecordCard } from './record-card.tsx';
import './performances.css';

/** Records how the avatar is moved, and plays it again. */
export function PerformancesPage() {
  const { performances: words } = useStrings();
  const { value, problem } = useWatch((api) => api.performances.watch);
  const client = useClient();
  const { run: bringIn } = useAction(
    words.importFailed,
    useCallback(
      async (file: File) => {
        if (file.size > LIMITS.fileBytes || file.size === 0)
          return showToast({ tone: 'bad', title: words.importFailed, text: words.tooLarge });
        const { id, url } = await client.performances.beginImport({ name: file.name, bytes: file.size });
        await sendPieces(url, { name: file.name, files: [{ path: file.name, file }] });
        await client.performances.finishImport({ upload: id });
        return showToast({ tone: 'good', title: fill(words.imported, { name: file.name }) });
      },
      [client, words],
    ),
  );
  return (
    <Page title={words.title} intro={words.intro}>
      <FileDropZone text={words.dropHere} onFile={(file) => void bringIn(file)}>
        <div className="cards">
          {value === undefined && problem !== undefined ? <FailedState title={words.loadFailed} problem={problem} /> : null}
          {value === undefined && problem === undefined ? <LoadingState rows={4} /> : null}
          {value === undefined ? null : (
            <>
              <RecordCard view={value} />
              <PerformanceList view={value} onFile={(file) => void bringIn(file)} />
            </>
          )}
        </div>
      </FileDropZone>
    </Page>
  );
}
