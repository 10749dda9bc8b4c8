import { ActionIcon, Button, NumberInput, Select, Switch } from '@mantine/core';
import { IconAdjustments, IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { type ControlRow, limitsOfTarget } from '#shared/tracking/controls/control-row.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { OneOfFew } from '../bindings/trigger-fields.tsx';
import { ControlMeter } from './control-meter.tsx';
import { controlName, keyOfTarget, remoteChoices, targetChoices, targetName, targetOfKey } from './control-words.ts';
import { useLearn } from './use-learn.ts';

interface MapRowProps {
  readonly row: ControlRow;
  readonly onChange: (id: string, change: Partial<ControlRow>) => void;
  readonly onRemove: (row: ControlRow) => void;
}

/** One row of the map: the control, what it moves, and on demand how. */
export function MapRow({ row, onChange, onRemove }: MapRowProps) {
  const { controls: words } = useStrings();
  const [open, setOpen] = useState(false);
  const name = `${words.devices[row.device]} · ${controlName(words, row)}`;
  const chooseTarget = (key: string | null): void => {
    const target = key === null ? undefined : targetOfKey(key);
    if (target !== undefined) onChange(row.id, { target, ...rangeFor(row, target) });
  };
  return (
    <li className="control-row">
      <div className="control-line">
        <div className="control-name">
          <strong>{controlName(words, row)}</strong>
        </div>
        <Picker row={row} onChange={onChange} />
        <Select
          className="control-target"
          aria-label={fill(words.targetOf, { name })}
          data={targetChoices(words, row.device)}
          value={keyOfTarget(row.target)}
          allowDeselect={false}
          searchable
          maxDropdownHeight={320}
          nothingFoundMessage={targetName(words, row.target)}
          onChange={chooseTarget}
        />
        <ControlMeter row={row} />
        <div className="control-verbs">
          <ActionIcon
            variant={open ? 'light' : 'subtle'}
            aria-label={fill(words.details, { name })}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <IconAdjustments size="1.125rem" />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={fill(words.remove, { name })} onClick={() => onRemove(row)}>
            <IconTrash size="1.125rem" />
          </ActionIcon>
        </div>
      </div>
      {open ? <Details row={row} onChange={onChange} /> : null}
    </li>
  );
}

/** Takes the next control that is moved; what is on the phone is chosen from a list. */
function Picker({ row, onChange }: Pick<MapRowProps, 'row' | 'onChange'>) {
  const { controls: words } = useStrings();
  const { id, device } = row;
  const take = useCallback((taken: Partial<ControlRow>) => onChange(id, taken), [id, onChange]);
  const { learning, toggle } = useLearn(take);
  if (device === 'remote' || device === 'mouse') {
    const data =
      device === 'remote' ? remoteChoices(words) : (['x', 'y'] as const).map((value) => ({ value, label: words.places[value] }));
    return (
      <Select
        className="control-pick"
        aria-label={words.learn}
        allowDeselect={false}
        data={data}
        value={row.control === '' ? null : row.control}
        onChange={(control) => (control === null ? undefined : onChange(id, { control }))}
      />
    );
  }
  return (
    <Button
      className="control-pick"
      variant={learning ? 'filled' : 'default'}
      aria-pressed={learning}
      data-recording={learning}
      onClick={toggle}
    >
      {learning ? words.learning : words.learn}
    </Button>
  );
}

function Details({ row, onChange }: Pick<MapRowProps, 'row' | 'onChange'>) {
  const { controls: words } = useStrings();
  const isMacro = row.target.type === 'macro';
  const number = (
    key: 'from' | 'to' | 'deadZone' | 'curve' | 'springSeconds',
    label: string,
    min: number,
    max: number,
    step: number,
  ) => (
    <NumberInput
      label={label}
      min={min}
      max={max}
      step={step}
      decimalScale={2}
      clampBehavior="strict"
      value={row[key]}
      onChange={(value) => (typeof value === 'number' ? onChange(row.id, { [key]: value }) : undefined)}
    />
  );
  if (isMacro) return null;
  return (
    <div className="control-details number-grid">
      {number('from', words.from, -1000, 1000, 0.1)}
      {number('to', words.to, -1000, 1000, 0.1)}
      {number('deadZone', words.deadZone, 0, 0.9, 0.01)}
      {number('curve', words.curve, 0.2, 5, 0.1)}
      {number('springSeconds', words.spring, 0, 10, 0.05)}
      <OneOfFew
        label={words.mode}
        values={['hold', 'toggle'] as const}
        names={words.modes}
        value={row.mode}
        onChange={(mode) => onChange(row.id, { mode })}
      />
      <Switch
        className="control-invert"
        label={words.invert}
        checked={row.invert}
        onChange={(event) => onChange(row.id, { invert: event.currentTarget.checked })}
      />
    </div>
  );
}

/** A range that fits the new target, where it is of another kind than the one before. */
function rangeFor(row: ControlRow, target: ControlRow['target']): Partial<ControlRow> {
  if (target.type === 'macro') return { from: 0, to: 1, mode: 'hold' };
  if (target.type === 'input') return {};
  const [least, most] = limitsOfTarget(target);
  const before = row.target.type === 'face' || row.target.type === 'hand' ? limitsOfTarget(row.target) : [0, 0];
  if (before[0] === least && before[1] === most) return {};
  return { from: row.from < 0 ? least / 2 : 0, to: most <= 1 ? most : most / 2 };
}
