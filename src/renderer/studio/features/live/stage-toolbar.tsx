import { ActionIcon, Button, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconReload, IconVolume, IconVolumeOff, IconWindowMaximize } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { StudioInfo } from '#shared/contract/studio.ts';
import { framingSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useMirror, useSettings } from '../../session/session-context.tsx';
import { missingAbility } from '../../ui/ability.ts';
import { useCopy } from '../../ui/copy.tsx';
import { useLock } from '../../ui/fields.tsx';
import { stageNames } from '../../ui/stage-names.ts';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

interface StageToolbarProps {
  readonly info: StudioInfo | undefined;
  readonly onReload: () => void;
}

/** Framing, sound and the ways to the stage. */
export function StageToolbar({ info, onReload }: StageToolbarProps) {
  const { live } = useStrings();
  return (
    <div className="preview-bar">
      <FramingChoice />
      <span className="preview-space" />
      <MuteButton />
      <SoundChoice />
      <WindowButton info={info} />
      <Tooltip label={live.reloadPreview}>
        <ActionIcon variant="subtle" color="gray" size="md" aria-label={live.reloadPreview} onClick={onReload}>
          <IconReload size="1.05rem" />
        </ActionIcon>
      </Tooltip>
      <CopyObsButton stageUrl={info?.stageUrl} />
    </div>
  );
}

function FramingChoice() {
  const { live, stage } = useStrings();
  const framing = useSettings((settings) => settings.stage.framing);
  const save = useSave();
  const lock = useLock('stage.framing');
  return (
    <SegmentedControl
      size="xs"
      aria-label={live.framing}
      disabled={lock.disabled}
      value={framing}
      onChange={(next) => void save({ stage: { framing: framingSchema.parse(next) } })}
      data={framingSchema.options.map((value) => ({ value, label: stage[value] }))}
    />
  );
}

/** Silences every stage by volume 0; the volume before comes back. */
function MuteButton() {
  const { live } = useStrings();
  const volume = useSettings((settings) => settings.voice.volume);
  const [before, setBefore] = useState(0.9);
  const save = useSave();
  const muted = volume === 0;
  const label = muted ? live.unmute : live.mute;
  const toggle = (): void => {
    if (!muted) setBefore(volume);
    void save({ voice: { volume: muted ? before : 0 } });
  };
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={muted ? 'light' : 'subtle'}
        color={muted ? 'red' : 'gray'}
        size="md"
        aria-label={label}
        aria-pressed={muted}
        onClick={toggle}
      >
        {muted ? <IconVolumeOff size="1.05rem" /> : <IconVolume size="1.05rem" />}
      </ActionIcon>
    </Tooltip>
  );
}

const AUTOMATIC = 'auto';

function SoundChoice() {
  const strings = useStrings();
  const client = useClient();
  const view = useMirror('stages').value;
  const pin = useCallback((stageId: string | null) => client.stage.pin({ stageId }), [client]);
  const { run } = useAction(strings.errors.title, pin);
  const names = stageNames(strings, view?.stages ?? []);
  const sounding = view?.soundingStageId ?? null;
  const soundingName = sounding === null ? undefined : names.get(sounding);
  const automatic = soundingName === undefined ? strings.common.automatic : `${strings.common.automatic} · ${soundingName}`;
  return (
    <Tooltip
      label={sounding === null ? strings.live.noStage : strings.live.soundFrom}
      events={{ hover: true, focus: false, touch: false }}
    >
      <Select
        size="xs"
        className="preview-sound"
        aria-label={strings.live.soundFrom}
        value={view?.pinnedStageId ?? AUTOMATIC}
        onChange={(next) => void run(next === AUTOMATIC ? null : next)}
        data={[{ value: AUTOMATIC, label: automatic }, ...[...names].map(([value, label]) => ({ value, label }))]}
      />
    </Tooltip>
  );
}

function WindowButton({ info }: { readonly info: StudioInfo | undefined }) {
  const strings = useStrings();
  const { live } = strings;
  const open = useSettings((settings) => settings.stage.window.open);
  const save = useSave();
  const missing = missingAbility(strings, info, 'stageWindow');
  const off = missing !== undefined;
  const label = open ? live.closeWindow : live.openWindow;
  return (
    <Tooltip label={missing ?? label}>
      <ActionIcon
        variant={open && !off ? 'light' : 'subtle'}
        color={open && !off ? 'pink' : 'gray'}
        size="md"
        aria-label={label}
        aria-disabled={off}
        {...(off ? { 'data-disabled': true } : {})}
        onClick={() => (off ? undefined : void save({ stage: { window: { open: !open } } }))}
      >
        <IconWindowMaximize size="1.05rem" />
      </ActionIcon>
    </Tooltip>
  );
}

function CopyObsButton({ stageUrl }: { readonly stageUrl: string | undefined }) {
  const { live, common } = useStrings();
  const { copied, copy } = useCopy();
  return (
    <Button
      size="compact-sm"
      variant="light"
      disabled={stageUrl === undefined}
      leftSection={copied ? <IconCheck size="0.95rem" /> : <IconCopy size="0.95rem" />}
      onClick={() => (stageUrl === undefined ? undefined : copy(stageUrl))}
    >
      {copied ? common.copied : live.copyObs}
    </Button>
  );
}
