import { Tooltip } from '@mantine/core';
import { IconLoader2, IconStarFilled } from '@tabler/icons-react';
import type { LocalModel } from '#shared/inference/local-models.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { DownloadButton, DownloadProgress, FailureNote } from './download-state.tsx';
import { ModelFacts } from './model-facts.tsx';
import { RowMenu } from './row-menu.tsx';
import { TASKS_WITH_CHOICE } from './tasks.ts';

/** One model with what is here of it. */
export function ModelRow({ model }: { readonly model: LocalModel }) {
  const { manifest, state } = model;
  return (
    <li className="local-row" data-model={manifest.id} data-state={state.name}>
      <div className="local-row-head">
        <div className="local-words">
          <strong>{manifest.name}</strong>
          <ModelFacts model={model} />
        </div>
        <RowEnd model={model} />
      </div>
      {state.name === 'downloading' || state.name === 'paused' ? <DownloadProgress model={model} state={state} /> : null}
      {state.name === 'failed' ? <FailureNote model={model} state={state} /> : null}
    </li>
  );
}

function RowEnd({ model }: { readonly model: LocalModel }) {
  const { localModels } = useStrings();
  const chosen = useSettings(({ inference }) => inference.models[model.manifest.task]);
  const { state, manifest } = model;
  if (state.name === 'available') return <DownloadButton model={model} />;
  if (state.name === 'verifying')
    return (
      <span className="local-busy">
        <IconLoader2 className="local-turn" size="1rem" aria-hidden /> {localModels.checking}
      </span>
    );
  if (state.name === 'downloading' || state.name === 'paused') return null;
  // A failed download is cancelled; damaged files of an installed model are removed.
  const isHere = state.name === 'installed' || state.totalBytes === 0;
  const isFirst = chosen === manifest.id;
  const isShipped = state.name === 'installed' && state.origin === 'shipped';
  return (
    <div className="local-end">
      {model.inUse ? <span className="tag tag-good">{localModels.inUse}</span> : null}
      {isFirst && state.name === 'installed' ? (
        <Tooltip label={localModels.firstHint}>
          <span className="tag tag-accent">
            <IconStarFilled size="0.7rem" aria-hidden /> {localModels.isFirst}
          </span>
        </Tooltip>
      ) : null}
      {isShipped ? <span className="tag">{localModels.shipped}</span> : null}
      {state.name === 'installed' && state.origin === 'imported' ? <span className="tag">{localModels.imported}</span> : null}
      {isHere ? (
        <RowMenu
          model={model}
          canRemove={!isShipped}
          canBeFirst={!isFirst && state.name === 'installed' && TASKS_WITH_CHOICE.includes(manifest.task)}
        />
      ) : null}
    </div>
  );
}
