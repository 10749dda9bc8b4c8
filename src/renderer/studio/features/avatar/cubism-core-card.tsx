import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconPuzzle } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { CoreFacts } from './cubism-core-facts.tsx';
import { CoreSteps } from './cubism-core-steps.tsx';
import './cubism.css';
import { useCoreFile } from './use-core-file.ts';

/** Where the streamer brings Live2D's Core: what it is, why she has to, how, and what is there. */
export function CubismCoreCard() {
  const { cubism } = useStrings();
  const { value, problem } = useWatch((api) => api.cubism.watch);
  const { add, busy, problem: wrong } = useCoreFile();
  const [accepted, setAccepted] = useState(false);
  const [refused, setRefused] = useState(false);
  const core = value?.core ?? null;
  const take = (file: File): void => {
    // Who replaces a Core has accepted the terms already.
    setRefused(!accepted && core === null);
    if (accepted || core !== null) void add(file);
  };
  const drop = useDrop(take);
  return (
    <Panel
      className={drop.over ? 'core-card core-card-over' : 'core-card'}
      title={cubism.title}
      hint={cubism.hint}
      icon={<IconPuzzle size="1.25rem" />}
      right={
        value === undefined ? null : (
          <span className={core === null ? 'tag' : 'tag tag-good'}>{core === null ? cubism.missing : cubism.ready}</span>
        )
      }
    >
      {value === undefined && problem === undefined ? <LoadingState rows={2} /> : null}
      {value === undefined && problem !== undefined ? <FailedState title={cubism.watchFailed} problem={problem} /> : null}
      {value === undefined ? null : (
        <div className="core-drop" {...drop.handlers}>
          {core === null ? (
            <CoreSteps accepted={accepted} onAccept={setAccepted} busy={busy} onFile={take} />
          ) : (
            <CoreFacts core={core} busy={busy} onFile={take} />
          )}
          {refused && !accepted ? (
            <Alert color="yellow" role="alert" icon={<IconAlertTriangle size="1rem" />}>
              {cubism.acceptFirst}
            </Alert>
          ) : null}
          {wrong === null ? null : (
            <Alert color="red" role="alert" icon={<IconAlertTriangle size="1rem" />}>
              {cubism.problems[wrong]}
            </Alert>
          )}
        </div>
      )}
    </Panel>
  );
}

/** Files over an element and dropped on it. */
function useDrop(onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const hasFile = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  const move = (step: number) => (event: DragEvent) => {
    if (!hasFile(event)) return;
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
  return {
    over,
    handlers: {
      onDragEnter: move(1),
      onDragLeave: move(-1),
      onDragOver: (event: DragEvent) => (hasFile(event) ? event.preventDefault() : undefined),
      onDrop: (event: DragEvent) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        // A page around this takes models that are dropped.
        event.stopPropagation();
        depth.current = 0;
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file !== undefined) onFile(file);
      },
    },
  };
}
