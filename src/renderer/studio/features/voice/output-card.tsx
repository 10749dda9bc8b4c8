import { Button, Select } from '@mantine/core';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { monitorState } from '../../monitor/use-monitor.ts';
import { useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

/** Mantine's Select takes no empty value; the setting's '' is this. */
const NONE = 'none';

/** A device of this computer that plays the voices too. */
export function OutputCard() {
  const { speaking } = useStrings();
  const deviceId = useSettings(({ voice }) => voice.monitor.deviceId);
  const save = useSave();
  const lock = useLock('voice.monitor.deviceId');
  const { devices, again } = useOutputDevices();
  const ask = useCallback(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    again();
  }, [again]);
  const { run, busy } = useAction(speaking.allowFailed, ask);
  const named = devices.some(({ label }) => label !== '');
  const known = deviceId === '' || devices.some((device) => device.deviceId === deviceId);
  return (
    <Panel title={speaking.output} hint={speaking.outputHint} right={<MonitorNote chosen={deviceId !== ''} />}>
      <Select
        label={speaking.device}
        description={lock.note}
        disabled={lock.disabled}
        allowDeselect={false}
        value={deviceId === '' ? NONE : deviceId}
        onChange={(next) => void save({ voice: { monitor: { deviceId: next === NONE || next === null ? '' : next } } })}
        data={[
          { value: NONE, label: speaking.noDevice },
          ...devices.map((device, at) => ({
            value: device.deviceId,
            label:
              device.label ||
              (device.deviceId === 'default' ? speaking.defaultDevice : fill(speaking.unknownDevice, { number: at + 1 })),
          })),
          ...(known ? [] : [{ value: deviceId, label: speaking.missingDevice }]),
        ]}
      />
      {named ? null : (
        <div>
          <Button size="xs" variant="default" loading={busy} onClick={() => void run()}>
            {speaking.allowNames}
          </Button>
          <p className="field-hint">{speaking.allowNamesHint}</p>
        </div>
      )}
    </Panel>
  );
}

function MonitorNote({ chosen }: { readonly chosen: boolean }) {
  const { speaking } = useStrings();
  const { playing, problem } = useSyncExternalStore(monitorState.subscribe, monitorState.get);
  if (!chosen) return null;
  return (
    <span role="status" className={playing ? 'tag tag-good' : 'tag tag-off'} title={problem}>
      {playing ? speaking.playing : speaking.notPlaying}
    </span>
  );
}

function useOutputDevices(): { readonly devices: readonly MediaDeviceInfo[]; readonly again: () => void } {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const again = useCallback(() => {
    navigator.mediaDevices
      .enumerateDevices()
      // Before the microphone was allowed a browser lists one device without id or name.
      .then((all) => setDevices(all.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '')))
      .catch(() => setDevices([]));
  }, []);
  useEffect(() => {
    again();
    navigator.mediaDevices.addEventListener('devicechange', again);
    return () => navigator.mediaDevices.removeEventListener('devicechange', again);
  }, [again]);
  return { devices, again };
}
