import { Button, Modal, Progress } from '@mantine/core';
import { IconDownload, IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { LocalModel, LocalModelState } from '#shared/inference/local-models.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { bytesText, clockText } from '../../ui/amounts.ts';
import { useModelVerbs } from './use-model-verbs.ts';

type Under = Extract<LocalModelState, { name: 'downloading' | 'paused' }>;
type Failed = Extract<LocalModelState, { name: 'failed' }>;

/** The button that fetches a model. */
export function DownloadButton({ model, main = false }: { readonly model: LocalModel; readonly main?: boolean }) {
  const { localModels } = useStrings();
  const { download } = useModelVerbs(model);
  return (
    <Button
      size="xs"
      variant={main ? 'filled' : 'default'}
      leftSection={<IconDownload size="0.9rem" />}
      loading={download.busy}
      aria-label={`${localModels.download}: ${model.manifest.name}`}
      onClick={() => void download.run()}
    >
      {localModels.download}
    </Button>
  );
}

/** A download under way or paused: how far, how fast, how long, and the ways to stop it. */
export function DownloadProgress({ model, state }: { readonly model: LocalModel; readonly state: Under }) {
  const { localModels } = useStrings();
  const { download, pause } = useModelVerbs(model);
  const values = {
    done: bytesText(state.receivedBytes),
    total: bytesText(state.totalBytes),
    speed: bytesText(state.bytesPerSecond),
  };
  const isPaused = state.name === 'paused';
  const words = isPaused
    ? fill(localModels.paused, values)
    : state.waiting
      ? localModels.waiting
      : fill(localModels.downloading, values);
  const eta =
    isPaused || state.etaSeconds === null ? '' : ` · ${fill(localModels.eta, { time: clockText(state.etaSeconds * 1000) })}`;
  return (
    <div className="local-progress">
      <Progress
        size="sm"
        value={(100 * state.receivedBytes) / Math.max(1, state.totalBytes)}
        {...(isPaused ? { color: 'gray' } : {})}
        aria-label={`${localModels.download}: ${model.manifest.name}`}
      />
      <span className="tabular local-progress-words">
        {words}
        {eta}
      </span>
      <div className="button-row">
        {isPaused ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerPlay size="0.8rem" />}
            loading={download.busy}
            onClick={() => void download.run()}
          >
            {localModels.resume}
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerPause size="0.8rem" />}
            loading={pause.busy}
            onClick={() => void pause.run()}
          >
            {localModels.pause}
          </Button>
        )}
        <CancelButton model={model} receivedBytes={state.receivedBytes} />
      </div>
    </div>
  );
}

/** Why it failed, what is kept, and the way on. */
export function FailureNote({ model, state }: { readonly model: LocalModel; readonly state: Failed }) {
  const { localModels } = useStrings();
  const { download } = useModelVerbs(model);
  const canFetch = model.manifest.files.every(({ url }) => url !== undefined);
  return (
    <div className="local-progress" role="alert">
      <span className="local-problem">{localModels.problems[state.problem]}</span>
      {state.detail === '' ? null : <span className="local-detail">{state.detail}</span>}
      {state.receivedBytes > 0 ? (
        <span className="local-detail">{fill(localModels.partKept, { done: bytesText(state.receivedBytes) })}</span>
      ) : null}
      <div className="button-row">
        {canFetch ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconRefresh size="0.8rem" />}
            loading={download.busy}
            onClick={() => void download.run()}
          >
            {state.receivedBytes > 0 ? localModels.resume : localModels.again}
          </Button>
        ) : null}
        {state.totalBytes > 0 ? <CancelButton model={model} receivedBytes={state.receivedBytes} /> : null}
      </div>
    </div>
  );
}

/** What came is lost, so it asks first, unless nothing worth mention came. */
function CancelButton({ model, receivedBytes }: { readonly model: LocalModel; readonly receivedBytes: number }) {
  const { localModels } = useStrings();
  const { cancel } = useModelVerbs(model);
  const [asking, setAsking] = useState(false);
  const { name } = model.manifest;
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconX size="0.8rem" />}
        loading={cancel.busy}
        onClick={() => (receivedBytes > 1_000_000 ? setAsking(true) : void cancel.run())}
      >
        {localModels.cancel}
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={fill(localModels.cancelTitle, { name })} centered size="md">
        <p className="local-sheet-text">{fill(localModels.cancelText, { done: bytesText(receivedBytes) })}</p>
        <div className="local-sheet-buttons">
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {localModels.cancelKeep}
          </Button>
          <Button
            color="red"
            onClick={() => {
              setAsking(false);
              void cancel.run();
            }}
          >
            {localModels.cancel}
          </Button>
        </div>
      </Modal>
    </>
  );
}
