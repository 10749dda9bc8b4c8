import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useCallback } from 'react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

export function RenameSheet({ model, onClose }: { readonly model: AvatarModel | undefined; readonly onClose: () => void }) {
  const { avatars, common } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    avatars.renameFailed,
    useCallback((id: string, name: string) => client.models.rename({ id, name }), [client]),
  );
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (model === undefined || name === '') return;
    if (name === model.name || (await run(model.id, name)) !== undefined) onClose();
  };
  return (
    <Modal opened={model !== undefined} onClose={onClose} title={avatars.rename} centered>
      <form className="sheet" onSubmit={(event) => void submit(event)}>
        <TextInput
          name="name"
          label={avatars.newName}
          defaultValue={model?.name ?? ''}
          maxLength={200}
          data-autofocus
          autoComplete="off"
        />
        <div className="sheet-buttons">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {common.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
