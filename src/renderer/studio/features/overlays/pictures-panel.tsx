import { ActionIcon, Button, Modal, Tooltip } from '@mantine/core';
import { IconFrame, IconPhoto, IconPlus, IconTrash } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { OVERLAY_PICTURE_BYTES, type OverlayPicture } from '#shared/contract/overlays.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { base64FromBytes } from '../../ui/base64.ts';
import { FileDropZone } from '../../ui/file-drop-zone.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

const ACCEPTED = 'image/png,image/apng,image/jpeg,image/gif,image/webp';

/** The pictures of frame, cards and alerts. */
export function PicturesPanel({ pictures }: { readonly pictures: readonly OverlayPicture[] }) {
  const { pictures: words } = useStrings().overlays;
  const { add, busy } = useAddPictures();
  const picker = useRef<HTMLInputElement>(null);
  const [leaving, setLeaving] = useState<OverlayPicture>();
  return (
    <FileDropZone text={words.drop} onFile={busy ? undefined : (file) => add([file])}>
      <Panel
        title={words.title}
        hint={words.hint}
        icon={<IconPhoto size="1.25rem" />}
        right={
          <Button
            size="compact-sm"
            leftSection={<IconPlus size="0.9rem" />}
            loading={busy}
            onClick={() => picker.current?.click()}
          >
            {words.add}
          </Button>
        }
      >
        <input
          ref={picker}
          type="file"
          accept={ACCEPTED}
          multiple
          hidden
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            if (files.length > 0) add(files);
          }}
        />
        {pictures.length === 0 ? (
          <EmptyState icon={<IconPhoto size="1.5rem" />} title={words.none} hint={words.noneHint} />
        ) : (
          <ul className="overlay-pictures">
            {pictures.map((picture) => (
              <PictureCard key={picture.fileName} picture={picture} onRemove={() => setLeaving(picture)} />
            ))}
          </ul>
        )}
        <RemoveDialog picture={leaving} onClose={() => setLeaving(undefined)} />
      </Panel>
    </FileDropZone>
  );
}

function PictureCard({ picture, onRemove }: { readonly picture: OverlayPicture; readonly onRemove: () => void }) {
  const { overlays } = useStrings();
  const words = overlays.pictures;
  const client = useClient();
  const { fileName, url } = picture;
  const show = useAction(
    overlays.failed,
    useCallback(() => client.overlays.showPicture({ fileName }), [client, fileName]),
  );
  return (
    <li className="overlay-picture">
      <img src={url} alt="" loading="lazy" />
      <span title={fileName}>{fileName}</span>
      <div>
        <Tooltip label={words.show}>
          <ActionIcon
            variant="light"
            loading={show.busy}
            aria-label={`${words.show}: ${fileName}`}
            onClick={() =>
              void show.run().then((done) => {
                if (done !== undefined) showToast({ tone: 'good', title: fill(words.shown, { name: fileName }) });
              })
            }
          >
            <IconFrame size="1rem" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={words.remove}>
          <ActionIcon variant="subtle" color="gray" aria-label={`${words.remove}: ${fileName}`} onClick={onRemove}>
            <IconTrash size="1rem" />
          </ActionIcon>
        </Tooltip>
      </div>
    </li>
  );
}

function RemoveDialog({ picture, onClose }: { readonly picture: OverlayPicture | undefined; readonly onClose: () => void }) {
  const { overlays } = useStrings();
  const words = overlays.pictures;
  const client = useClient();
  const remove = useAction(
    overlays.failed,
    useCallback((fileName: string) => client.overlays.removePicture({ fileName }), [client]),
  );
  const name = picture?.fileName ?? '';
  return (
    <Modal opened={picture !== undefined} onClose={onClose} title={words.remove} centered size="sm">
      <p>{fill(words.removeSure, { name })}</p>
      <div className="button-row">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button color="red" loading={remove.busy} onClick={() => void remove.run(name).then(onClose)}>
          {words.remove}
        </Button>
      </div>
    </Modal>
  );
}

/** One after the other, so that a refusal of one does not lose the rest. */
function useAddPictures(): { readonly add: (files: readonly File[]) => void; readonly busy: boolean } {
  const { overlays } = useStrings();
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const words = overlays.pictures;
  const send = useAction(
    overlays.failed,
    useCallback(
      async (file: File) =>
        client.overlays.addPicture({ fileName: file.name, bytes: base64FromBytes(new Uint8Array(await file.arrayBuffer())) }),
      [client],
    ),
  );
  async function addAll(files: readonly File[]): Promise<void> {
    setBusy(true);
    for (const file of files) {
      if (file.size > OVERLAY_PICTURE_BYTES) {
        showToast({ tone: 'bad', title: overlays.failed, text: fill(words.tooLarge, { name: file.name }) });
        continue;
      }
      const kept = await send.run(file);
      if (kept !== undefined) showToast({ tone: 'good', title: fill(words.added, { name: kept.fileName }) });
    }
    setBusy(false);
  }
  return { add: (files) => void addAll(files), busy };
}
