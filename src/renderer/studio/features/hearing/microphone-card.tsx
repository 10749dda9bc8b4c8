import { Button, Select } from '@mantine/core';
import { IconEar } from '@tabler/icons-react';
import type { HearingView } from '#shared/contract/hearing.ts';
import { fill, lookUp } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useInputDevices } from '../../ui/use-input-devices.ts';
import { useSave } from '../../ui/use-save.ts';
import { LevelMeter } from './level-meter.tsx';
import { useMicrophone } from './microphone-context.tsx';

/** The switch, which microphone, how loud it is, and what is wrong with it. */
export function MicrophoneCard({ view }: { readonly view: HearingView | undefined }) {
  const { hearing } = useStrings();
  const settings = useSettings((all) => all.hearing);
  const save = useSave();
  return (
    <Panel
      title={hearing.microphone}
      icon={<IconEar size="1.25rem" />}
      right={view === undefined ? null : <StateTag view={view} />}
    >
      <div className="two-columns">
        <SavedSwitch
          path="hearing.enabled"
          label={hearing.enabled}
          description={stateHint(hearing, view, settings.mode)}
          value={settings.enabled}
          onSave={(enabled) => save({ hearing: { enabled } })}
        />
        <DeviceField />
      </div>
      {settings.enabled ? <LevelMeter /> : null}
      <Trouble view={view} />
      {view?.partial ? <p className="ears-partial">{view.partial}</p> : null}
    </Panel>
  );
}

function StateTag({ view }: { readonly view: HearingView }) {
  const { hearing } = useStrings();
  const good = view.state === 'listening' || view.state === 'hearing';
  return (
    <span className="ears-tags">
      {view.guarding && good ? <span className="tag">{hearing.guardLamp}</span> : null}
      <span className={good ? 'tag tag-good' : 'tag'}>{hearing.states[view.state]}</span>
    </span>
  );
}

function stateHint(
  hearing: ReturnType<typeof useStrings>['hearing'],
  view: HearingView | undefined,
  mode: 'push-to-talk' | 'wake-word' | 'open',
): string {
  if (view === undefined) return '';
  if (view.state === 'asleep') return hearing.stateHints[mode === 'push-to-talk' ? 'asleep-key' : 'asleep-word'];
  return hearing.stateHints[view.state];
}

const DEFAULT = 'default';

function DeviceField() {
  const { hearing } = useStrings();
  const deviceId = useSettings((all) => all.hearing.deviceId);
  const { state } = useMicrophone();
  const devices = useInputDevices('audioinput', state.state);
  const lock = useLock('hearing.deviceId');
  const save = useSave();
  const named = devices.map(({ id, label }, index) => ({
    value: id,
    label: label === '' ? fill(hearing.deviceUnnamed, { n: index + 1 }) : label,
  }));
  const isKnown = deviceId === '' || devices.some(({ id }) => id === deviceId);
  return (
    <Select
      label={hearing.device}
      description={lock.note}
      disabled={lock.disabled}
      value={deviceId === '' ? DEFAULT : deviceId}
      onChange={(next) => void save({ hearing: { deviceId: next === null || next === DEFAULT ? '' : next } })}
      data={[
        { value: DEFAULT, label: hearing.deviceDefault },
        ...named,
        ...(isKnown ? [] : [{ value: deviceId, label: fill(hearing.deviceUnnamed, { n: '?' }) }]),
      ]}
    />
  );
}

/** What this page knows of its own microphone goes before what the studio says of another page's. */
function Trouble({ view }: { readonly view: HearingView | undefined }) {
  const { hearing } = useStrings();
  const enabled = useSettings((all) => all.hearing.enabled);
  const { state, takeBack } = useMicrophone();
  if (!enabled) return null;
  const own = lookUp(hearing.capture, state.state);
  const fails = own !== undefined && state.state !== 'suspended';
  const text = own ?? (view?.capture === null && state.state !== 'starting' ? hearing.capture.nowhere : undefined);
  return (
    <>
      {text === undefined ? null : (
        <div className={fails ? 'trouble trouble-failed ears-trouble' : 'trouble trouble-degraded ears-trouble'} role="alert">
          <span>{text}</span>
          {fails ? (
            <Button size="xs" variant="default" onClick={takeBack}>
              {state.state === 'displaced' ? hearing.takeBack : hearing.retry}
            </Button>
          ) : null}
        </div>
      )}
      {state.denoiseFailed ? <p className="trouble trouble-degraded">{hearing.denoiseFailed}</p> : null}
    </>
  );
}
