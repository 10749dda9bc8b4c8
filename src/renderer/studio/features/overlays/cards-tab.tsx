import { ActionIcon, Button } from '@mantine/core';
import { IconArrowUp, IconId, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { OverlayPicture } from '#shared/contract/overlays.ts';
import { MAX_CARDS, type OverlayCard } from '#shared/overlays/overlay-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';
import { CardEditor } from './card-editor.tsx';
import { PicturesPanel } from './pictures-panel.tsx';

/** The streamer's cards, and the pictures that they and others show. */
export function CardsTab({ pictures }: { readonly pictures: readonly OverlayPicture[] }) {
  const { overlays, common } = useStrings();
  const words = overlays.cards;
  const cards = useSettings((settings) => settings.overlays.cards);
  const save = useSave();
  const [editing, setEditing] = useState<OverlayCard | 'new'>();
  const keep = (next: readonly OverlayCard[]): Promise<void> => save({ overlays: { cards: [...next] } });
  const remove = (card: OverlayCard): void => {
    const before = cards;
    void keep(cards.filter(({ id }) => id !== card.id)).then(() =>
      showToast({
        tone: 'plain',
        title: fill(words.removed, { name: card.title || words.untitled }),
        action: { label: common.undo, run: () => void keep(before) },
      }),
    );
  };
  const forward = (place: number): void => {
    const next = [...cards];
    next.splice(place - 1, 2, ...next.slice(place - 1, place + 1).reverse());
    void keep(next);
  };
  return (
    <div className="cards">
      <Panel
        title={words.title}
        hint={words.hint}
        icon={<IconId size="1.25rem" />}
        right={
          <Button
            size="compact-sm"
            leftSection={<IconPlus size="0.9rem" />}
            disabled={cards.length >= MAX_CARDS}
            onClick={() => setEditing('new')}
          >
            {words.add}
          </Button>
        }
      >
        {cards.length === 0 ? <EmptyState icon={<IconId size="1.5rem" />} title={words.none} hint={words.noneHint} /> : null}
        <ul className="overlay-cards">
          {cards.map((card, place) => (
            <CardRow
              key={card.id}
              card={card}
              picture={pictures.find(({ fileName }) => fileName === card.picture)}
              onUp={place === 0 ? undefined : () => forward(place)}
              onEdit={() => setEditing(card)}
              onRemove={() => remove(card)}
            />
          ))}
        </ul>
      </Panel>
      <PicturesPanel pictures={pictures} />
      {editing === undefined ? null : (
        <CardEditor
          card={editing === 'new' ? undefined : editing}
          pictures={pictures}
          onClose={() => setEditing(undefined)}
          onSave={(card) =>
            keep(
              cards.some(({ id }) => id === card.id) ? cards.map((one) => (one.id === card.id ? card : one)) : [...cards, card],
            )
          }
        />
      )}
    </div>
  );
}

interface CardRowProps {
  readonly card: OverlayCard;
  readonly picture: OverlayPicture | undefined;
  readonly onUp: (() => void) | undefined;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function CardRow({ card, picture, onUp, onEdit, onRemove }: CardRowProps) {
  const words = useStrings().overlays.cards;
  const name = card.title || words.untitled;
  return (
    <li className="overlay-card">
      {picture === undefined ? <IconId size="1.5rem" aria-hidden /> : <img src={picture.url} alt="" loading="lazy" />}
      <span className="overlay-card-words">
        <strong>{name}</strong>
        <small>{card.text}</small>
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={onUp === undefined}
        aria-label={fill(words.up, { name })}
        onClick={onUp}
      >
        <IconArrowUp size="1rem" />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" aria-label={fill(words.edit, { name })} onClick={onEdit}>
        <IconPencil size="1rem" />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" aria-label={fill(words.remove, { name })} onClick={onRemove}>
        <IconTrash size="1rem" />
      </ActionIcon>
    </li>
  );
}
