import { Button, Modal, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDice5 } from '@tabler/icons-react';
import { useMemo, useReducer, useState } from 'react';
import { DEFAULT_AVATARS } from '#shared/avatar/generator/default-avatars.ts';
import type { AvatarOptions } from '#shared/avatar/generator/options.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { useAction } from '../../../ui/use-action.ts';
import { sendFiles } from '../send-files.ts';
import { draftOf, keepLook, openLook, stepLook, surprise } from './look-draft.ts';
import { MakerForm } from './maker-form.tsx';
import { MakerPreview } from './maker-preview.tsx';
import './maker.css';

interface MakerSheetProps {
  /** A made avatar that is to be changed; undefined: the look of last time. */
  readonly from?: AvatarOptions | undefined;
  readonly onClose: () => void;
}

/** Makes an avatar of the streamer's own and puts it into the library. One that is changed stays there: the new one comes beside it. */
export default function MakerSheet({ from, onClose }: MakerSheetProps) {
  const { maker, common } = useStrings();
  const client = useClient();
  const [draft, step] = useReducer(stepLook, from, (look) => (look === undefined ? openLook(localStorage) : draftOf(look)));
  const [vrm, setVrm] = useState<ArrayBuffer>();
  const [title, setTitle] = useState(draft.options.name);
  const name = title.trim();
  // The file holds the name, so it is made again; the way back is over looks only.
  const options = useMemo(() => ({ ...draft.options, name: name || draft.options.name }), [draft.options, name]);
  const change = (next: AvatarOptions): void => {
    keepLook(localStorage, next);
    step({ type: 'change', options: next });
  };
  const { run: save, busy } = useAction(maker.saveFailed, async (bytes: ArrayBuffer) => {
    const file = new File([bytes], `${name}.vrm`);
    keepLook(localStorage, options);
    showToast({ tone: 'good', title: fill(maker.saved, { name }) });
    onClose();
    await sendFiles(client, { name, files: [{ path: fileNameOf(name), file }] }, null);
  });
  return (
    <Modal opened onClose={onClose} title={maker.title} size="72rem" centered>
      <p className="hint">{from === undefined ? maker.intro : maker.introChange}</p>
      <div className="maker">
        <MakerPreview options={options} onMade={setVrm} />
        <div className="maker-side">
          <fieldset className="maker-starts" aria-label={maker.startFrom}>
            <span>{maker.startFrom}</span>
            {DEFAULT_AVATARS.map(({ id, options: look }) => (
              <Button key={id} size="compact-sm" variant="default" onClick={() => change({ ...look, name: options.name })}>
                {look.name}
              </Button>
            ))}
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconDice5 size="1rem" />}
              onClick={() => change(surprise(options.name, Math.random))}
            >
              {maker.surprise}
            </Button>
          </fieldset>
          <MakerForm options={options} onChange={change} />
        </div>
      </div>
      <div className="maker-foot">
        <TextInput
          className="maker-name"
          label={maker.name}
          value={title}
          maxLength={100}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div className="button-row">
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size="1rem" />}
            disabled={draft.past.length === 0}
            onClick={() => step({ type: 'undo' })}
          >
            {maker.undo}
          </Button>
          <Button
            variant="default"
            leftSection={<IconArrowForwardUp size="1rem" />}
            disabled={draft.future.length === 0}
            onClick={() => step({ type: 'redo' })}
          >
            {maker.redo}
          </Button>
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button loading={busy} disabled={vrm === undefined || name === ''} onClick={() => vrm && void save(vrm)}>
            {maker.save}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Names of files may not hold everything that names of avatars may. */
function fileNameOf(name: string): string {
  return `${name.replace(/[^\p{L}\p{N} _-]+/gu, '_') || 'avatar'}.vrm`;
}
