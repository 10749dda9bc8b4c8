import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDotsVertical, IconDownload, IconRestore, IconTrash, IconUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import type { SetupView } from '#shared/obs/setup/setup-view.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useTemplateVerbs } from './use-template-verbs.ts';

/** What can be done with the chosen template as a whole. */
export function TemplateMenu({ view }: { readonly view: SetupView }) {
  const { obsSetup } = useStrings();
  const verbs = useTemplateVerbs(view);
  const file = useRef<HTMLInputElement>(null);
  const chosen = view.templates.find(({ template }) => template.id === view.chosenId);
  return (
    <>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          const [first] = event.currentTarget.files ?? [];
          if (first !== undefined) void verbs.take(first);
          event.currentTarget.value = '';
        }}
      />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" aria-label={obsSetup.more}>
            <IconDotsVertical size="1.1rem" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {chosen === undefined ? null : (
            <>
              <Menu.Item leftSection={<IconCopy size="1rem" />} onClick={() => void verbs.copy(chosen.template)}>
                {obsSetup.copy}
              </Menu.Item>
              <Menu.Item leftSection={<IconDownload size="1rem" />} onClick={() => verbs.save(chosen.template)}>
                {obsSetup.export}
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<IconUpload size="1rem" />} onClick={() => file.current?.click()}>
            {obsSetup.import}
          </Menu.Item>
          {chosen === undefined || (chosen.shipped && !chosen.edited) ? null : (
            <Menu.Item
              color="red"
              leftSection={chosen.shipped ? <IconRestore size="1rem" /> : <IconTrash size="1rem" />}
              onClick={() => void verbs.remove(chosen.template, chosen.shipped)}
            >
              {chosen.shipped ? obsSetup.reset : obsSetup.deleteOwn}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
