import { Button, Checkbox, Modal } from '@mantine/core';
import { useCallback, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

interface ForgetSheetProps {
  readonly viewer: { readonly viewerKey: string; readonly name: string };
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Erasing cannot be undone, so it is asked for. */
export function ForgetSheet({ viewer, onClose, onDone }: ForgetSheetProps) {
  const { viewers, common } = useStrings();
  const client = useClient();
  const [points, setPoints] = useState(false);
  const { run, busy } = useAction(
    viewers.forgetFailed,
    useCallback(async () => {
      await client.audience.forget({ viewerKey: viewer.viewerKey, points });
      showToast({ tone: 'plain', title: viewers.forgetDone });
      onClose();
      if (points) onDone();
    }, [client, viewer.viewerKey, points, viewers, onClose, onDone]),
  );
  return (
    <Modal opened onClose={onClose} title={fill(viewers.forgetTitle, { name: viewer.name })} centered size="md">
      <p className="viewer-sheet-text">{viewers.forgetText}</p>
      <Checkbox label={viewers.forgetPoints} checked={points} onChange={(event) => setPoints(event.currentTarget.checked)} />
      <div className="viewer-sheet-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" loading={busy} onClick={() => void run()}>
          {viewers.forget}
        </Button>
      </div>
    </Modal>
  );
}
