import { Button, Modal } from '@mantine/core';
import { IconDownload, IconRefreshAlert } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { csvText } from '../viewers/show-export.ts';
import { useGiveBack } from './use-give-back.ts';

/** A new season: all to zero, with the ranking saved first and a way back. */
export function SeasonCard() {
  const { points } = useStrings();
  const [open, setOpen] = useState(false);
  return (
    <Panel title={points.reset} hint={points.resetHint} icon={<IconRefreshAlert size="1.25rem" />}>
      <div>
        <Button variant="default" color="red" onClick={() => setOpen(true)}>
          {points.resetButton}
        </Button>
      </div>
      {open ? <ResetSheet onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}

function ResetSheet({ onClose }: { readonly onClose: () => void }) {
  const { points, common } = useStrings();
  const client = useClient();
  const giveBack = useGiveBack();
  const save = useAction(
    points.rankingFailed,
    useCallback(async () => {
      const { viewers } = await client.audience.ranking({ limit: 1000 });
      const rows = viewers.map(({ rank, viewerKey, name, points: amount }) => [rank, name, viewerKey, amount]);
      downloadBytes('points.csv', csvText([['#', points.viewer, 'id', points.points], ...rows]), 'text/csv;charset=utf-8');
    }, [client, points]),
  );
  const reset = useAction(
    points.resetFailed,
    useCallback(async () => {
      const { eventId } = await client.audience.resetPoints({ note: points.resetNote });
      showToast({
        tone: 'plain',
        title: points.resetDone,
        action: { label: common.undo, run: () => giveBack(eventId, 'season-reset') },
      });
      onClose();
    }, [client, points, common, giveBack, onClose]),
  );
  return (
    <Modal opened onClose={onClose} title={points.resetTitle} centered size="md">
      <p className="points-sheet-text">{points.resetText}</p>
      <div className="points-buttons">
        <Button variant="default" leftSection={<IconDownload size="1rem" />} loading={save.busy} onClick={() => void save.run()}>
          {points.resetSave}
        </Button>
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" loading={reset.busy} onClick={() => void reset.run()}>
          {points.resetButton}
        </Button>
      </div>
    </Modal>
  );
}
