import { IconAlertTriangle, IconBulb, IconCheck } from '@tabler/icons-react';
import { useCallback, useEffect, useRef } from 'react';
import type { Advice, AdviceReason, LocalModel } from '#shared/inference/local-models.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { DownloadButton, DownloadProgress } from './download-state.tsx';
import { sizeOf } from './model-facts.tsx';

/** Reasons that speak against a model. */
const AGAINST: ReadonlySet<AdviceReason> = new Set([
  'measured-slow',
  'heavy-for-cores',
  'memory-tight',
  'memory-short',
  'disk-short',
  'no-commercial-use',
  'other-language',
]);

/** What suits this computer and this streamer, with the reasons in words. */
export function AdviceCard({ models }: { readonly models: readonly LocalModel[] }) {
  const { localModels } = useStrings();
  const language = useInterfaceLanguage();
  const client = useClient();
  const spoken = language === 'zh-CN' ? 'zh' : language;
  const ask = useCallback((signal: AbortSignal) => client.localModels.advise({ language: spoken }, { signal }), [client, spoken]);
  const { value, problem, again } = useQuery(ask);
  useAgainWhenInstalled(models, again);
  return (
    <Panel title={localModels.advice} hint={localModels.adviceHint} icon={<IconBulb size="1.25rem" />}>
      {value === undefined ? (
        problem === undefined ? (
          <LoadingState rows={3} />
        ) : (
          <FailedState title={localModels.adviceFailed} problem={problem} onRetry={again} />
        )
      ) : (
        <>
          <MachineLine machine={value.machine} />
          <Proposals advice={value} models={models} />
        </>
      )}
    </Panel>
  );
}

/** The advice changes with what is installed. */
function useAgainWhenInstalled(models: readonly LocalModel[], again: () => void): void {
  const installed = models.flatMap(({ manifest, state }) => (state.name === 'installed' ? [manifest.id] : [])).join(' ');
  const before = useRef(installed);
  useEffect(() => {
    if (before.current === installed) return;
    before.current = installed;
    again();
  }, [installed, again]);
}

function MachineLine({ machine }: { readonly machine: Advice['machine'] }) {
  const { localModels } = useStrings();
  const { cores, memoryBytes, freeDiskBytes, provider } = machine;
  return (
    <p className="quiet-line tabular">
      {fill(localModels.machine, {
        cores,
        memory: bytesText(memoryBytes),
        disk: freeDiskBytes === null ? localModels.diskUnknown : bytesText(freeDiskBytes),
        provider: localModels.providerNames[provider],
      })}
    </p>
  );
}

function Proposals({ advice, models }: { readonly advice: Advice; readonly models: readonly LocalModel[] }) {
  const { localModels } = useStrings();
  if (advice.proposals.length === 0) return <p className="quiet-line">{localModels.adviceNone}</p>;
  const tasks = [...new Set(advice.proposals.map(({ task }) => task))];
  return (
    <div className="local-advice">
      {tasks.map((task) => (
        <section key={task}>
          <h3>{localModels.tasks[task]}</h3>
          <ol className="local-proposals">
            {advice.proposals
              .filter((proposal) => proposal.task === task)
              .map((proposal, rank) => {
                const model = models.find(({ manifest }) => manifest.id === proposal.modelId);
                return model === undefined ? null : (
                  <Proposal key={proposal.modelId} model={model} proposal={proposal} best={rank === 0 && proposal.fits} />
                );
              })}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Proposal({
  model,
  proposal,
  best,
}: {
  readonly model: LocalModel;
  readonly proposal: Advice['proposals'][number];
  readonly best: boolean;
}) {
  const { localModels } = useStrings();
  const { manifest, state } = model;
  return (
    <li className={best ? 'local-proposal local-proposal-best' : 'local-proposal'} data-proposal={manifest.id}>
      <div className="local-words">
        <strong>{manifest.name}</strong>
        <span className="local-reasons">
          <span className="tabular">{bytesText(sizeOf(manifest))}</span>
          {proposal.fits ? null : <span className="local-warn">{localModels.notFitting}</span>}
          {proposal.reasons.map((reason) => (
            <span key={reason} className={AGAINST.has(reason) ? 'local-warn' : 'local-reason'}>
              {AGAINST.has(reason) ? <IconAlertTriangle size="0.75rem" aria-hidden /> : <IconCheck size="0.75rem" aria-hidden />}
              {localModels.reasons[reason]}
            </span>
          ))}
        </span>
      </div>
      {state.name === 'available' ? <DownloadButton model={model} main={best} /> : null}
      {state.name === 'downloading' || state.name === 'paused' ? <DownloadProgress model={model} state={state} /> : null}
    </li>
  );
}
