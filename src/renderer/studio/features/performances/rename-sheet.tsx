import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useState } from 'react';
import type { PerformanceEntry } from '#shared/contract/performances.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

export function RenameSheet({ entry, onClose }: { readonly entry: PerformanceEntry; readonly onClose: () => void }) {
  const { performances: words, common } = useStrings();
  const client = useClient();
  const [name, setName] = useState(entry.name);
  const { run, busy } = useAction(
    words.renameFailed,
    useCallback(async () => {
      await client.performances.rename({ id: entry.id, name });
      onClose();
    }, [client, entry.id, name, onClose]),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run();
  };
  return (
    <Modal opened onClose={onClose} title={words.rename} centered size="md">
      <form onSubmit={submit}>
        <TextInput
          label={words.name}
          value={name}
          maxLength={100}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="perform-sheet-buttons">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {common.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
