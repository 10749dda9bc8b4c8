import { Button, Menu, Modal } from '@mantine/core';
import { IconBroadcast, IconChevronDown, IconDownload, IconListDetails, IconTrash, IconVideo } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { Recording } from '#shared/clips/show-mark.ts';
import { clockText } from '#shared/clock-text.ts';
import { type ClipsView, LOG_FORMATS, type LogFormat } from '#shared/contract/clips.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { RecordingLog } from './recording-log.tsx';

/** Logs of recordings and streams, newest first. */
export function RecordingList({ recordings, running }: Pick<ClipsView, 'recordings' | 'running'>) {
  const { clips } = useStrings();
  const [removing, setRemoving] = useState<Recording>();
  return (
    <Panel title={clips.recordings} hint={clips.recordingsHint} icon={<IconListDetails size="1.25rem" />}>
      {recordings.length === 0 ? (
        <EmptyState icon={<IconVideo size="1.5rem" />} title={clips.recordingsNone} hint={clips.recordingsNoneHint} />
      ) : (
        <ul className="clip-list">
          {recordings.map((recording) => (
            <RecordingRow
              key={recording.id}
              recording={recording}
              running={running.includes(recording.id)}
              onRemove={() => setRemoving(recording)}
            />
          ))}
        </ul>
      )}
      <RemoveSheet recording={removing} onClose={() => setRemoving(undefined)} />
    </Panel>
  );
}

interface RecordingRowProps {
  readonly recording: Recording;
  readonly running: boolean;
  readonly onRemove: () => void;
}

function RecordingRow({ recording, running, onRemove }: RecordingRowProps) {
  const { clips } = useStrings();
  const language = useInterfaceLanguage();
  const { kind, startedMs, endedMs, path, lines, marks } = recording;
  const [open, setOpen] = useState(false);
  const Icon = kind === 'record' ? IconVideo : IconBroadcast;
  return (
    <li className="clip-row">
      <Icon size="1.25rem" className="clip-kind" aria-hidden />
      <div className="clip-words">
        <strong>
          {kind === 'record' ? clips.kindRecord : clips.kindStream} ·{' '}
          {new Date(startedMs).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}
        </strong>
        <span>
          {fill(clips.facts, { length: clockText(recording.lengthMs / 1000), lines, marks })}
          {endedMs === null ? ` · ${running ? clips.running : clips.endUnknown}` : ''}
        </span>
        {path === '' ? null : <code className="clip-path">{path}</code>}
      </div>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconListDetails size="0.95rem" />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? clips.hideLog : clips.showLog}
      </Button>
      <ExportMenu id={recording.id} onRemove={onRemove} />
      {open ? <RecordingLog id={recording.id} entries={lines + marks} /> : null}
    </li>
  );
}

function ExportMenu({ id, onRemove }: { readonly id: string; readonly onRemove: () => void }) {
  const { clips } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    clips.exportFailed,
    useCallback(
      async (wanted: LogFormat) => {
        const { fileName, text } = await client.clips.export({ id, format: wanted });
        if (text.trim() === '' || text === 'WEBVTT\n') return showToast({ tone: 'plain', title: clips.exportEmpty });
        if (wanted !== 'youtube') return downloadBytes(fileName, text, 'text/plain;charset=utf-8');
        await navigator.clipboard.writeText(text);
        showToast({ tone: 'good', title: clips.copied });
      },
      [client, clips, id],
    ),
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          leftSection={<IconDownload size="0.95rem" />}
          rightSection={<IconChevronDown size="0.85rem" />}
        >
          {clips.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LOG_FORMATS.map((one) => (
          <Menu.Item key={one} onClick={() => void run(one)}>
            {clips[one]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size="0.95rem" />} onClick={onRemove}>
          {clips.removeLog}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function RemoveSheet({ recording, onClose }: { readonly recording: Recording | undefined; readonly onClose: () => void }) {
  const { clips, common } = useStrings();
  const client = useClient();
  const id = recording?.id ?? '';
  const { run, busy } = useAction(
    clips.removeFailed,
    useCallback(async () => {
      await client.clips.removeRecording({ id });
      showToast({ tone: 'plain', title: clips.removed });
      onClose();
    }, [client, clips, id, onClose]),
  );
  return (
    <Modal opened={recording !== undefined} onClose={onClose} title={clips.removeTitle} centered size="md">
      <p className="clip-sheet-text">{clips.removeText}</p>
      <div className="clip-sheet-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" loading={busy} onClick={() => void run()}>
          {clips.removeLog}
        </Button>
      </div>
    </Modal>
  );
}
