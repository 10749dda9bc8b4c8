import { Button, Select } from '@mantine/core';
import { IconCamera, IconFocusCentered } from '@tabler/icons-react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useInputDevices } from '../../ui/use-input-devices.ts';
import { useSave } from '../../ui/use-save.ts';
import { ActionKeys } from './action-keys.tsx';
import { CameraPreview } from './camera-preview.tsx';
import { ModelNote } from './model-note.tsx';
import { useTracking } from './tracking-context.tsx';
import { useRecenter } from './use-recenter.ts';
import './webcam.css';

/** The switch, which camera, its picture if wanted, and which model looks at it. */
export function WebcamCard() {
  const { tracking } = useStrings();
  const { webcam: words } = tracking;
  const settings = useSettings((all) => all.tracking.webcam);
  const aiDrives = useSettings((all) => all.driving.mode === 'ai');
  const save = useSave();
  // Who switches a camera on expects to be followed.
  const use = (enabled: boolean) =>
    save({ tracking: { webcam: { enabled } }, ...(enabled && aiDrives ? { driving: { mode: 'both' as const } } : {}) });
  const { tracker, camera } = useTracking();
  const state = camera?.report.state ?? 'off';
  const good = state === 'tracking' || state === 'several';
  return (
    <Panel
      title={words.title}
      icon={<IconCamera size="1.25rem" />}
      right={settings.enabled ? <span className={good ? 'tag tag-good' : 'tag'}>{tracking.states[state]}</span> : null}
    >
      <div className="track-camera" data-preview={settings.enabled && settings.preview}>
        <div className="track-camera-fields">
          <SavedSwitch
            path="tracking.webcam.enabled"
            size="md"
            label={words.use}
            description={words.useHint}
            value={settings.enabled}
            onSave={use}
          />
          <CameraField />
          <SavedSwitch
            path="tracking.webcam.preview"
            label={words.preview}
            description={words.previewHint}
            value={settings.preview}
            onSave={(preview) => save({ tracking: { webcam: { preview } } })}
          />
          <Recenter enabled={good} />
        </div>
        {settings.enabled && settings.preview ? <CameraPreview tracker={tracker} /> : null}
      </div>
      <ModelNote />
    </Panel>
  );
}

const FIRST = 'first';

function CameraField() {
  const { tracking } = useStrings();
  const { webcam: words } = tracking;
  const device = useSettings((all) => all.tracking.webcam.device);
  const { camera } = useTracking();
  const devices = useInputDevices('videoinput', camera?.report.state);
  const lock = useLock('tracking.webcam.device');
  const save = useSave();
  const named = devices.map(({ id, label }, index) => ({
    value: id,
    label: label === '' ? fill(words.unnamed, { n: index + 1 }) : label,
  }));
  const isKnown = device === '' || devices.some(({ id }) => id === device);
  return (
    <Select
      label={words.camera}
      description={lock.note}
      disabled={lock.disabled}
      value={device === '' ? FIRST : device}
      onChange={(next) => void save({ tracking: { webcam: { device: next === null || next === FIRST ? '' : next } } })}
      data={[
        { value: FIRST, label: words.first },
        ...named,
        ...(isKnown ? [] : [{ value: device, label: fill(words.unnamed, { n: '?' }) }]),
      ]}
    />
  );
}

/** "I look straight now." */
function Recenter({ enabled }: { readonly enabled: boolean }) {
  const { calibration } = useStrings().tracking;
  const { run, busy } = useRecenter('webcam');
  return (
    <div className="track-recenter">
      <div className="button-row">
        <Button
          variant="default"
          leftSection={<IconFocusCentered size="1.05rem" />}
          disabled={!enabled}
          loading={busy}
          onClick={() => void run()}
        >
          {calibration.recenter}
        </Button>
        <ActionKeys type="look-straight" label={calibration.recenterKeys} />
      </div>
      <p className="field-hint">{calibration.recenterHint}</p>
    </div>
  );
}
