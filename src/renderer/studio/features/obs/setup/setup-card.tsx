import { Button, Progress, Switch } from '@mantine/core';
import { IconArrowBackUp, IconCircleCheck, IconInfoCircle, IconTrash, IconWand } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { SetupPlan, SetupView } from '#shared/obs/setup/setup-view.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { Panel } from '../../../ui/page.tsx';
import { FailedState, LoadingState } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import type { Query } from '../../../ui/use-query.ts';
import { PlanList } from './plan-list.tsx';
import { RemoveSheet } from './remove-sheet.tsx';
import { ResultBox } from './result-box.tsx';

interface SetupCardProps {
  readonly view: SetupView;
  readonly plan: Query<SetupPlan>;
}

/** What one click will do, the click, and what came of it. */
export function SetupCard({ view, plan }: SetupCardProps) {
  const { obsSetup } = useStrings();
  return (
    <Panel title={obsSetup.title} hint={obsSetup.hint} icon={<IconWand size="1.25rem" />}>
      {view.run === null ? <Ready view={view} plan={plan} /> : <Running run={view.run} />}
    </Panel>
  );
}

function Ready({ view, plan }: SetupCardProps) {
  const { obsSetup } = useStrings();
  const { value, problem, again } = plan;
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={3} />
    ) : (
      <FailedState title={obsSetup.planFailed} problem={problem} onRetry={again} />
    );
  return (
    <>
      {isToldBelow(view, value) ? null : <ResultBox view={view} />}
      <Summary plan={value} />
      <Notes plan={value} />
      <Wishes view={view} plan={value} />
      <Verbs view={view} plan={value} />
    </>
  );
}

/** That all is in place says it. */
const isToldBelow = ({ last }: SetupView, plan: SetupPlan): boolean =>
  last?.kind === 'apply' && last.outcome === 'done' && plan.changes === 0;

function Summary({ plan }: { readonly plan: SetupPlan }) {
  const { obsSetup } = useStrings();
  const [open, setOpen] = useState(false);
  if (plan.changes === 0)
    return (
      <div className="setup-there">
        <IconCircleCheck size="1.25rem" aria-hidden />
        <div>
          <strong>{obsSetup.allThere}</strong>
          <p>{obsSetup.allThereText}</p>
        </div>
      </div>
    );
  return (
    <div className="setup-summary">
      <p>{fill(plan.present ? obsSetup.planRepair : obsSetup.planNew, { n: plan.changes })}</p>
      <Button size="compact-sm" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? obsSetup.hidePlan : obsSetup.showPlan}
      </Button>
      {open ? <PlanList plan={plan} /> : null}
    </div>
  );
}

function Notes({ plan }: { readonly plan: SetupPlan }) {
  const { obsSetup } = useStrings();
  if (plan.notes.length === 0) return null;
  return (
    <ul className="setup-notes">
      {plan.notes.map(({ code, names }) => (
        <li key={code}>
          <IconInfoCircle size="1rem" aria-hidden />
          <span>{fill(obsSetup.notes[code], { names: names.join(', ') })}</span>
        </li>
      ))}
    </ul>
  );
}

function Wishes({ view, plan }: { readonly view: SetupView; readonly plan: SetupPlan }) {
  const { obsSetup } = useStrings();
  const client = useClient();
  const { run: setWish } = useAction(
    obsSetup.saveFailed,
    useCallback((wish: Partial<SetupView['wish']>) => client.obsSetup.setWish(wish), [client]),
  );
  const captures = plan.notes.some(({ code }) => code === 'no-browser-source');
  return (
    <>
      {captures ? (
        <ChoiceCards
          wide
          label={obsSetup.capture}
          value={view.wish.capture}
          choices={[
            { value: 'window', title: obsSetup.captureWindow, hint: obsSetup.captureWindowHint },
            { value: 'screen', title: obsSetup.captureScreen, hint: obsSetup.captureScreenHint },
          ]}
          onChange={(capture) => void setWish({ capture: capture === 'screen' ? 'screen' : 'window' })}
        />
      ) : null}
      {plan.present ? null : (
        <Switch
          label={obsSetup.showAtOnce}
          description={obsSetup.showAtOnceHint}
          checked={view.wish.showAtOnce}
          onChange={(event) => void setWish({ showAtOnce: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

function Verbs({ view, plan }: { readonly view: SetupView; readonly plan: SetupPlan }) {
  const { obsSetup } = useStrings();
  const client = useClient();
  const [removing, setRemoving] = useState(false);
  const { chosenId, undo } = view;
  const apply = useAction(
    obsSetup.applyFailed,
    useCallback(() => client.obsSetup.apply({ templateId: chosenId }), [client, chosenId]),
  );
  const takeBack = useAction(
    obsSetup.undoFailed,
    useCallback(() => client.obsSetup.undo(), [client]),
  );
  return (
    <div className="button-row setup-verbs">
      {plan.changes === 0 ? null : (
        <Button size="md" leftSection={<IconWand size="1.1rem" />} loading={apply.busy} onClick={() => void apply.run()}>
          {plan.present ? obsSetup.repair : obsSetup.setUp}
        </Button>
      )}
      {undo === null ? null : (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size="1rem" />}
          loading={takeBack.busy}
          onClick={() => void takeBack.run()}
        >
          {obsSetup.undo[undo.kind]}
        </Button>
      )}
      {plan.present ? (
        <Button variant="subtle" color="red" leftSection={<IconTrash size="1rem" />} onClick={() => setRemoving(true)}>
          {obsSetup.remove}
        </Button>
      ) : null}
      <RemoveSheet opened={removing} onClose={() => setRemoving(false)} />
    </div>
  );
}

function Running({ run }: { readonly run: NonNullable<SetupView['run']> }) {
  const { obsSetup } = useStrings();
  const client = useClient();
  const cancel = useAction(
    obsSetup.cancelFailed,
    useCallback(() => client.obsSetup.cancel(), [client]),
  );
  const share = run.total === 0 ? 0 : (run.done / run.total) * 100;
  return (
    <div className="setup-running" role="status">
      <div className="setup-running-head">
        <strong>{obsSetup.working[run.kind]}</strong>
        <span className="tabular">{fill(obsSetup.progress, { done: run.done, total: run.total })}</span>
      </div>
      <Progress value={share} animated aria-label={obsSetup.working[run.kind]} />
      <p className="quiet-line">{run.name}</p>
      <div className="button-row">
        <Button variant="default" size="xs" loading={cancel.busy} onClick={() => void cancel.run()}>
          {obsSetup.cancel}
        </Button>
      </div>
    </div>
  );
}
