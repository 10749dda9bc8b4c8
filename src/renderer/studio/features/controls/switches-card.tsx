import { Button } from '@mantine/core';
import { IconDeviceGamepad2 } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSwitch } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { usePageInputs } from '../bindings/bindings-context.tsx';
import type { PageInputs } from '../bindings/inputs/page-inputs.ts';
import { useControlsState } from './controls-context.tsx';

const DEVICES = ['gamepad', 'keyboard', 'mouse', 'midi', 'remote'] as const;

/** Which devices move her, and which of them are here. */
export function SwitchesCard() {
  const { controls } = useStrings();
  const values = useSettings(({ tracking }) => tracking.controls);
  const save = useSave();
  const inputs = usePageInputs();
  return (
    <Panel title={controls.switches} icon={<IconDeviceGamepad2 size="1.25rem" />} right={<StateTag />}>
      <SavedSwitch
        path="tracking.controls.enabled"
        label={controls.enabled}
        description={controls.enabledHint}
        value={values.enabled}
        onSave={(enabled) => save({ tracking: { controls: { enabled } } })}
      />
      <div className="control-devices">
        {DEVICES.map((device) => (
          <div key={device} className="control-device">
            <SavedSwitch
              path={`tracking.controls.${device}`}
              label={controls[device]}
              description={controls[`${device}Hint`]}
              disabled={!values.enabled}
              value={values[device]}
              onSave={(on) => save({ tracking: { controls: { [device]: on } } })}
            />
            {inputs === undefined ? null : <Found device={device} inputs={inputs} />}
          </div>
        ))}
      </div>
      <div className="number-grid">
        <SavedNumber
          path="tracking.controls.restSeconds"
          label={controls.rest}
          description={controls.restHint}
          min={0}
          max={600}
          value={values.restSeconds}
          onSave={(restSeconds) => save({ tracking: { controls: { restSeconds } } })}
        />
      </div>
    </Panel>
  );
}

function StateTag() {
  const { controls } = useStrings();
  const state = useControlsState();
  const text = { off: controls.off, waiting: controls.waiting, moving: controls.linked, lost: controls.lost }[state];
  return (
    <span className={state === 'moving' ? 'tag tag-good' : 'tag'} role="status">
      {text}
    </span>
  );
}

function Found({ device, inputs }: { readonly device: (typeof DEVICES)[number]; readonly inputs: PageInputs }) {
  const { controls } = useStrings();
  const { pads, midi, midiNames } = useStore(inputs.devices);
  if (device === 'gamepad')
    return (
      <p className="quiet-line">{pads.length === 0 ? controls.notFound : fill(controls.found, { names: pads.join(', ') })}</p>
    );
  if (device !== 'midi') return null;
  if (midi === 'off' || midi === 'denied')
    return (
      <p className="quiet-line">
        {midi === 'off' ? controls.midiOff : controls.midiDenied}{' '}
        <Button size="compact-xs" variant="default" onClick={inputs.allowMidi}>
          {controls.midiAllow}
        </Button>
      </p>
    );
  const names = midiNames.length === 0 ? controls.midiNone : fill(controls.found, { names: midiNames.join(', ') });
  return <p className="quiet-line">{midi === 'absent' ? controls.midiAbsent : names}</p>;
}
