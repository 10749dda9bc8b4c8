import { useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';

/** Reverses a change of points, once, and says how it went. */
export function useGiveBack(): (eventId: string, reason: string) => void {
  const client = useClient();
  const strings = useStrings();
  return useCallback(
    (eventId, reason) => {
      client.audience.undo({ eventId, reason }).then(
        () => showToast({ tone: 'plain', title: strings.points.undoDone }),
        (problem: unknown) => showToast({ tone: 'bad', title: strings.points.undoFailed, text: problemText(strings, problem) }),
      );
    },
    [client, strings],
  );
}
