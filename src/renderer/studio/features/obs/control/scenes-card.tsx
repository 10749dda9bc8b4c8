import { Button, NumberInput, Select } from '@mantine/core';
import { IconArrowRight, IconLayoutGrid } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import type { ObsState } from '#shared/obs/obs-state.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useDraft } from '../../../ui/use-draft.ts';
import { useDeed } from './use-deed.ts';

const TYPING_PAUSE_MS = 600;

/** All scenes as buttons, and how one goes over into the next. */
export function ScenesCard({ state }: { readonly state: ObsState }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const { scenes, programScene, previewScene } = state;
  const choose = (scene: string): void =>
    void deed((obs) => (previewScene === null ? obs.setScene({ scene }) : obs.setPreview({ scene })));
  const onKeyDown = (event: KeyboardEvent): void => {
    const scene = /^[1-9]$/u.test(event.key) ? scenes[Number(event.key) - 1] : undefined;
    const typing = event.target instanceof HTMLInputElement;
    if (scene !== undefined && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) choose(scene.name);
  };
  return (
    <Panel
      title={obsControl.scenes}
      hint={previewScene === null ? obsControl.scenesHint : obsControl.scenesHintStudio}
      icon={<IconLayoutGrid size="1.25rem" />}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons within */}
      <div className="obsc-scenes" onKeyDown={onKeyDown}>
        {scenes.map(({ name }, place) => (
          <button
            key={name}
            type="button"
            className={classOf(name, programScene, previewScene)}
            aria-pressed={name === programScene}
            onClick={() => choose(name)}
          >
            {place < 9 ? <kbd>{place + 1}</kbd> : null}
            <span>{name}</span>
            {name === programScene ? <em>{obsControl.onAir}</em> : name === previewScene ? <em>{obsControl.preview}</em> : null}
          </button>
        ))}
      </div>
      <TransitionRow state={state} />
    </Panel>
  );
}

function classOf(name: string, program: string, preview: string | null): string {
  if (name === program) return 'obsc-scene obsc-scene-live';
  return name === preview ? 'obsc-scene obsc-scene-next' : 'obsc-scene';
}

function TransitionRow({ state: { transition, transitions, previewScene } }: { readonly state: ObsState }) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const draft = useDraft<number | string>(
    transition.durationMs ?? '',
    (durationMs) =>
      typeof durationMs === 'number' && durationMs >= 50
        ? deed((obs) => obs.setTransition({ durationMs: Math.min(20_000, Math.round(durationMs)) })).then(() => undefined)
        : undefined,
    TYPING_PAUSE_MS,
  );
  return (
    <div className="obsc-transition">
      <Select
        label={obsControl.transition}
        data={transitions.map(({ name }) => name)}
        value={transition.name}
        onChange={(name) => name !== null && void deed((obs) => obs.setTransition({ name }))}
      />
      {transition.durationMs === null ? null : (
        <NumberInput
          label={obsControl.duration}
          min={50}
          max={20_000}
          step={50}
          value={draft.value}
          onChange={draft.change}
          onBlur={draft.flush}
        />
      )}
      {previewScene === null ? null : (
        <Button rightSection={<IconArrowRight size="1rem" />} onClick={() => void deed((obs) => obs.goOnAir())}>
          {obsControl.goOnAir}
        </Button>
      )}
    </div>
  );
}
