import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { CopyField } from '../../../ui/copy.tsx';
import { FailedState, LoadingState } from '../../../ui/states.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useAction } from '../../../ui/use-action.ts';
import { useQuery } from '../../../ui/use-query.ts';

/** Where a tool finds us, for copying; the key in it is never drawn. */
export function BridgeAddress({ id }: { readonly id: string }) {
  const { moreRooms } = useStrings();
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.bridges.address({ id }, { signal }), [client, id]);
  const { value, problem, again } = useQuery(ask);
  const renew = useCallback(async () => {
    await client.bridges.renew({ id });
    showToast({ tone: 'good', title: moreRooms.renewed });
    again();
  }, [client, id, again, moreRooms]);
  const { run, busy } = useAction(moreRooms.addressFailed, renew);
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={2} />
    ) : (
      <FailedState title={moreRooms.addressFailed} problem={problem} onRetry={again} />
    );
  return (
    <>
      <CopyField label={moreRooms.websocketUrl} text={value.websocketUrl} />
      <CopyField label={moreRooms.httpUrl} text={value.httpUrl} />
      <p className="quiet-line">{moreRooms.addressHint}</p>
      <div className="button-row">
        <Button variant="default" size="xs" leftSection={<IconKey size="0.95rem" />} loading={busy} onClick={() => void run()}>
          {moreRooms.renew}
        </Button>
      </div>
    </>
  );
}
