import { useCallback } from 'react';
import { fill } from '../i18n/strings.ts';
import { useStrings } from '../i18n/use-strings.tsx';
import { useClient } from '../session/session-context.tsx';
import { problemText } from '../ui/problem.ts';
import { showToast } from '../ui/toast-store.ts';

/** Silence, now. Never waits for an earlier stop: pressing again is always sent again. */
export function useStop(): () => void {
  const client = useClient();
  const strings = useStrings();
  return useCallback(() => {
    client.speech.stop().then(
      ({ droppedMessages }) =>
        showToast({
          tone: 'plain',
          title: droppedMessages === 0 ? strings.header.stopped : fill(strings.header.stoppedDropped, { n: droppedMessages }),
        }),
      (error: unknown) => showToast({ tone: 'bad', title: strings.header.stopFailed, text: problemText(strings, error) }),
    );
  }, [client, strings]);
}
