import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconDots, IconFileImport, IconPlus, IconRestore, IconWand } from '@tabler/icons-react';
import { useRef } from 'react';
import type { MappingView } from '#shared/contract/parameters.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import type { MappingActions } from './use-mapping.ts';

interface MappingMenuProps {
  readonly view: MappingView;
  readonly actions: MappingActions;
  readonly onAdd: () => Promise<void>;
  readonly onImport: (file: File) => Promise<unknown>;
  readonly importing: boolean;
}

/** What can be done with the mapping as a whole. */
export function MappingMenu({ view, actions, onAdd, onImport, importing }: MappingMenuProps) {
  const { mapping } = useStrings();
  const chooser = useRef<HTMLInputElement>(null);
  const full = view.parameters.every(({ id }) => view.rows.some(({ output }) => output === id));
  return (
    <div className="button-row mapping-menu">
      <Tooltip label={view.undoSteps === 0 ? mapping.nothingToUndo : fill(mapping.undoHint, { n: view.undoSteps })}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={mapping.undo}
          data-disabled={view.undoSteps === 0}
          aria-disabled={view.undoSteps === 0}
          onClick={() => (view.undoSteps === 0 ? undefined : void actions.undo())}
        >
          <IconArrowBackUp size="1.125rem" />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={mapping.noFreeOutput} disabled={!full}>
        <Button
          variant="default"
          leftSection={<IconPlus size="1rem" />}
          data-disabled={full}
          aria-disabled={full}
          onClick={() => (full ? undefined : void onAdd())}
        >
          {mapping.add}
        </Button>
      </Tooltip>
      <Menu position="bottom-end" shadow="md" width="19rem">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={mapping.more} loading={importing}>
            <IconDots size="1.125rem" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Item
            icon={<IconFileImport size="1rem" />}
            title={mapping.import}
            hint={mapping.importHint}
            onClick={() => chooser.current?.click()}
          />
          <Item
            icon={<IconWand size="1rem" />}
            title={mapping.fill}
            hint={mapping.fillHint}
            onClick={() => void actions.fillIn()}
          />
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconRestore size="1rem" />}
            disabled={view.origin === 'automatic'}
            onClick={() => void actions.reset()}
          >
            {mapping.reset}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".json,application/json"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) void onImport(file);
        }}
      />
    </div>
  );
}

interface ItemProps {
  readonly icon: React.ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly onClick: () => void;
}

function Item({ icon, title, hint, onClick }: ItemProps) {
  return (
    <Menu.Item leftSection={icon} onClick={onClick}>
      {title}
      <span className="mapping-menu-hint">{hint}</span>
    </Menu.Item>
  );
}
