import { Button, Modal } from '@mantine/core';
import { IconBroadcast, IconCamera, IconPlayerRecordFilled, IconRotate2 } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { ObsOutput, ObsState } from '#shared/obs/obs-state.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { Panel } from '../../../ui/page.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { ElapsedTime } from './elapsed-time.tsx';
import { useDeed } from './use-deed.ts';

type Question = 'stream-start' | 'stream-stop' | 'record-stop';
const isRunning = ({ state }: ObsOutput): boolean => state !== 'stopped';

/** Stream, recording, replay buffer and virtual camera. What viewers would feel is asked for twice. */
export function OutputsCard({ state }: { readonly state: ObsState }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const [question, setQuestion] = useState<Question>();
  const { stream, record, replay, virtualCamera } = state;
  const saveReplay = async (): Promise<void> => {
    const saved = await deed((obs) => obs.replay({ verb: 'save' }));
    if (saved?.path != null) showToast({ tone: 'good', title: obsControl.saved, text: saved.path });
  };
  return (
    <Panel title={obsControl.outputs} icon={<IconBroadcast size="1.25rem" />}>
      <OutputRow icon={<IconBroadcast size="1.1rem" />} name={obsControl.stream} output={stream} live>
        <StartStop output={stream} onStart={() => setQuestion('stream-start')} onStop={() => setQuestion('stream-stop')} />
      </OutputRow>
      <OutputRow icon={<IconPlayerRecordFilled size="1.1rem" />} name={obsControl.record} output={record} live>
        {record.state === 'active' || record.state === 'paused' ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void deed((obs) => obs.record({ verb: record.state === 'paused' ? 'resume' : 'pause' }))}
          >
            {record.state === 'paused' ? obsControl.resume : obsControl.pause}
          </Button>
        ) : null}
        <StartStop
          output={record}
          onStart={() => void deed((obs) => obs.record({ verb: 'start' }))}
          onStop={() => setQuestion('record-stop')}
        />
      </OutputRow>
      {replay === null ? (
        <p className="obsc-dim obsc-small">{obsControl.replayOff}</p>
      ) : (
        <OutputRow icon={<IconRotate2 size="1.1rem" />} name={obsControl.replay} output={replay}>
          {replay.state === 'active' ? (
            <Button size="compact-sm" onClick={() => void saveReplay()}>
              {obsControl.save}
            </Button>
          ) : null}
          <StartStop
            output={replay}
            onStart={() => void deed((obs) => obs.replay({ verb: 'start' }))}
            onStop={() => void deed((obs) => obs.replay({ verb: 'stop' }))}
          />
        </OutputRow>
      )}
      {virtualCamera === null ? null : (
        <OutputRow icon={<IconCamera size="1.1rem" />} name={obsControl.virtualCamera} output={virtualCamera}>
          <StartStop
            output={virtualCamera}
            onStart={() => void deed((obs) => obs.virtualCamera({ verb: 'start' }))}
            onStop={() => void deed((obs) => obs.virtualCamera({ verb: 'stop' }))}
          />
        </OutputRow>
      )}
      <Confirm question={question} scene={state.programScene} onClose={() => setQuestion(undefined)} />
    </Panel>
  );
}

interface OutputRowProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly output: ObsOutput;
  /** Shown in red while it runs. */
  readonly live?: boolean;
  readonly children: ReactNode;
}

function OutputRow({ icon, name, output, live = false, children }: OutputRowProps) {
  const { obsControl } = useStrings();
  const running = isRunning(output);
  return (
    <div className={running ? `obsc-output obsc-output-on${live ? ' obsc-output-live' : ''}` : 'obsc-output'}>
      <span className="obsc-output-icon" aria-hidden>
        {icon}
      </span>
      <div className="obsc-output-words">
        <strong>{name}</strong>
        <span className="tabular" role="status">
          {obsControl.states[output.state]}
          {output.sinceMs === null ? null : (
            <>
              {' · '}
              <ElapsedTime sinceMs={output.sinceMs} />
            </>
          )}
        </span>
      </div>
      {children}
    </div>
  );
}

interface StartStopProps {
  readonly output: ObsOutput;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

function StartStop({ output, onStart, onStop }: StartStopProps) {
  const { obsControl } = useStrings();
  if (isRunning(output))
    return (
      <Button size="compact-sm" variant="default" disabled={output.state === 'stopping'} onClick={onStop}>
        {obsControl.end}
      </Button>
    );
  return (
    <Button size="compact-sm" variant="default" onClick={onStart}>
      {obsControl.start}
    </Button>
  );
}

interface ConfirmProps {
  readonly question: Question | undefined;
  readonly scene: string;
  readonly onClose: () => void;
}

function Confirm({ question, scene, onClose }: ConfirmProps) {
  const { obsControl, common } = useStrings();
  const deed = useDeed();
  const words = {
    'stream-start': [obsControl.streamStartTitle, fill(obsControl.streamStartText, { scene }), obsControl.streamStartYes],
    'stream-stop': [obsControl.streamStopTitle, obsControl.streamStopText, obsControl.streamStopYes],
    'record-stop': [obsControl.recordStopTitle, obsControl.recordStopText, obsControl.recordStopYes],
  } as const;
  const [title, text, yes] = question === undefined ? ['', '', ''] : words[question];
  const go = async (): Promise<void> => {
    onClose();
    if (question === 'stream-start') await deed((obs) => obs.stream({ verb: 'start' }));
    if (question === 'stream-stop') await deed((obs) => obs.stream({ verb: 'stop' }));
    if (question !== 'record-stop') return;
    const done = await deed((obs) => obs.record({ verb: 'stop' }));
    if (done?.path != null) showToast({ tone: 'good', title: obsControl.recorded, text: done.path });
  };
  return (
    <Modal opened={question !== undefined} onClose={onClose} title={title} centered size="md">
      <p className="obsc-question">{text}</p>
      <div className="obsc-question-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" onClick={() => void go()}>
          {yes}
        </Button>
      </div>
    </Modal>
  );
}
