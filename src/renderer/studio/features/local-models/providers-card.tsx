import { Button, NativeSelect } from '@mantine/core';
import { IconCpu2, IconRefresh } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { ProviderView } from '#shared/contract/local-models.ts';
import { inferenceSettingsSchema } from '#shared/settings/settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

const providerSchema = inferenceSettingsSchema.unwrap().shape.provider;

/** Ways to compute on this machine: what each was found to do when it was tried. */
export function ProvidersCard({ reports }: { readonly reports: readonly ProviderView[] | undefined }) {
  const { localModels } = useStrings();
  const client = useClient();
  const probe = useAction(
    localModels.failed.probe,
    useCallback(() => client.localModels.probe({}), [client]),
  );
  return (
    <Panel
      title={localModels.providers}
      hint={localModels.providersHint}
      icon={<IconCpu2 size="1.25rem" />}
      right={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size="0.9rem" />}
          loading={probe.busy}
          onClick={() => void probe.run()}
        >
          {localModels.probe}
        </Button>
      }
    >
      <ProviderChoice reports={reports ?? []} />
      {reports === undefined ? (
        <LoadingState rows={2} />
      ) : (
        <ul className="local-list" aria-busy={probe.busy}>
          {reports.map((report) => (
            <ProviderRow key={report.provider} report={report} />
          ))}
        </ul>
      )}
      <p className="quiet-line" aria-live="polite">
        {probe.busy ? localModels.probing : reports?.every(({ probedAt }) => probedAt === null) ? localModels.neverProbed : ''}
      </p>
    </Panel>
  );
}

function ProviderChoice({ reports }: { readonly reports: readonly ProviderView[] }) {
  const { localModels } = useStrings();
  const value = useSettings(({ inference }) => inference.provider);
  const save = useSave();
  const lock = useLock('inference.provider');
  const known = providerSchema
    .unwrap()
    .options.filter(
      (option) =>
        option === 'auto' || option === 'cpu' || option === value || reports.some(({ provider }) => provider === option),
    );
  return (
    <NativeSelect
      label={localModels.providerChoice}
      description={lock.note}
      disabled={lock.disabled}
      value={value}
      onChange={(event) => void save({ inference: { provider: providerSchema.parse(event.currentTarget.value) } })}
      data={known.map((option) => ({ value: option, label: localModels.providerNames[option] }))}
      className="local-provider-choice"
    />
  );
}

function ProviderRow({ report }: { readonly report: ProviderView }) {
  const { localModels } = useStrings();
  const { provider, state, detail, speedup } = report;
  const speed =
    speedup === null
      ? ''
      : speedup < 1
        ? localModels.slower
        : fill(localModels.speedup, { n: speedup < 10 ? speedup.toFixed(1) : Math.round(speedup) });
  const facts =
    state === 'missing'
      ? [localModels.missingHints[provider]]
      : // What was not tried has nothing to say beyond that, and the processor needs no words.
        state === 'not-probed' || provider === 'cpu'
        ? []
        : [detail, state === 'works' ? report.driver : '', speed];
  const tone = state === 'works' ? 'tag tag-good' : 'tag tag-off';
  return (
    <li className="local-row local-row-head" data-provider={provider} data-state={state}>
      <div className="local-words">
        <strong>{localModels.providerNames[provider]}</strong>
        <span className="local-detail">{facts.filter((part) => part !== '').join(' · ')}</span>
      </div>
      <span className={tone}>{localModels.providerStates[state]}</span>
    </li>
  );
}
