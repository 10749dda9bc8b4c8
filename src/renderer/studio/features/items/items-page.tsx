import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { FileDropZone } from '../../ui/file-drop-zone.tsx';
import { Page } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { ItemShelf } from './item-shelf.tsx';
import { StageItems } from './stage-items.tsx';
import { useAddItem } from './use-add-item.ts';
import './items.css';

const ACCEPTED = '.png,.apng,.jpg,.jpeg,.gif,.webp,.glb,.vrm,image/png,image/jpeg,image/gif,image/webp';

/** What she can wear, hold and get thrown at, and what is on the stage now. */
export function ItemsPage() {
  const { items } = useStrings();
  const { value, problem } = useWatch((api) => api.items.watch);
  const { add, busy } = useAddItem();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <FileDropZone text={items.dropHere} onFile={busy ? undefined : add}>
      <Page
        title={items.title}
        intro={items.intro}
        wide
        right={
          <Button
            leftSection={<IconPlus size="1rem" />}
            loading={busy}
            title={items.addHint}
            onClick={() => picker.current?.click()}
          >
            {items.add}
          </Button>
        }
      >
        <input
          ref={picker}
          type="file"
          accept={ACCEPTED}
          hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file !== undefined) void add(file);
          }}
        />
        {value === undefined && problem === undefined ? <LoadingState rows={4} /> : null}
        {value === undefined && problem !== undefined ? <FailedState title={items.shelfFailed} problem={problem} /> : null}
        {value === undefined ? null : (
          <>
            <ItemShelf files={value.files} />
            <StageItems items={value.items} />
          </>
        )}
      </Page>
    </FileDropZone>
  );
}
