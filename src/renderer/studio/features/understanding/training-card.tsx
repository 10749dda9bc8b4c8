import { Alert, Button, Progress } from '@mantine/core';
import { IconArrowBackUp, IconSchool } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { IntentView } from '#shared/contract/intent.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { TrainingResultView } from './training-result.tsx';

/** Learns the examples, and the way back. */
export function TrainingCard({ view }: { readonly view: IntentView }) {
  const { understanding } = useStrings();
  return (
    <Panel title={understanding.training} hint={understanding.trainingHint} icon={<IconSchool size="1.25rem" />}>
      <ModelLine view={view} />
      {view.training === null ? <Buttons view={view} /> : <Running share={view.training} />}
      {view.training === null && view.last !== null ? <TrainingResultView result={view.last} /> : null}
    </Panel>
  );
}

function ModelLine({ view: { model, examples } }: { readonly view: IntentView }) {
  const { understanding } = useStrings();
  const language = useInterfaceLanguage();
  const time = new Date(model.trainedAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  const words =
    model.source === 'shipped'
      ? understanding.shipped
      : `${fill(understanding.own, { n: model.examples })} · ${fill(understanding.ownSince, { time })}`;
  return (
    <div className="understanding-model">
      <p>{words}</p>
      {examples.unlearned ? (
        <Alert variant="light" color="yellow" p="xs">
          {understanding.changed}
        </Alert>
      ) : null}
    </div>
  );
}

function Running({ share }: { readonly share: number }) {
  const { understanding } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    understanding.cancelFailed,
    useCallback(() => client.intent.cancelTraining(), [client]),
  );
  const percent = Math.round(share * 100);
  return (
    <div className="understanding-running">
      <div className="understanding-running-words">
        <strong>{fill(understanding.running, { n: percent })}</strong>
        <p>{understanding.runningHint}</p>
        <Progress value={percent} aria-label={understanding.training} animated />
      </div>
      <Button variant="default" loading={busy} onClick={() => void run()}>
        {understanding.cancel}
      </Button>
    </div>
  );
}

function Buttons({ view }: { readonly view: IntentView }) {
  const { understanding } = useStrings();
  const client = useClient();
  const train = useAction(
    understanding.trainFailed,
    useCallback(() => client.intent.train(), [client]),
  );
  const undo = useAction(
    understanding.undoFailed,
    useCallback(async () => {
      await client.intent.undoTraining();
      showToast({ tone: 'plain', title: understanding.undone });
    }, [client, understanding]),
  );
  const reset = useAction(
    understanding.resetFailed,
    useCallback(async () => {
      await client.intent.resetModel();
      showToast({ tone: 'plain', title: understanding.resetDone });
    }, [client, understanding]),
  );
  const nothing = view.examples.count === 0;
  return (
    <div className="understanding-buttons">
      <Button disabled={nothing} loading={train.busy} onClick={() => void train.run()}>
        {understanding.train}
      </Button>
      {nothing ? <span className="quiet-line">{understanding.nothingToLearn}</span> : null}
      <span className="understanding-space" />
      {view.canUndo ? (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowBackUp size="1rem" aria-hidden />}
          loading={undo.busy}
          onClick={() => void undo.run()}
        >
          {understanding.undo}
        </Button>
      ) : null}
      {view.model.source === 'own' ? (
        <Button variant="subtle" color="gray" loading={reset.busy} onClick={() => void reset.run()}>
          {understanding.reset}
        </Button>
      ) : null}
    </div>
  );
}
