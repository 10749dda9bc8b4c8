import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconArrowBackUp, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { CONTROL_DEVICES, type ControlDevice, type ControlRow } from '#shared/tracking/controls/control-row.ts';
import { CONTROL_ROW_LIMIT } from '#shared/tracking/controls/control-settings.ts';
import { CONTROL_PRESETS, type ControlPreset, rowsOfPreset } from '#shared/tracking/controls/presets.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { targetName } from './control-words.ts';
import { MapRow } from './map-row.tsx';
import { useRows } from './use-rows.ts';

/** The map: which control moves what. */
export function MapCard() {
  const { controls: words, common } = useStrings();
  const { rows, canUndo, set, change, undo } = useRows();
  const [device, setDevice] = useState<ControlDevice>('gamepad');
  const shown = rows.filter((row) => row.device === device);

  const removeRow = (row: ControlRow): void => {
    set(rows.filter(({ id }) => id !== row.id));
    const title = fill(words.removed, { name: targetName(words, row.target) });
    showToast({ tone: 'plain', title, action: { label: common.undo, run: undo } });
  };
  const add = (): void => {
    if (rows.length >= CONTROL_ROW_LIMIT) showToast({ tone: 'bad', title: fill(words.full, { n: rows.length }) });
    else set([...rows, newRow(device)]);
  };
  const takePreset = (preset: ControlPreset): void => {
    set(rowsOfPreset(preset));
    const title = fill(words.presetDone, { name: words.presets[preset] });
    showToast({ tone: 'good', title, action: { label: common.undo, run: undo } });
  };
  const pick = (value: string): void => {
    const found = CONTROL_DEVICES.find((one) => one === value);
    if (found !== undefined) setDevice(found);
  };
  return (
    <Panel title={words.map} hint={words.mapHint} icon={<IconAdjustmentsHorizontal size="1.25rem" />}>
      <div className="control-tools">
        <SegmentedControl
          aria-label={words.switches}
          data={CONTROL_DEVICES.map((value) => ({ value, label: words.devices[value] }))}
          value={device}
          onChange={pick}
        />
        <div className="button-row">
          <Button variant="default" leftSection={<IconArrowBackUp size="1rem" />} disabled={!canUndo} onClick={undo}>
            {words.undo}
          </Button>
          <PresetMenu onPick={takePreset} />
          <Button leftSection={<IconPlus size="1rem" />} onClick={add}>
            {words.add}
          </Button>
        </div>
      </div>
      {shown.length === 0 ? <p className="quiet-line">{words.empty}</p> : null}
      <ul className="control-list">
        {shown.map((row) => (
          <MapRow key={row.id} row={row} onChange={change} onRemove={removeRow} />
        ))}
      </ul>
    </Panel>
  );
}

function PresetMenu({ onPick }: { readonly onPick: (preset: ControlPreset) => void }) {
  const { controls: words } = useStrings();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">{words.preset}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CONTROL_PRESETS.map((preset) => (
          <Menu.Item key={preset} onClick={() => onPick(preset)}>
            {words.presets[preset]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const newRow = (device: ControlDevice): ControlRow => ({
  id: `own-${crypto.randomUUID().slice(0, 13)}`,
  device,
  control: '',
  target: { type: 'face', channel: 'mouth' },
  from: 0,
  to: 1,
  deadZone: 0.03,
  curve: 1,
  springSeconds: 0.25,
  mode: 'hold',
  invert: false,
});
