import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useRelink } from './use-relink.ts';
import { Matches } from './viewer-list.tsx';

interface MergeSheetProps {
  readonly viewer: { readonly viewerKey: string; readonly name: string };
  readonly onClose: () => void;
}

/** Finds the other account of the same human; a choice merges, with a way back. */
export function MergeSheet({ viewer, onClose }: MergeSheetProps) {
  const { viewers, common } = useStrings();
  const client = useClient();
  const relink = useRelink();
  const [search, setSearch] = useState('');
  const { run } = useAction(
    viewers.mergeFailed,
    useCallback(
      async (other: string) => {
        const { before } = await client.audience.merge({ into: viewer.viewerKey, other });
        showToast({
          tone: 'good',
          title: fill(viewers.mergeDone, { a: viewer.name, b: other }),
          action: { label: common.undo, run: () => relink(before, viewers.splitFailed) },
        });
        onClose();
      },
      [client, viewer, viewers, common, relink, onClose],
    ),
  );
  return (
    <Modal opened onClose={onClose} title={fill(viewers.mergeTitle, { name: viewer.name })} centered size="lg">
      <p className="viewer-sheet-text">{viewers.mergeText}</p>
      <TextInput
        data-autofocus
        leftSection={<IconSearch size="1rem" />}
        aria-label={viewers.mergePick}
        placeholder={viewers.search}
        maxLength={100}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className="viewer-sheet-list">
        <Matches
          search={search}
          order="last"
          chosen={viewer.viewerKey}
          onChoose={(other) => (other === viewer.viewerKey ? undefined : void run(other))}
        />
      </div>
    </Modal>
  );
}
