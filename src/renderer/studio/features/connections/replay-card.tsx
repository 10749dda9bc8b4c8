import { Button, Progress, Select } from '@mantine/core';
import { IconHistory, IconMovie, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { Connection, Recording } from '#shared/contract/live.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { bytesText, clockText } from '../../ui/amounts.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { Query } from '../../ui/use-query.ts';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';

interface ReplayCardProps {
  readonly query: Query<{ readonly recordings: readonly Recording[] }>;
  readonly replay: Connection | undefined;
  readonly running: boolean;
}

export function ReplayCard({ query, replay, running }: ReplayCardProps) {
  const { connections } = useStrings();
  const { value, problem, again } = query;
  return (
    <Panel
      title={connections.replay}
      hint={connections.replayHint}
      icon={<IconHistory size="1.25rem" />}
      right={<ConnectionChip id="replay" />}
    >
      {value === undefined && problem !== undefined ? (
        <FailedState title={connections.recordingsFailed} problem={problem} onRetry={again} />
      ) : null}
      {value === undefined && problem === undefined ? <LoadingState rows={2} /> : null}
      {value?.recordings.length === 0 ? (
        <EmptyState icon={<IconMovie size="1.5rem" />} title={connections.noRecordings} hint={connections.noRecordingsHint} />
      ) : null}
      {value !== undefined && value.recordings.length > 0 ? (
        <ReplayControls recordings={value.recordings} replay={replay} running={running} />
      ) : null}
      <ConnectionFacts id="replay" />
    </Panel>
  );
}

/** 0: as fast as it goes. */
const SPEEDS = [1, 2, 5, 10, 0] as const;

function ReplayControls({
  recordings,
  replay,
  running,
}: {
  readonly recordings: readonly Recording[];
  readonly replay: Connection | undefined;
  readonly running: boolean;
}) {
  const { connections } = useStrings();
  const language = useInterfaceLanguage();
  const client = useClient();
  const [chosen, setChosen] = useState<string>();
  const [speed, setSpeed] = useState(1);
  const name = recordings.find((one) => one.name === chosen)?.name ?? recordings[0]?.name ?? '';
  const start = useCallback(() => client.live.startReplay({ name, speed }), [client, name, speed]);
  const stop = useCallback(() => client.live.stopReplay(), [client]);
  const starting = useAction(connections.replayFailed, start);
  const stopping = useAction(connections.replayFailed, stop);
  const metaOf = (one: Recording): string =>
    fill(connections.recordingMeta, { events: one.events, minutes: clockText(one.durationMs), size: bytesText(one.bytes) });
  const speedName = (value: number): string =>
    value === 0 ? connections.speedMax : value === 1 ? connections.speedRealtime : fill(connections.speedFast, { n: value });
  const dateOf = (one: Recording): string =>
    new Date(one.startedAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      <div className="inline-fields">
        <Select
          label={connections.chooseRecording}
          disabled={running}
          value={name}
          onChange={(next) => setChosen(next ?? undefined)}
          data={recordings.map((one) => ({ value: one.name, label: `${dateOf(one)} · ${metaOf(one)}` }))}
        />
        <Select
          className="replay-speed"
          label={connections.speed}
          disabled={running}
          value={String(speed)}
          onChange={(next) => setSpeed(Number(next))}
          data={SPEEDS.map((value) => ({ value: String(value), label: speedName(value) }))}
        />
      </div>
      {running ? (
        <div className="replay-run">
          <span>{fill(connections.playing, { name: replay?.target ?? '' })}</span>
          <ReplayProgress progress={replay?.progress} />
          <Button
            variant="default"
            leftSection={<IconPlayerStopFilled size="0.95rem" />}
            loading={stopping.busy}
            onClick={() => void stopping.run()}
          >
            {connections.stop}
          </Button>
        </div>
      ) : (
        <Button
          className="start-button"
          variant="light"
          leftSection={<IconPlayerPlayFilled size="0.95rem" />}
          loading={starting.busy}
          onClick={() => void starting.run()}
        >
          {connections.start}
        </Button>
      )}
    </>
  );
}

/** How many of the recorded events have been played. */
function ReplayProgress({ progress }: { readonly progress: Connection['progress'] }) {
  if (progress === undefined || progress.totalEvents === 0) return <Progress value={100} animated />;
  const { events, totalEvents } = progress;
  return <Progress value={(100 * events) / totalEvents} aria-label={`${events} / ${totalEvents}`} />;
}
