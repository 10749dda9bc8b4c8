import { Button, Select, Switch, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowRight, IconDeviceTv } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ObsView } from '#shared/contract/obs-control.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { Panel } from '../../../ui/page.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { LivePicture } from './live-picture.tsx';
import { useDeed } from './use-deed.ts';

const PICTURES_KEY = 'yingxi.obs.pictures';

interface ScreenCardProps {
  readonly state: ObsState;
  readonly undo: ObsView['undo'];
}

/** The program as viewers see it and, in studio mode, what comes next beside it. */
export function ScreenCard({ state, undo }: ScreenCardProps) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const [wanted, setWanted] = useState(() => localStorage.getItem(PICTURES_KEY) !== 'off');
  const choose = (on: boolean): void => {
    localStorage.setItem(PICTURES_KEY, on ? 'on' : 'off');
    setWanted(on);
  };
  const { previewScene, programScene } = state;
  const ratio = state.canvas.height === 0 ? 16 / 9 : state.canvas.width / state.canvas.height;
  return (
    <Panel
      title={obsControl.program}
      icon={<IconDeviceTv size="1.25rem" />}
      right={
        <div className="obsc-head">
          <UndoButton undo={undo} />
          <Tooltip label={obsControl.studioModeHint}>
            <Switch
              label={obsControl.studioMode}
              checked={previewScene !== null}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                void deed((obs) => obs.setStudioMode({ on }));
              }}
            />
          </Tooltip>
          <Switch label={obsControl.pictures} checked={wanted} onChange={(event) => choose(event.currentTarget.checked)} />
        </div>
      }
    >
      <div className={previewScene === null ? 'obsc-screens' : 'obsc-screens obsc-screens-two'}>
        {previewScene === null ? null : (
          <>
            <LivePicture label={obsControl.preview} scene={previewScene} source={previewScene} ratio={ratio} wanted={wanted} />
            <Tooltip label={obsControl.goOnAir}>
              <Button className="obsc-cut" aria-label={obsControl.goOnAir} onClick={() => void deed((obs) => obs.goOnAir())}>
                <IconArrowRight size="1.25rem" />
              </Button>
            </Tooltip>
          </>
        )}
        <LivePicture label={obsControl.program} scene={programScene} source="" ratio={ratio} wanted={wanted} live />
      </div>
      <Collections state={state} />
    </Panel>
  );
}

function Collections({ state }: { readonly state: ObsState }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  if (state.sceneCollections.length < 2) return null;
  return (
    <Select
      label={obsControl.collection}
      data={state.sceneCollections}
      value={state.sceneCollection}
      onChange={(name) => name !== null && void deed((obs) => obs.setCollection({ name }))}
      maw="20rem"
    />
  );
}

/** Also by Ctrl+Z or ⌘Z, unless somebody types. */
function UndoButton({ undo }: { readonly undo: ObsView['undo'] }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const what = undo === null ? '' : fill(obsControl.undoKinds[undo.kind], { name: undo.name });
  const canUndo = undo !== null;
  useEffect(() => {
    if (!canUndo) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null;
      if (typing || event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      event.preventDefault();
      void takeBack();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  async function takeBack(): Promise<void> {
    const back = await deed((obs) => obs.undo());
    if (back === undefined) return;
    const done = fill(obsControl.undoKinds[back.kind], { name: back.name });
    showToast({ tone: 'plain', title: fill(obsControl.undone, { what: done }) });
  }
  return (
    <Tooltip label={fill(obsControl.undoOf, { what })} disabled={!canUndo}>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!canUndo}
        leftSection={<IconArrowBackUp size="0.95rem" />}
        onClick={() => void takeBack()}
      >
        {obsControl.undo}
      </Button>
    </Tooltip>
  );
}
