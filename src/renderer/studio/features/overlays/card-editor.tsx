import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { OverlayPicture } from '#shared/contract/overlays.ts';
import type { OverlayCard } from '#shared/overlays/overlay-settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

interface CardEditorProps {
  /** undefined: a new one. */
  readonly card: OverlayCard | undefined;
  readonly pictures: readonly OverlayPicture[];
  readonly onSave: (card: OverlayCard) => Promise<void>;
  readonly onClose: () => void;
}

export function CardEditor({ card, pictures, onSave, onClose }: CardEditorProps) {
  const { cards: words, alerts } = useStrings().overlays;
  const [draft, setDraft] = useState<OverlayCard>(() => card ?? { id: newCardId(), title: '', text: '', picture: '' });
  const change = (next: Partial<OverlayCard>): void => setDraft((before) => ({ ...before, ...next }));
  const isEmpty = draft.title.trim() === '' && draft.text.trim() === '' && draft.picture === '';
  return (
    <Modal opened onClose={onClose} title={card === undefined ? words.addTitle : words.editTitle} size="md">
      <div className="overlay-editor">
        <TextInput
          data-autofocus
          label={words.name}
          maxLength={80}
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label={words.text}
          autosize
          minRows={3}
          maxRows={6}
          maxLength={300}
          value={draft.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        <Select
          label={words.picture}
          allowDeselect={false}
          value={draft.picture}
          data={[
            { value: '', label: alerts.noPicture },
            ...pictures.map(({ fileName }) => ({ value: fileName, label: fileName })),
          ]}
          onChange={(picture) => change({ picture: picture ?? '' })}
        />
        <div className="button-row">
          <Button disabled={isEmpty} onClick={() => void onSave(draft).then(onClose)}>
            {words.save}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

const newCardId = (): string => `card-${crypto.randomUUID().slice(0, 8)}`;
