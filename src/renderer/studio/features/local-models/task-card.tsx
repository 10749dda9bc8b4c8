import { Button } from '@mantine/core';
import { IconAdjustments, IconBook2, IconEar, IconMicrophone2, IconMoodSmile, IconWaveSine } from '@tabler/icons-react';
import { useState } from 'react';
import type { LocalModel } from '#shared/inference/local-models.ts';
import type { InferenceTask } from '#shared/inference/model-manifest.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { ModelRow } from './model-row.tsx';

const ICONS: Readonly<Record<InferenceTask, typeof IconEar>> = {
  tts: IconMicrophone2,
  asr: IconEar,
  vad: IconWaveSine,
  'lip-sync': IconMoodSmile,
  denoise: IconAdjustments,
  embedding: IconBook2,
};
/** More would push the other tasks out of sight. */
const SHOWN = 4;

/** All models of one task: what is here first, then what can be fetched. Tasks without any are not shown, but those that a streamer chooses. */
export function TaskCard({ task, models }: { readonly task: InferenceTask; readonly models: readonly LocalModel[] }) {
  const { localModels } = useStrings();
  const isMain = task === 'tts' || task === 'asr';
  if (models.length === 0 && !isMain) return null;
  const here = models.filter(({ state }) => state.name !== 'available');
  const offered = models.filter(({ state }) => state.name === 'available');
  const Icon = ICONS[task];
  const count = here.filter(({ state }) => state.name === 'installed').length;
  return (
    <Panel
      title={localModels.tasks[task]}
      hint={localModels.taskHints[task]}
      icon={<Icon size="1.25rem" />}
      right={count > 0 ? <span className="quiet-line tabular">{fill(localModels.installedCount, { n: count })}</span> : undefined}
    >
      {here.length > 0 ? (
        <ul className="local-list">
          {here.map((model) => (
            <ModelRow key={model.manifest.id} model={model} />
          ))}
        </ul>
      ) : (
        <p className="local-none">
          {localModels.nonePlain}
          <span>{offered.length > 0 ? localModels.noneHint : localModels.noneOffered}</span>
        </p>
      )}
      {offered.length > 0 ? <OfferedList models={offered} /> : null}
    </Panel>
  );
}

function OfferedList({ models }: { readonly models: readonly LocalModel[] }) {
  const { localModels } = useStrings();
  const language = useInterfaceLanguage();
  const [all, setAll] = useState(false);
  const spoken = language === 'zh-CN' ? 'zh' : language;
  const suits = ({ manifest: { languages } }: LocalModel): number =>
    languages.includes(spoken) ? 0 : languages.includes('any') ? 1 : 2;
  // The list's own order says which is better; one's own language goes before that.
  const sorted = [...models].sort((a, b) => suits(a) - suits(b));
  const shown = all ? sorted : sorted.slice(0, SHOWN);
  return (
    <div className="local-offered">
      <h3>{localModels.offered}</h3>
      <ul className="local-list">
        {shown.map((model) => (
          <ModelRow key={model.manifest.id} model={model} />
        ))}
      </ul>
      {models.length > SHOWN ? (
        <Button size="compact-sm" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? localModels.lessOffered : fill(localModels.moreOffered, { n: models.length - SHOWN })}
        </Button>
      ) : null}
    </div>
  );
}
