import { ActionIcon, Button, Modal, NumberInput, Progress, Select, Switch, TextInput } from '@mantine/core';
import { IconFlag, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { GOAL_KINDS, type Goal, goalSetupSchema } from '#shared/audience/games.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { newId } from './new-id.ts';
import { useGameAction } from './use-game-action.ts';

const MICROS = 1_000_000;
/** Money is kept in millionths; people think in whole units. */
const shownAmount = (goal: Pick<Goal, 'kind'>, amount: number): number => (goal.kind === 'money' ? amount / MICROS : amount);
const keptAmount = (goal: Pick<Goal, 'kind'>, shown: number): number =>
  Math.max(0, Math.round(goal.kind === 'money' ? shown * MICROS : shown));

/** What the room works towards. */
export function GoalsTab({ goals }: { readonly goals: readonly Goal[] }) {
  const { games } = useStrings();
  const words = games.goals;
  const [editing, setEditing] = useState<Goal | 'new'>();
  return (
    <Panel
      title={words.title}
      hint={`${words.hint} ${fill(games.say, { words: words.words })}`}
      icon={<IconFlag size="1.25rem" />}
      right={
        <Button size="compact-sm" leftSection={<IconPlus size="0.9rem" />} onClick={() => setEditing('new')}>
          {words.add}
        </Button>
      }
    >
      {goals.length === 0 ? <EmptyState icon={<IconFlag size="1.5rem" />} title={words.none} hint={words.noneHint} /> : null}
      <ul className="game-list">
        {goals.map((goal) => (
          <GoalRow key={goal.id} goal={goal} onEdit={setEditing} />
        ))}
      </ul>
      {editing === undefined ? null : (
        <GoalEditor
          key={editing === 'new' ? 'new' : editing.id}
          goal={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Panel>
  );
}

function GoalRow({ goal, onEdit }: { readonly goal: Goal; readonly onEdit: (goal: Goal) => void }) {
  const { games, common } = useStrings();
  const words = games.goals;
  const { act } = useGameAction();
  const percent = Math.min(100, Math.floor((100 * goal.progress) / goal.target));
  const remove = async (): Promise<void> => {
    if (!(await act((api) => api.removeGoal({ id: goal.id })))) return;
    const { id, title, kind, target, active } = goal;
    const run = async (): Promise<void> => {
      if (!(await act((api) => api.saveGoal({ id, title, kind, target, active })))) return;
      if (goal.progress > 0) await act((api) => api.setGoalProgress({ id, progress: goal.progress }));
    };
    showToast({
      tone: 'plain',
      title: fill(words.removed, { name: title }),
      action: { label: common.undo, run: () => void run() },
    });
  };
  return (
    <li className="game-row goal-row" data-off={!goal.active || undefined}>
      <span className="game-words">
        <strong>{goal.title}</strong>
        <span>
          {words.kinds[goal.kind]} · {shownAmount(goal, goal.progress)} / {shownAmount(goal, goal.target)}
        </span>
        <Progress value={percent} color={goal.reachedAt === null ? 'pink' : 'teal'} aria-label={`${goal.title}: ${percent} %`} />
      </span>
      <span className="tag tabular">{goal.reachedAt === null ? `${percent} %` : words.reached}</span>
      <ActionIcon variant="subtle" color="gray" aria-label={fill(words.edit, { name: goal.title })} onClick={() => onEdit(goal)}>
        <IconPencil size="1rem" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={fill(words.remove, { name: goal.title })}
        onClick={() => void remove()}
      >
        <IconTrash size="1rem" />
      </ActionIcon>
    </li>
  );
}

const emptyGoal = (): Goal => ({
  id: newId(),
  title: '',
  kind: 'follows',
  target: 50,
  progress: 0,
  active: true,
  reachedAt: null,
});

function GoalEditor({ goal, onClose }: { readonly goal: Goal | undefined; readonly onClose: () => void }) {
  const words = useStrings().games.goals;
  const { act, busy } = useGameAction();
  const [draft, setDraft] = useState(() => goal ?? emptyGoal());
  const change = (next: Partial<Goal>): void => setDraft((before) => ({ ...before, ...next }));
  const { id, title, kind, target, active, progress } = draft;
  const setup = { id, title, kind, target, active };
  const save = async (): Promise<void> => {
    if (!(await act((api) => api.saveGoal(setup)))) return;
    if (goal !== undefined && goal.kind === kind && progress !== goal.progress)
      await act((api) => api.setGoalProgress({ id, progress }));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={goal === undefined ? words.addTitle : words.editTitle} size="md">
      <div className="game-editor">
        <TextInput
          data-autofocus
          label={words.name}
          placeholder={words.namePlaceholder}
          maxLength={120}
          value={title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Select
          label={words.kind}
          allowDeselect={false}
          data={GOAL_KINDS.map((one) => ({ value: one, label: words.kinds[one] }))}
          value={kind}
          onChange={(next) => {
            const chosen = GOAL_KINDS.find((one) => one === next) ?? kind;
            change({ kind: chosen, target: keptAmount({ kind: chosen }, shownAmount(draft, target)) });
          }}
        />
        <div className="game-fields">
          <NumberInput
            label={words.target}
            min={1}
            value={shownAmount(draft, target)}
            onChange={(value) => change({ target: Math.max(1, keptAmount(draft, Number(value) || 0)) })}
          />
          {goal === undefined || goal.kind !== kind ? null : (
            <NumberInput
              label={words.setProgress}
              min={0}
              value={shownAmount(draft, progress)}
              onChange={(value) => change({ progress: keptAmount(draft, Number(value) || 0) })}
            />
          )}
        </div>
        <Switch label={words.active} checked={active} onChange={(event) => change({ active: event.currentTarget.checked })} />
        <div className="game-buttons">
          <Button loading={busy} disabled={!goalSetupSchema.safeParse(setup).success} onClick={() => void save()}>
            {words.save}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
