import { ActionIcon, Button, Switch, Tooltip } from '@mantine/core';
import { IconGift, IconHistory, IconLock, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { LotteryView, Prize } from '#shared/audience/games.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { SavedNumber } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { DrawnCard } from './drawn-card.tsx';
import { PrizeEditor } from './prize-editor.tsx';
import { PrizePicture, usePictures } from './prize-picture.tsx';
import { useGameAction } from './use-game-action.ts';

/** The lottery: its rules, prizes, what was won, and the round's commitment. */
export function LotteryTab({ view }: { readonly view: LotteryView }) {
  return (
    <>
      <RulesCard view={view} />
      <PrizesCard prizes={view.prizes} />
      <DrawnCard drawn={view.drawn} />
      <RoundCard view={view} />
    </>
  );
}

function RulesCard({ view }: { readonly view: LotteryView }) {
  const { games } = useStrings();
  const words = games.lottery;
  const { act } = useGameAction();
  const { rules } = view;
  const save = async (next: Partial<typeof rules>): Promise<void> => {
    await act((api) => api.setLotteryRules({ ...rules, ...next }));
  };
  return (
    <Panel title={words.title} hint={words.hint} icon={<IconGift size="1.25rem" />}>
      <Switch
        label={words.open}
        description={fill(games.say, { words: words.words })}
        checked={rules.open}
        onChange={(event) => void save({ open: event.currentTarget.checked })}
      />
      <div className="game-fields">
        <SavedNumber
          path="games.lottery.cost"
          label={words.cost}
          min={0}
          max={100_000_000}
          allowDecimal={false}
          value={rules.cost}
          onSave={(cost) => save({ cost })}
        />
        <SavedNumber
          path="games.lottery.maxDraws"
          label={words.maxDraws}
          min={1}
          max={10}
          allowDecimal={false}
          value={rules.maxDraws}
          onSave={(maxDraws) => save({ maxDraws })}
        />
      </div>
    </Panel>
  );
}

function PrizesCard({ prizes }: { readonly prizes: readonly Prize[] }) {
  const { games } = useStrings();
  const words = games.lottery;
  const [editing, setEditing] = useState<Prize | 'new'>();
  const files = usePictures();
  const chance = prizes.reduce((sum, prize) => sum + (prize.enabled ? prize.chance : 0), 0) / 100;
  return (
    <Panel
      title={words.prizes}
      hint={fill(words.total, { n: chance, rest: Math.round((100 - chance) * 100) / 100 })}
      right={
        <Button size="compact-sm" leftSection={<IconPlus size="0.9rem" />} onClick={() => setEditing('new')}>
          {words.add}
        </Button>
      }
    >
      {prizes.length === 0 ? (
        <EmptyState icon={<IconGift size="1.5rem" />} title={words.prizesNone} hint={words.prizesNoneHint} />
      ) : (
        <ul className="game-list">
          {prizes.map((prize) => (
            <PrizeRow key={prize.id} prize={prize} files={files} onEdit={setEditing} />
          ))}
        </ul>
      )}
      {editing === undefined ? null : (
        <PrizeEditor
          key={editing === 'new' ? 'new' : editing.id}
          prize={editing === 'new' ? undefined : editing}
          left={100 - chance + (editing === 'new' || !editing.enabled ? 0 : editing.chance / 100)}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Panel>
  );
}

interface PrizeRowProps {
  readonly prize: Prize;
  readonly files: ReturnType<typeof usePictures>;
  readonly onEdit: (prize: Prize) => void;
}

function PrizeRow({ prize, files, onEdit }: PrizeRowProps) {
  const { games, common } = useStrings();
  const words = games.lottery;
  const { act } = useGameAction();
  const { name, stock } = prize;
  const remove = async (): Promise<void> => {
    if (!(await act((api) => api.removePrize({ id: prize.id })))) return;
    const run = () => void act((api) => api.savePrize({ prize, stockBefore: stock }));
    showToast({ tone: 'plain', title: fill(words.removed, { name }), action: { label: common.undo, run } });
  };
  return (
    <li className="game-row" data-off={!prize.enabled || undefined}>
      <span className="game-chance tabular">{prize.chance / 100} %</span>
      <PrizePicture picture={prize.picture} files={files} />
      <span className="game-words">
        <strong>{name}</strong>
        <span>{prize.kind === 'points' ? fill(games.points, { n: prize.points }) : words.kinds[prize.kind]}</span>
      </span>
      <span className="tag" data-bad={stock === 0 || undefined}>
        {stock === null ? words.endless : stock === 0 ? words.soldOut : fill(words.stockLeft, { n: stock })}
      </span>
      <Tooltip label={fill(words.edit, { name })}>
        <ActionIcon variant="subtle" color="gray" aria-label={fill(words.edit, { name })} onClick={() => onEdit(prize)}>
          <IconPencil size="1rem" />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={fill(words.remove, { name })}>
        <ActionIcon variant="subtle" color="gray" aria-label={fill(words.remove, { name })} onClick={() => void remove()}>
          <IconTrash size="1rem" />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function RoundCard({ view }: { readonly view: LotteryView }) {
  const words = useStrings().games.lottery;
  const { act, busy } = useGameAction();
  const reveal = async (): Promise<void> => {
    if (await act((api) => api.revealLottery())) showToast({ tone: 'good', title: words.revealed });
  };
  return (
    <Panel title={words.round} hint={words.roundHint} icon={<IconLock size="1.25rem" />}>
      <CopyField label={words.round} text={view.round.commit} />
      <div className="game-buttons">
        <p className="quiet-line">
          <IconHistory size="0.9rem" aria-hidden /> {fill(words.roundDraws, { n: view.round.draws })}
        </p>
        <Button variant="default" loading={busy} disabled={view.round.draws === 0} onClick={() => void reveal()}>
          {words.reveal}
        </Button>
      </div>
    </Panel>
  );
}
