import { Button, Modal, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Prize, prizeSchema } from '#shared/audience/games.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { newId } from './new-id.ts';
import { PicturePicker } from './prize-picture.tsx';
import { useGameAction } from './use-game-action.ts';

interface PrizeEditorProps {
  /** Undefined: a new one. */
  readonly prize: Prize | undefined;
  /** Per cent that this prize may have at most. */
  readonly left: number;
  readonly onClose: () => void;
}
const KINDS = ['item', 'points', 'message'] as const;

const emptyPrize = (left: number): Prize => ({
  id: newId(),
  name: '',
  kind: 'item',
  points: 100,
  picture: '',
  enabled: true,
  stock: 1,
  chance: Math.max(0, Math.min(500, Math.floor(left * 100))),
  from: null,
  until: null,
  oncePerViewer: false,
});

/** One prize; nothing is kept before it is saved. */
export function PrizeEditor({ prize, left, onClose }: PrizeEditorProps) {
  const { lottery: words } = useStrings().games;
  const [draft, setDraft] = useState(() => prize ?? emptyPrize(left));
  const { act, busy } = useGameAction();
  const change = (next: Partial<Prize>): void => setDraft((before) => ({ ...before, ...next }));
  const isReady = prizeSchema.safeParse(draft).success;
  const save = async (): Promise<void> => {
    if (!(await act((api) => api.savePrize({ prize: draft, stockBefore: prize?.stock ?? null })))) return;
    showToast({ tone: 'good', title: fill(words.saved, { name: draft.name }) });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={prize === undefined ? words.addTitle : fill(words.editTitle, { name: prize.name })}
      size="lg"
    >
      <div className="game-editor">
        <TextInput
          data-autofocus
          label={words.name}
          maxLength={60}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={words.kind}
          allowDeselect={false}
          data={KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
          value={draft.kind}
          onChange={(next) => change({ kind: KINDS.find((kind) => kind === next) ?? draft.kind })}
        />
        <PicturePicker picture={draft.picture} onPick={(picture) => change({ picture })} />
        <AmountFields draft={draft} left={left} onChange={change} />
        <DateFields draft={draft} onChange={change} />
        <Switch
          label={words.once}
          checked={draft.oncePerViewer}
          onChange={(event) => change({ oncePerViewer: event.currentTarget.checked })}
        />
        <Switch
          label={words.enabled}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <div className="game-buttons">
          <Button loading={busy} disabled={!isReady} onClick={() => void save()}>
            {words.save}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface PartProps {
  readonly draft: Prize;
  readonly onChange: (next: Partial<Prize>) => void;
}

function AmountFields({ draft, left, onChange }: PartProps & { readonly left: number }) {
  const { lottery: words } = useStrings().games;
  return (
    <div className="game-fields">
      <NumberInput
        label={words.chance}
        min={0}
        max={Math.max(0, Math.round(left * 100) / 100)}
        step={1}
        decimalScale={2}
        value={draft.chance / 100}
        onChange={(value) => onChange({ chance: Math.min(10_000, Math.max(0, Math.round((Number(value) || 0) * 100))) })}
      />
      <NumberInput
        label={words.stock}
        description={words.stockHint}
        min={0}
        max={1_000_000}
        allowDecimal={false}
        value={draft.stock ?? ''}
        onChange={(value) => onChange({ stock: typeof value === 'number' ? Math.max(0, value) : null })}
      />
      {draft.kind === 'points' ? (
        <NumberInput
          label={words.value}
          min={-1_000_000}
          max={1_000_000}
          allowDecimal={false}
          value={draft.points}
          onChange={(value) => onChange({ points: Math.round(Number(value) || 0) })}
        />
      ) : null}
    </div>
  );
}

function DateFields({ draft, onChange }: PartProps) {
  const { lottery: words } = useStrings().games;
  return (
    <div className="game-fields">
      <TextInput
        type="datetime-local"
        label={words.from}
        description={words.datesHint}
        value={localFrom(draft.from)}
        onChange={(event) => onChange({ from: momentFrom(event.currentTarget.value) })}
      />
      <TextInput
        type="datetime-local"
        label={words.until}
        description={words.datesHint}
        value={localFrom(draft.until)}
        onChange={(event) => onChange({ until: momentFrom(event.currentTarget.value) })}
      />
    </div>
  );
}

/** "2026-11-22T20:30" in this computer's time. */
function localFrom(ms: number | null): string {
  if (ms === null) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
function momentFrom(local: string): number | null {
  const ms = local === '' ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(ms) ? null : ms;
}
