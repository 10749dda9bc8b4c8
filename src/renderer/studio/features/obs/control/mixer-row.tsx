import { ActionIcon, Select, Slider, Tooltip } from '@mantine/core';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { ObsInput } from '#shared/obs/obs-state.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import type { Mirrored } from '../../../session/studio-session.ts';
import { useDraft } from '../../../ui/use-draft.ts';
import { dbFromWay, partFromLevel, wayFromDb } from './fader-scale.ts';
import { useDeed } from './use-deed.ts';

type LevelStore = StoreApi<Mirrored<Readonly<Record<string, number>>>>;
interface MixerRowProps {
  readonly name: string;
  readonly audio: NonNullable<ObsInput['audio']>;
  readonly levels: LevelStore;
}
const DRAGGING_PAUSE_MS = 60;
const MONITORS = ['none', 'monitor-only', 'monitor-and-output'] as const;

/** One source's sound: level, fader, mute and monitoring. */
export function MixerRow({ name, audio, levels }: MixerRowProps) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const labelId = useId();
  const setDb = (volumeDb: number) => deed((obs) => obs.setVolume({ source: name, volumeDb })).then(() => undefined);
  const draft = useDraft(wayFromDb(audio.volumeDb), (way) => setDb(dbFromWay(way)), DRAGGING_PAUSE_MS);
  const shown = draft.value === wayFromDb(audio.volumeDb) ? audio.volumeDb : dbFromWay(draft.value);
  const words = shown <= -100 ? obsControl.silent : fill(obsControl.db, { db: shown.toFixed(1) });
  const muteLabel = fill(audio.muted ? obsControl.unmute : obsControl.mute, { name });
  return (
    <li className={audio.muted ? 'obsc-channel obsc-channel-muted' : 'obsc-channel'}>
      <div className="obsc-channel-head">
        <span className="obsc-channel-name" id={labelId}>
          {name}
        </span>
        <span className="tabular obsc-dim">{words}</span>
      </div>
      <Meter name={name} levels={levels} />
      <div className="obsc-channel-line">
        <Tooltip label={muteLabel}>
          <ActionIcon
            variant="subtle"
            color={audio.muted ? 'red' : 'gray'}
            aria-label={muteLabel}
            aria-pressed={audio.muted}
            onClick={() => void deed((obs) => obs.setMute({ source: name, mode: audio.muted ? 'off' : 'on' }))}
          >
            {audio.muted ? <IconVolumeOff size="1.1rem" /> : <IconVolume size="1.1rem" />}
          </ActionIcon>
        </Tooltip>
        <Slider
          className="obsc-fader"
          thumbProps={{ 'aria-label': fill(obsControl.volumeOf, { name }), 'aria-valuetext': words }}
          min={0}
          max={1}
          step={0.005}
          label={null}
          value={draft.value}
          onChange={draft.change}
          onChangeEnd={draft.flush}
          onDoubleClick={() => void setDb(0)}
        />
        <Select
          aria-label={`${obsControl.monitor}: ${name}`}
          size="xs"
          w="8.5rem"
          data={MONITORS.map((value) => ({ value, label: obsControl.monitors[value] }))}
          value={audio.monitor}
          onChange={(monitor) => {
            const chosen = MONITORS.find((one) => one === monitor);
            if (chosen !== undefined) void deed((obs) => obs.setMonitor({ source: name, monitor: chosen }));
          }}
        />
      </div>
    </li>
  );
}

/** Drawn without rendering: ten times a second for every source would be felt. */
function Meter({ name, levels }: { readonly name: string; readonly levels: LevelStore }) {
  const { obsControl } = useStrings();
  const cover = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const draw = (): void => {
      const part = partFromLevel(levels.getState().value?.[name] ?? -100);
      if (cover.current !== null) cover.current.style.width = `${(1 - part) * 100}%`;
    };
    draw();
    return levels.subscribe(draw);
  }, [levels, name]);
  return (
    <div className="obsc-meter" role="img" aria-label={fill(obsControl.levelOf, { name })}>
      <div ref={cover} />
    </div>
  );
}
