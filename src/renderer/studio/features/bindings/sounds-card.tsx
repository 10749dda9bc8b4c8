import { ActionIcon, Button, FileButton } from '@mantine/core';
import { IconMusic, IconTrash, IconUpload } from '@tabler/icons-react';
import { useCallback } from 'react';
import { SOUND_BYTES_LIMIT } from '#shared/contract/bindings.ts';
import { StudioError } from '#shared/errors.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { base64FromBytes } from '../../ui/base64.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useQuery } from '../../ui/use-query.ts';

/** Short sounds for reactions. */
export function SoundsCard() {
  const { bindings } = useStrings();
  const { sounds } = bindings;
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.bindings.choices({ modelId: null }, { signal }), [client]);
  const { value, again } = useQuery(ask);
  const add = useCallback(
    async (files: readonly File[]) => {
      for (const file of files) {
        if (file.size > SOUND_BYTES_LIMIT) throw new StudioError('too-large', fill(sounds.tooLarge, { name: file.name }));
        const base64 = base64FromBytes(new Uint8Array(await file.arrayBuffer()));
        const { fileName } = await client.bindings.importSound({ fileName: file.name, base64 });
        showToast({ tone: 'good', title: fill(sounds.added, { name: fileName }) });
      }
    },
    [client, sounds],
  );
  const remove = useCallback(
    async (fileName: string) => {
      await client.bindings.removeSound({ fileName });
      showToast({ tone: 'plain', title: fill(sounds.removed, { name: fileName }) });
    },
    [client, sounds],
  );
  const adding = useAction(sounds.addFailed, add);
  const removing = useAction(sounds.removeFailed, remove);
  return (
    <Panel
      title={sounds.title}
      hint={sounds.hint}
      icon={<IconMusic size="1.25rem" />}
      right={
        <FileButton
          multiple
          accept=".wav,.mp3,.ogg,audio/wav,audio/mpeg,audio/ogg"
          onChange={(files) => void adding.run(files).then(again)}
        >
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<IconUpload size="0.95rem" />} loading={adding.busy}>
              {sounds.add}
            </Button>
          )}
        </FileButton>
      }
    >
      {value === undefined ? <LoadingState rows={1} /> : null}
      {value?.sounds.length === 0 ? (
        <EmptyState icon={<IconMusic size="1.5rem" />} title={sounds.empty} hint={sounds.emptyHint} />
      ) : null}
      <ul className="sound-list">
        {value?.sounds.map((name) => (
          <li key={name}>
            <span>{name}</span>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={fill(sounds.remove, { name })}
              onClick={() => void removing.run(name).then(again)}
            >
              <IconTrash size="0.9rem" />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
