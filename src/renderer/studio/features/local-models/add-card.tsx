import { Button } from '@mantine/core';
import { IconFilePlus, IconFolderPlus, IconPackageImport } from '@tabler/icons-react';
import { type ChangeEvent, useRef } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { groupFromFolder, groupsFromFiles } from '../avatar/dropped-files.ts';
import { useAddLocalModels } from './use-add-local-models.ts';

/** What can be added and how: by dropping, or with a file picker and a folder picker, which the keyboard reaches. */
export function AddCard() {
  const { localModels } = useStrings();
  return (
    <Panel title={localModels.own} hint={localModels.addHint} icon={<IconPackageImport size="1.25rem" />} right={<Pickers />}>
      {null}
    </Panel>
  );
}

function Pickers() {
  const { localModels } = useStrings();
  const add = useAddLocalModels();
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>, isFolder: boolean): void => {
    const files = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = '';
    const folder = isFolder ? groupFromFolder(files) : undefined;
    if (files.length > 0) add(folder === undefined ? groupsFromFiles(files) : [folder]);
  };
  const hidden = { type: 'file', hidden: true, 'aria-hidden': true, tabIndex: -1 } as const;
  return (
    <div className="button-row">
      <input ref={fileInput} multiple {...hidden} data-add="file" onChange={(event) => take(event, false)} />
      <input
        ref={folderInput}
        {...hidden}
        data-add="folder"
        {...{ webkitdirectory: '' }}
        onChange={(event) => take(event, true)}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFolderPlus size="1rem" />}
        onClick={() => folderInput.current?.click()}
      >
        {localModels.addFolder}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconFilePlus size="1rem" />} onClick={() => fileInput.current?.click()}>
        {localModels.addFile}
      </Button>
    </div>
  );
}
