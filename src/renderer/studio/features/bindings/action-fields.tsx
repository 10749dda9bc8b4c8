import { NumberInput, Select, Slider, Switch, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { Action } from '#shared/avatar/bindings.ts';
import { BODY_PARTS } from '#shared/avatar/scene.ts';
import type { ActionChoices } from '#shared/contract/bindings.ts';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { DRIVING_MODES } from '#shared/tracking/driving.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { NameField } from './name-field.tsx';
import { ShowActionFields } from './show-action-fields.tsx';
import { clamped, OneOf } from './trigger-fields.tsx';

interface ActionFieldsProps {
  readonly action: Action;
  readonly choices: ActionChoices;
  readonly onChange: (action: Action) => void;
}
type Of<T extends Action['type']> = Extract<Action, { type: T }>;
interface FieldsOf<T extends Action['type']> {
  readonly action: Of<T>;
  readonly choices: ActionChoices;
  readonly onChange: (action: Action) => void;
}

/** The fields of one action. */
export function ActionFields({ action, choices, onChange }: ActionFieldsProps) {
  const { bindings, emotions } = useStrings();
  const { editor } = bindings;
  switch (action.type) {
    case 'expression':
      return <ExpressionFields action={action} choices={choices} onChange={onChange} />;
    case 'motion':
      return (
        <>
          <NameField
            label={editor.motion}
            data={choices.motions}
            value={action.name}
            onChange={(name) => onChange({ ...action, name })}
          />
          <Switch
            className="inline-switch"
            label={editor.loop}
            checked={action.loop}
            onChange={(event) => onChange({ ...action, loop: event.currentTarget.checked })}
          />
        </>
      );
    case 'idle-motion':
      return (
        <NameField
          label={editor.motion}
          data={choices.motions}
          value={action.name}
          onChange={(name) => onChange({ ...action, name })}
        />
      );
    case 'emotion':
      return (
        <>
          <OneOf
            label={bindings.actions.emotion}
            values={EMOTIONS}
            names={emotions}
            value={action.emotion}
            onChange={(emotion) => onChange({ ...action, emotion })}
          />
          <Share label={editor.intensity} value={action.intensity} onChange={(intensity) => onChange({ ...action, intensity })} />
          <Seconds value={action.seconds} onChange={(seconds) => onChange({ ...action, seconds })} />
        </>
      );
    case 'item':
      return <ItemFields action={action} choices={choices} onChange={onChange} />;
    case 'throw':
      return <ThrowFields action={action} choices={choices} onChange={onChange} />;
    case 'model':
      return (
        <Select
          label={editor.model}
          placeholder={editor.noChoice}
          data={choices.models.map(({ id, name }) => ({ value: id, label: name }))}
          value={action.modelId}
          onChange={(modelId) => (modelId === null ? undefined : onChange({ ...action, modelId }))}
        />
      );
    case 'placement':
      return <PlacementFields action={action} choices={choices} onChange={onChange} />;
    case 'sound':
      return (
        <>
          <FileField
            label={editor.sound}
            files={choices.sounds}
            value={action.fileName}
            onChange={(fileName) => onChange({ ...action, fileName })}
          />
          <Share label={editor.volume} value={action.volume} onChange={(volume) => onChange({ ...action, volume })} />
        </>
      );
    case 'say':
      return (
        <Textarea
          className="binding-wide"
          label={editor.text}
          maxLength={1000}
          autosize
          minRows={2}
          maxRows={6}
          value={action.text}
          onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
        />
      );
    case 'drive':
      return <DriveFields action={action} choices={choices} onChange={onChange} />;
    case 'clear-expressions':
    case 'clear-items':
    case 'look-straight':
    case 'stop':
      return null;
    default:
      return <ShowActionFields action={action} choices={choices.show} onChange={onChange} />;
  }
}

const DRIVES = [...DRIVING_MODES, 'toggle', 'cycle'] as const;

/** Whom the avatar goes to, and, where it goes to a human, how far. */
function DriveFields({ action, onChange }: FieldsOf<'drive'>) {
  const { editor } = useStrings().bindings;
  return (
    <>
      <OneOf
        label={editor.driveTo}
        values={DRIVES}
        names={editor.drives}
        value={action.mode}
        onChange={(mode) => onChange({ ...action, mode })}
      />
      {action.mode === 'ai' ? null : (
        <>
          <Switch
            className="inline-switch"
            label={editor.setsFader}
            checked={action.fader !== null}
            onChange={(event) => onChange({ ...action, fader: event.currentTarget.checked ? 1 : null })}
          />
          {action.fader === null ? null : (
            <Share label={editor.fader} value={action.fader} onChange={(fader) => onChange({ ...action, fader })} />
          )}
        </>
      )}
    </>
  );
}

const MODES = ['toggle', 'on', 'off', 'hold', 'timed'] as const;

function ExpressionFields({ action, choices, onChange }: FieldsOf<'expression'>) {
  const { editor } = useStrings().bindings;
  return (
    <>
      <NameField
        label={editor.expression}
        data={choices.expressions}
        value={action.name}
        onChange={(name) => onChange({ ...action, name })}
      />
      <OneOf
        label={editor.mode}
        values={MODES}
        names={editor.modes}
        value={action.mode}
        onChange={(mode) => onChange({ ...action, mode })}
      />
      {action.mode === 'timed' || action.mode === 'hold' ? (
        <Seconds value={action.seconds} onChange={(seconds) => onChange({ ...action, seconds })} />
      ) : null}
      <NumberInput
        label={editor.fade}
        min={0}
        max={10}
        step={0.1}
        decimalScale={2}
        value={action.fade ?? ''}
        onChange={(value) => onChange({ ...action, fade: value === '' ? null : Math.min(10, Math.max(0, Number(value) || 0)) })}
      />
      {action.mode === 'off' ? null : (
        <TextInput
          label={editor.group}
          description={editor.groupHint}
          maxLength={200}
          value={action.group}
          onChange={(event) => onChange({ ...action, group: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function ItemFields({ action, choices, onChange }: FieldsOf<'item'>) {
  const { editor, parts } = useStrings().bindings;
  const places = [{ value: '', label: editor.pinNone }, ...BODY_PARTS.map((part) => ({ value: part, label: parts[part] }))];
  return (
    <>
      <FileField
        label={editor.item}
        files={choices.items}
        value={action.fileName}
        onChange={(fileName) => onChange({ ...action, fileName })}
      />
      <OneOf
        label={editor.mode}
        values={['toggle', 'on', 'off'] as const}
        names={editor.itemModes}
        value={action.mode}
        onChange={(mode) => onChange({ ...action, mode })}
      />
      <Select
        label={editor.pinTo}
        data={places}
        value={action.pinTo ?? ''}
        onChange={(value) => onChange({ ...action, pinTo: BODY_PARTS.find((part) => part === value) ?? null })}
      />
    </>
  );
}

function ThrowFields({ action, choices, onChange }: FieldsOf<'throw'>) {
  const { editor } = useStrings().bindings;
  return (
    <>
      <FileField
        label={editor.item}
        files={choices.items}
        value={action.fileName}
        onChange={(fileName) => onChange({ ...action, fileName })}
      />
      <NumberInput
        label={editor.count}
        min={1}
        max={40}
        value={action.count}
        onChange={(count) => onChange({ ...action, count: clamped(count, 1, 40) })}
      />
      <OneOf
        label={editor.from}
        values={['left', 'right', 'top', 'either'] as const}
        names={editor.froms}
        value={action.from}
        onChange={(from) => onChange({ ...action, from })}
      />
    </>
  );
}

/** Bounds of what makes sense in a window; plugins may go further. */
const PLACES = { x: [-2, 2, 0.05], y: [-2, 2, 0.05], size: [-100, 100, 5], rotation: [-180, 180, 5] } as const;

function PlacementFields({ action, onChange }: FieldsOf<'placement'>) {
  const { editor } = useStrings().bindings;
  const { placement } = action;
  return (
    <>
      {(['x', 'y', 'size', 'rotation'] as const).map((field) => {
        const [min, max, step] = PLACES[field];
        return (
          <NumberInput
            key={field}
            label={editor[field]}
            min={min}
            max={max}
            step={step}
            decimalScale={2}
            value={placement[field]}
            onChange={(value) =>
              onChange({ ...action, placement: { ...placement, [field]: Math.min(max, Math.max(min, Number(value) || 0)) } })
            }
          />
        );
      })}
      <NumberInput
        label={editor.seconds}
        min={0}
        max={2}
        step={0.1}
        decimalScale={2}
        value={action.seconds}
        onChange={(value) => onChange({ ...action, seconds: Math.min(2, Math.max(0, Number(value) || 0)) })}
      />
    </>
  );
}

function FileField({
  label,
  files,
  value,
  onChange,
}: {
  readonly label: string;
  readonly files: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { editor } = useStrings().bindings;
  const data = value === '' || files.includes(value) ? files : [value, ...files];
  return (
    <Select
      label={label}
      placeholder={editor.noChoice}
      data={[...data]}
      searchable={data.length > 8}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

function Seconds({ value, onChange }: { readonly value: number; readonly onChange: (value: number) => void }) {
  const { editor } = useStrings().bindings;
  return (
    <NumberInput
      label={editor.seconds}
      min={0}
      max={3600}
      step={0.5}
      decimalScale={2}
      value={value}
      onChange={(next) => onChange(Math.min(3600, Math.max(0, Number(next) || 0)))}
    />
  );
}

/** 0…1 as a percentage. */
function Share({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className="slider-field">
      <div className="slider-head">
        <span className="field-label" id={id}>
          {label}
        </span>
        <span className="quiet-line">{Math.round(value * 100)} %</span>
      </div>
      <Slider
        aria-labelledby={id}
        thumbProps={{ 'aria-labelledby': id }}
        min={0}
        max={1}
        step={0.05}
        label={null}
        value={value}
        onChange={onChange}
      />
    </div>
  );
}
