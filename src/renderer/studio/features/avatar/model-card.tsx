import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconFileText, IconPencil, IconRun, IconTrash, IconUserScreen } from '@tabler/icons-react';
import { type ChangeEvent, useRef, useState } from 'react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { useChangeLook } from './maker/change-look.tsx';
import { RenameSheet } from './rename-sheet.tsx';
import { useAddModels } from './use-add-models.ts';
import { useRemoveModel } from './use-remove-model.ts';

interface ModelCardProps {
  readonly model: AvatarModel;
  readonly inUse: boolean;
  readonly busy: boolean;
  readonly onUse: () => void;
  readonly onTerms: () => void;
}

/** One model: its picture is the button that puts it on stage. */
export function ModelCard({ model, inUse, busy, onUse, onTerms }: ModelCardProps) {
  const { avatars } = useStrings();
  const about = [avatars.formats[model.format], model.origin === 'shipped' ? avatars.shipped : bytesText(model.bytes)];
  return (
    <li className={inUse ? 'model-card model-card-used' : 'model-card'} data-model={model.id}>
      <button
        type="button"
        className="model-picture"
        aria-pressed={inUse}
        aria-label={inUse ? `${model.name}, ${avatars.inUse}` : `${avatars.use}: ${model.name}`}
        disabled={busy && !inUse}
        onClick={onUse}
      >
        {model.thumbnailUrl === null ? (
          <IconUserScreen className="model-blank" size="3rem" stroke={1.25} aria-hidden />
        ) : (
          <img src={model.thumbnailUrl} alt="" loading="lazy" decoding="async" draggable={false} />
        )}
        {inUse ? (
          <span className="model-mark">
            <IconCheck size="0.875rem" aria-hidden /> {avatars.inUse}
          </span>
        ) : (
          <span className="model-use" aria-hidden>
            {avatars.use}
          </span>
        )}
      </button>
      <div className="model-foot">
        <div className="model-words">
          <strong title={model.name}>{model.name}</strong>
          <span>{model.accepted ? about.join(' · ') : avatars.notAccepted}</span>
        </div>
        <ModelMenu model={model} inUse={inUse} onTerms={onTerms} />
      </div>
    </li>
  );
}

function ModelMenu({
  model,
  inUse,
  onTerms,
}: {
  readonly model: AvatarModel;
  readonly inUse: boolean;
  readonly onTerms: () => void;
}) {
  const { avatars } = useStrings();
  const add = useAddModels();
  const remove = useRemoveModel();
  const motionInput = useRef<HTMLInputElement>(null);
  const [renaming, setRenaming] = useState(false);
  const look = useChangeLook(model);
  const own = model.origin === 'imported';
  const takeMotions = (event: ChangeEvent<HTMLInputElement>): void => {
    const files = [...(event.currentTarget.files ?? [])].map((file) => ({ path: file.name, file }));
    event.currentTarget.value = '';
    if (files.length > 0) add([{ name: files.length === 1 ? (files[0]?.path ?? '') : `${files[0]?.path} …`, files }], model.id);
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={fill(avatars.more, { name: model.name })}>
            <IconDots size="1.125rem" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileText size="1rem" />} onClick={onTerms}>
            {avatars.readTerms}
          </Menu.Item>
          {look.item}
          {own && model.format === 'vrm' ? (
            <Menu.Item
              leftSection={<IconRun size="1rem" />}
              title={avatars.addMotionsHint}
              onClick={() => motionInput.current?.click()}
            >
              {avatars.addMotions}
            </Menu.Item>
          ) : null}
          {own ? (
            <>
              <Menu.Item leftSection={<IconPencil size="1rem" />} onClick={() => setRenaming(true)}>
                {avatars.rename}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<IconTrash size="1rem" />} onClick={() => void remove(model, inUse)}>
                {avatars.remove}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <input
        ref={motionInput}
        type="file"
        accept=".vrma,.fbx,.glb"
        multiple
        hidden
        aria-hidden
        tabIndex={-1}
        onChange={takeMotions}
      />
      {look.sheet}
      <RenameSheet model={renaming ? model : undefined} onClose={() => setRenaming(false)} />
    </>
  );
}
