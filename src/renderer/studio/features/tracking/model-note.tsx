import { Button, FileButton, Progress } from '@mantine/core';
import { IconDownload, IconFile } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { MODEL_BYTES_MOST } from '#shared/contract/tracking.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { useLock } from '../../ui/fields.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';
import { sendPieces } from '../avatar/send-files.ts';
import { useTracking } from './tracking-context.tsx';

/** Which model looks at the picture; the larger one is fetched only on the streamer's word, or taken from a file. */
export function ModelNote() {
  const { webcam: words } = useStrings().tracking;
  const model = useSettings((all) => all.tracking.webcam.model);
  const { tracking, camera } = useTracking();
  const official = tracking.value?.officialModel;
  const lock = useLock('tracking.webcam.model');
  const save = useSave();
  const [asked, setAsked] = useState(false);
  const ready = official?.state === 'ready';
  const choose = (next: string): void => {
    const chosen = next === 'official' ? 'official' : 'bundled';
    setAsked(chosen === 'official' && !ready);
    if (chosen === 'bundled' || ready) void save({ tracking: { webcam: { model: chosen } } });
  };
  const fell = model === 'official' && ready && camera?.report.state === 'tracking' && !camera.report.blendshapes;
  const wanted = asked || (model === 'official' && !ready);
  return (
    <div className="track-model">
      <ChoiceCards
        label={words.model}
        wide
        disabled={lock.disabled}
        value={wanted ? 'official' : model}
        onChange={choose}
        choices={[
          { value: 'bundled', title: words.bundled, hint: words.bundledHint },
          { value: 'official', title: words.official, hint: words.officialHint },
        ]}
      />
      {fell ? <p className="trouble trouble-degraded">{words.officialFell}</p> : null}
      {wanted && !ready && official !== undefined ? <GetModel official={official} /> : null}
    </div>
  );
}

interface OfficialModel {
  readonly state: 'absent' | 'fetching' | 'ready' | 'failed';
  readonly progress: number;
  readonly problem: string;
}

function GetModel({ official }: { readonly official: OfficialModel }) {
  const { webcam: words } = useStrings().tracking;
  const client = useClient();
  const save = useSave();
  const fetchIt = useCallback(async () => {
    const { ready } = await client.tracking.fetchOfficialModel();
    // Called off meanwhile: whoever did has chosen.
    if (ready) await save({ tracking: { webcam: { model: 'official' } } });
  }, [client, save]);
  const cancelIt = useCallback(async () => {
    await client.tracking.cancelOfficialModel();
    await save({ tracking: { webcam: { model: 'bundled' } } });
  }, [client, save]);
  const fetching = useAction(words.fetchFailed, fetchIt);
  const cancelling = useAction(words.fetchFailed, cancelIt);
  if (official.state === 'fetching') {
    const percent = Math.round(official.progress * 100);
    return (
      <div className="track-fetch" role="status">
        <span>{fill(words.fetching, { n: percent })}</span>
        <Progress value={percent} aria-label={words.official} />
        <Button size="xs" variant="default" onClick={() => void cancelling.run()}>
          {words.cancel}
        </Button>
      </div>
    );
  }
  return (
    <div className="track-get">
      {official.state === 'failed' ? (
        <p className="trouble trouble-degraded" role="alert">
          {fill(words.officialFailed, { problem: official.problem })}
        </p>
      ) : null}
      <p className="field-hint">{words.officialGet}</p>
      <div className="button-row">
        <Button leftSection={<IconDownload size="1rem" />} loading={fetching.busy} onClick={() => void fetching.run()}>
          {words.fetch}
        </Button>
        <FromFile />
      </div>
    </div>
  );
}

function FromFile() {
  const { webcam: words } = useStrings().tracking;
  const client = useClient();
  const save = useSave();
  const load = useCallback(
    async (file: File) => {
      if (file.size > MODEL_BYTES_MOST || file.size === 0)
        return showToast({ tone: 'bad', title: words.importFailed, text: words.notTheModel });
      const { id, url } = await client.tracking.beginModelImport({ bytes: file.size });
      await sendPieces(url, { name: file.name, files: [{ path: file.name, file }] });
      await client.tracking.finishModelImport({ upload: id });
      return save({ tracking: { webcam: { model: 'official' } } });
    },
    [client, save, words],
  );
  const { run, busy } = useAction(words.importFailed, load);
  return (
    <FileButton accept=".task" onChange={(file) => (file === null ? undefined : void run(file))}>
      {(props) => (
        <Button {...props} variant="default" leftSection={<IconFile size="1rem" />} loading={busy}>
          {words.fromFile}
        </Button>
      )}
    </FileButton>
  );
}
