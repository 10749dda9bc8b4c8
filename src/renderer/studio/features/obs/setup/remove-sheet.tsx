import { Button, Modal } from '@mantine/core';
import { useCallback } from 'react';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { FailedState, LoadingState } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { useQuery } from '../../../ui/use-query.ts';
import { PlanList } from './plan-list.tsx';

interface RemoveSheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Shows what goes before it goes. */
export function RemoveSheet({ opened, onClose }: RemoveSheetProps) {
  const { obsSetup } = useStrings();
  return (
    <Modal opened={opened} onClose={onClose} title={obsSetup.removeTitle} centered size="lg">
      <RemoveBody onClose={onClose} />
    </Modal>
  );
}

function RemoveBody({ onClose }: { readonly onClose: () => void }) {
  const { obsSetup, common } = useStrings();
  const client = useClient();
  const plan = useQuery(
    useCallback((signal: AbortSignal) => client.obsSetup.plan({ kind: 'remove', templateId: '-' }, { signal }), [client]),
  );
  const { run, busy } = useAction(
    obsSetup.removeFailed,
    useCallback(async () => {
      onClose();
      await client.obsSetup.remove();
    }, [client, onClose]),
  );
  return (
    <>
      <p className="setup-sheet-text">{obsSetup.removeText}</p>
      {plan.value === undefined ? (
        plan.problem === undefined ? (
          <LoadingState rows={4} />
        ) : (
          <FailedState title={obsSetup.planFailed} problem={plan.problem} onRetry={plan.again} />
        )
      ) : (
        <div className="setup-sheet-plan">
          {plan.value.notes.map(({ code, names }) => (
            <p key={code}>{fill(obsSetup.notes[code], { names: names.join(', ') })}</p>
          ))}
          <PlanList plan={plan.value} />
        </div>
      )}
      <div className="setup-sheet-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" loading={busy} disabled={(plan.value?.changes ?? 0) === 0} onClick={() => void run()}>
          {obsSetup.verbs.remove}
        </Button>
      </div>
    </>
  );
}
