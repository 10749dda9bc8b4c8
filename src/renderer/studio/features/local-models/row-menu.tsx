import { ActionIcon, Button, Menu, Modal } from '@mantine/core';
import { IconDots, IconShieldCheck, IconStar, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { LocalModel } from '#shared/inference/local-models.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useModelVerbs } from './use-model-verbs.ts';

interface RowMenuProps {
  readonly model: LocalModel;
  readonly canRemove: boolean;
  /** It could be put first and is not. */
  readonly canBeFirst: boolean;
}

/** What can be done with an installed model. */
export function RowMenu({ model, canRemove, canBeFirst }: RowMenuProps) {
  const { localModels } = useStrings();
  const { first, check, remove } = useModelVerbs(model);
  const [asking, setAsking] = useState(false);
  const { name } = model.manifest;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={fill(localModels.actions, { name })}
            loading={check.busy || remove.busy}
          >
            <IconDots size="1.1rem" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {canBeFirst ? (
            <Menu.Item leftSection={<IconStar size="1rem" />} onClick={() => void first.run()}>
              {localModels.first}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconShieldCheck size="1rem" />} onClick={() => void check.run()}>
            {localModels.check}
          </Menu.Item>
          {canRemove ? (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size="1rem" />}
              onClick={() => (model.inUse ? setAsking(true) : void remove.run(false))}
            >
              {localModels.remove}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={fill(localModels.removeUsedTitle, { name })}
        centered
        size="md"
      >
        <p className="local-sheet-text">{localModels.removeUsedText}</p>
        <div className="local-sheet-buttons">
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {localModels.cancel}
          </Button>
          <Button
            color="red"
            onClick={() => {
              setAsking(false);
              void remove.run(true);
            }}
          >
            {localModels.removeAnyway}
          </Button>
        </div>
      </Modal>
    </>
  );
}
