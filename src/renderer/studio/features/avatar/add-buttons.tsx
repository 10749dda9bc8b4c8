import { Button } from '@mantine/core';
import { IconFilePlus, IconFolderPlus } from '@tabler/icons-react';
import { type ChangeEvent, useRef } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { groupFromFolder, groupsFromFiles } from './dropped-files.ts';
import { MakeButton } from './maker/make-button.tsx';
import { useAddModels } from './use-add-models.ts';

/** A file picker and a folder picker: the keyboard's way to what dropping does. */
export function AddButtons() {
  const { avatars } = useStrings();
  const add = useAddModels();
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>, isFolder: boolean): void => {
    const files = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = '';
    const folder = isFolder ? groupFromFolder(files) : undefined;
    if (files.length > 0) add(folder === undefined ? groupsFromFiles(files) : [folder]);
  };
  return (
    <div className="button-row">
      <input
        ref={fileInput}
        type="file"
        multiple
        hidden
        aria-hidden
        tabIndex={-1}
        data-add="file"
        onChange={(event) => take(event, false)}
      />
      <input
        ref={folderInput}
        type="file"
        hidden
        aria-hidden
        tabIndex={-1}
        data-add="folder"
        {...{ webkitdirectory: '' }}
        onChange={(event) => take(event, true)}
      />
      <MakeButton />
      <Button variant="default" leftSection={<IconFolderPlus size="1rem" />} onClick={() => folderInput.current?.click()}>
        {avatars.addFolder}
      </Button>
      <Button leftSection={<IconFilePlus size="1rem" />} title={avatars.addHint} onClick={() => fileInput.current?.click()}>
        {avatars.addFile}
      </Button>
    </div>
  );
}
