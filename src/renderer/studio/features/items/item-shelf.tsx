import { ActionIcon, Button, Menu, Modal, Tooltip } from '@mantine/core';
import { IconCube, IconDots, IconHandMove, IconPackage, IconStack2, IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { z } from 'zod';
import type { ItemsView, itemChangeSchema } from '#shared/contract/items.ts';
import { fill, lookUp } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';

type Change = z.input<typeof itemChangeSchema>;
type ShelfFile = ItemsView['files'][number];

/** How the wearable ones that ship with the program sit: found by trying on the shipped avatars. */
const WORN: Readonly<Record<string, Change>> = {
  'crown.png': { pin: { to: 'head', dx: 0, dy: 0.62, angle: 0 }, size: 0.22, order: 3 },
  'cat-ears.png': { pin: { to: 'head', dx: 0, dy: 0.62, angle: 0 }, size: 0.4, order: 2 },
  'glasses.png': { pin: { to: 'face', dx: 0, dy: 0.2, angle: 0 }, size: 0.33, order: 1 },
};

/** Every item there is, as pictures. */
export function ItemShelf({ files }: { readonly files: readonly ShelfFile[] }) {
  const { items } = useStrings();
  const [leaving, setLeaving] = useState<ShelfFile>();
  return (
    <Panel title={items.shelf} hint={items.shelfHint} icon={<IconPackage size="1.25rem" />}>
      <ul className="item-shelf">
        {files.map((file) => (
          <ShelfCard key={file.fileName} file={file} onRemove={() => setLeaving(file)} />
        ))}
      </ul>
      <RemoveDialog file={leaving} onClose={() => setLeaving(undefined)} />
    </Panel>
  );
}

function ShelfCard({ file, onRemove }: { readonly file: ShelfFile; readonly onRemove: () => void }) {
  const { items } = useStrings();
  const client = useClient();
  const { fileName } = file;
  const name = (file.shipped ? lookUp(items.names, fileName) : undefined) ?? fileName.replace(/\.\w+$/u, '');
  const put = useAction(
    items.putOnFailed,
    useCallback(() => client.items.load({ fileName, change: WORN[fileName] ?? {} }), [client, fileName]),
  );
  const toss = useAction(
    items.throwFailed,
    useCallback((count: number) => client.items.throw({ fileName, count }), [client, fileName]),
  );
  return (
    <li className="item-card">
      <div className="item-picture" title={fileName}>
        {file.kind === 'model3d' ? <IconCube size="2.5rem" aria-hidden /> : <img src={file.url} alt="" loading="lazy" />}
      </div>
      <div className="item-name">
        <span>{name}</span>
        {file.kind === 'image' ? null : <span className="tag">{items.kinds[file.kind]}</span>}
        {file.shipped ? null : <span className="tag tag-accent">{items.own}</span>}
      </div>
      <div className="item-actions">
        <Tooltip label={items.putOn}>
          <ActionIcon variant="light" loading={put.busy} aria-label={`${items.putOn}: ${name}`} onClick={() => void put.run()}>
            <IconUserPlus size="1rem" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={items.throw}>
          <ActionIcon variant="default" aria-label={`${items.throw}: ${name}`} onClick={() => void toss.run(1)}>
            <IconHandMove size="1rem" />
          </ActionIcon>
        </Tooltip>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={name}>
              <IconDots size="1rem" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconStack2 size="1rem" />} onClick={() => void toss.run(10)}>
              {items.throwMany}
            </Menu.Item>
            {file.shipped ? null : (
              <Menu.Item color="red" leftSection={<IconTrash size="1rem" />} onClick={onRemove}>
                {items.removeFile}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}

function RemoveDialog({ file, onClose }: { readonly file: ShelfFile | undefined; readonly onClose: () => void }) {
  const { items } = useStrings();
  const client = useClient();
  const remove = useAction(
    items.removeFailed,
    useCallback((fileName: string) => client.items.removeFile({ fileName }), [client]),
  );
  return (
    <Modal opened={file !== undefined} onClose={onClose} title={items.removeFile} centered size="sm">
      <p>{fill(items.removeFileSure, { name: file?.fileName ?? '' })}</p>
      <div className="button-row">
        <Button variant="default" onClick={onClose}>
          {items.cancel}
        </Button>
        <Button
          color="red"
          loading={remove.busy}
          onClick={() => {
            if (file !== undefined) void remove.run(file.fileName).then(onClose);
          }}
        >
          {items.remove}
        </Button>
      </div>
    </Modal>
  );
}
