import { Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useGiveBack } from './use-give-back.ts';

interface GrantSheetProps {
  readonly viewer: { readonly viewerKey: string; readonly name: string };
  readonly onClose: () => void;
}

/** Gives points by hand or takes them, with a reason for the journal and a way back. */
export function GrantSheet({ viewer, onClose }: GrantSheetProps) {
  const { points, common } = useStrings();
  const client = useClient();
  const language = useInterfaceLanguage();
  const giveBack = useGiveBack();
  const [amount, setAmount] = useState<number | string>(100);
  const [note, setNote] = useState('');
  const isAmount = typeof amount === 'number' && amount !== 0 && Number.isInteger(amount);
  const { run, busy } = useAction(
    points.grantFailed,
    useCallback(async () => {
      const { eventId, balance } = await client.audience.grant({ viewerKey: viewer.viewerKey, points: Number(amount), note });
      showToast({
        tone: 'good',
        title: fill(points.grantDone, { name: viewer.name, n: balance.toLocaleString(language) }),
        action: { label: common.undo, run: () => giveBack(eventId, 'by-hand') },
      });
      onClose();
    }, [client, viewer, amount, note, points, common, language, giveBack, onClose]),
  );
  return (
    <Modal opened onClose={onClose} title={fill(points.grantTitle, { name: viewer.name })} centered size="sm">
      <form
        className="points-grant"
        onSubmit={(event) => {
          event.preventDefault();
          if (isAmount) void run();
        }}
      >
        <NumberInput
          data-autofocus
          label={points.amount}
          description={points.amountHint}
          allowDecimal={false}
          min={-1_000_000_000}
          max={1_000_000_000}
          thousandSeparator=" "
          value={amount}
          onChange={setAmount}
        />
        <TextInput label={points.note} maxLength={200} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <div className="points-buttons">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={!isAmount}>
            {points.give}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
