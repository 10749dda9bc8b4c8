import { useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** Takes the present pose of a source as its rest pose. */
export function useRecenter(source: string): { readonly run: () => Promise<undefined>; readonly busy: boolean } {
  const { calibration } = useStrings().tracking;
  const client = useClient();
  const recenter = useCallback(async (): Promise<undefined> => {
    await client.tracking.recenter({ source });
    showToast({ tone: 'good', title: calibration.recentered });
  }, [client, calibration, source]);
  return useAction(calibration.recenterFailed, recenter);
}
