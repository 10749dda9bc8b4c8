import { Button } from '@mantine/core';
import { IconDeviceGamepad2 } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { IS_MAC } from '../../hotkeys/platform.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { usePageInputs } from './bindings-context.tsx';
import { triggerText } from './describe.ts';
import type { PageInputs } from './inputs/page-inputs.ts';

/** Which devices this page hears. */
export function InputsCard() {
  const { bindings } = useStrings();
  const inputs = usePageInputs();
  return (
    <Panel title={bindings.inputs.title} hint={bindings.inputs.hint} icon={<IconDeviceGamepad2 size="1.25rem" />}>
      {inputs === undefined ? null : <Devices inputs={inputs} />}
    </Panel>
  );
}

function Devices({ inputs }: { readonly inputs: PageInputs }) {
  const strings = useStrings();
  const words = strings.bindings.inputs;
  const { pads, midi, midiNames, last } = useStore(inputs.devices);
  const midiText = {
    absent: words.midiAbsent,
    off: words.midiOff,
    denied: words.midiDenied,
    on: midiNames.join(', ') || words.midiNone,
  }[midi];
  return (
    <>
      <dl className="pairs">
        <div>
          <dt>{words.gamepad}</dt>
          <dd>{pads.length === 0 ? words.gamepadNone : pads.join(', ')}</dd>
        </div>
        <div>
          <dt>{words.midi}</dt>
          <dd>{midiText}</dd>
        </div>
      </dl>
      <div className="button-row">
        {midi === 'off' || midi === 'denied' ? (
          <Button variant="default" size="xs" onClick={inputs.allowMidi}>
            {words.midiAsk}
          </Button>
        ) : null}
        {last === undefined ? null : (
          <span className="quiet-line">{fill(words.last, { name: triggerText(strings, last, IS_MAC) })}</span>
        )}
      </div>
    </>
  );
}
