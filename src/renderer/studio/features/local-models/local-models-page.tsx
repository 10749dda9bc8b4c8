import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { ModelDropZone } from '../avatar/model-drop-zone.tsx';
import { AddCard } from './add-card.tsx';
import { AdviceCard } from './advice-card.tsx';
import { ImportsCard } from './imports-card.tsx';
import { ProvidersCard } from './providers-card.tsx';
import { RemovedCard } from './removed-card.tsx';
import { RuntimeCard } from './runtime-card.tsx';
import { SourcesCard } from './sources-card.tsx';
import { TaskCard } from './task-card.tsx';
import { INFERENCE_TASKS_SHOWN } from './tasks.ts';
import { useAddLocalModels } from './use-add-local-models.ts';
import './local-models.css';

/** Models that run on this computer: what suits it, what there is, what can be fetched, and what runs where. */
export function LocalModelsPage() {
  const { localModels } = useStrings();
  const { value, problem } = useWatch((api) => api.localModels.watch);
  const runtime = useWatch((api) => api.localModels.watchRuntime);
  const add = useAddLocalModels();
  return (
    <ModelDropZone text={localModels.dropHere} onGroups={add}>
      <Page title={localModels.title} intro={localModels.intro}>
        {value === undefined ? (
          <Panel>
            {problem === undefined ? <LoadingState rows={6} /> : <FailedState title={localModels.loadFailed} problem={problem} />}
          </Panel>
        ) : (
          <>
            <ImportsCard imports={value.imports} />
            <AdviceCard models={value.models} />
            <AddCard />
            {INFERENCE_TASKS_SHOWN.map((task) => (
              <TaskCard key={task} task={task} models={value.models.filter(({ manifest }) => manifest.task === task)} />
            ))}
            <RemovedCard removed={value.removed} />
            <SourcesCard catalogue={value.catalogue} freeBytes={value.freeBytes} />
          </>
        )}
        <ProvidersCard reports={runtime.value?.providers} />
        <RuntimeCard runtime={runtime.value} models={value?.models ?? []} />
      </Page>
    </ModelDropZone>
  );
}
