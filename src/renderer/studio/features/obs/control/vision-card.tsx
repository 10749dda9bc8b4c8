import { Alert, Select } from '@mantine/core';
import { IconEyeglass2, IconShieldLock } from '@tabler/icons-react';
import type { ObsState } from '#shared/obs/obs-state.ts';
import type { ObsSettings } from '#shared/settings/settings.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useSettings } from '../../../session/session-context.tsx';
import { SavedSlider, useLock } from '../../../ui/fields.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useSave } from '../../../ui/use-save.ts';

const MODES = ['off', 'asked', 'interval', 'each'] as const;
const PROGRAM = '';

/** Whether, when and what she sees of OBS, and where the pictures go. */
export function VisionCard({ state }: { readonly state: ObsState }) {
  const { obsControl } = useStrings();
  const vision = useSettings((settings) => settings.obs.vision);
  const lock = useLock('obs.vision.mode');
  const save = useSave();
  const change = (patch: Partial<ObsSettings['vision']>) => save({ obs: { vision: patch } });
  const sources = new Set([...state.scenes, ...state.inputs].map(({ name }) => name));
  if (vision.source !== PROGRAM) sources.add(vision.source);
  return (
    <Panel title={obsControl.vision} hint={obsControl.visionHint} icon={<IconEyeglass2 size="1.25rem" />}>
      <Select
        label={obsControl.visionMode}
        description={lock.note}
        disabled={lock.disabled}
        data={MODES.map((value) => ({ value, label: obsControl.visionModes[value] }))}
        value={vision.mode}
        onChange={(mode) => {
          const chosen = MODES.find((one) => one === mode);
          if (chosen !== undefined) void change({ mode: chosen });
        }}
      />
      <Alert color="gray" icon={<IconShieldLock size="1.1rem" />} p="sm">
        <span className="obsc-small">{obsControl.visionPrivacy}</span>
      </Alert>
      {vision.mode === 'off' ? null : (
        <>
          <p className="obsc-dim obsc-small">{obsControl.visionCost}</p>
          {vision.mode === 'interval' ? (
            <SavedSlider
              path="obs.vision.everySeconds"
              label={obsControl.visionEvery}
              {...{ min: 5, max: 600, step: 5, home: 60, value: vision.everySeconds }}
              show={(n) => fill(obsControl.seconds, { n })}
              onSave={(everySeconds) => change({ everySeconds })}
            />
          ) : null}
          <Select
            label={obsControl.visionSource}
            searchable
            data={[
              { value: PROGRAM, label: obsControl.visionProgram },
              ...[...sources].map((name) => ({ value: name, label: name })),
            ]}
            value={vision.source}
            onChange={(source) => source !== null && void change({ source })}
          />
          <SavedSlider
            path="obs.vision.width"
            label={obsControl.visionWidth}
            {...{ min: 256, max: 1280, step: 64, home: 640, value: vision.width }}
            show={(n) => fill(obsControl.visionPixels, { n })}
            onSave={(width) => change({ width })}
          />
        </>
      )}
    </Panel>
  );
}
