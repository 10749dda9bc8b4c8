import { Chip, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useStrings } from '../../i18n/use-strings.tsx';
import { OneOf } from '../bindings/trigger-fields.tsx';
import { clockText, dayName, minutesFrom } from './new-automation.ts';

interface NumberFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly least: number;
  readonly most: number;
  readonly value: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}
export function NumberField({ label, hint, least, most, value, step = 1, onChange }: NumberFieldProps) {
  return (
    <NumberInput
      label={label}
      description={hint}
      min={least}
      max={most}
      step={step}
      decimalScale={step < 1 ? 1 : 0}
      value={value}
      onChange={(next) => onChange(Math.min(most, Math.max(least, Number(next) || 0)))}
    />
  );
}

/** 0…1 as a percentage of at least 50. */
export function SureField({ value, onChange }: { readonly value: number; readonly onChange: (value: number) => void }) {
  const { editor } = useStrings().automation;
  return (
    <NumberField
      label={editor.sure}
      least={50}
      most={100}
      value={Math.round(value * 100)}
      onChange={(next) => onChange(next / 100)}
    />
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}
/** Minutes since midnight. */
export function TimeField({ label, value, onChange }: TimeFieldProps) {
  return (
    <TextInput
      type="time"
      label={label}
      value={clockText(value)}
      onChange={(event) => onChange(minutesFrom(event.currentTarget.value) ?? value)}
    />
  );
}

const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;
export function DaysField({
  value,
  onChange,
}: {
  readonly value: readonly number[];
  readonly onChange: (days: number[]) => void;
}) {
  const { automation } = useStrings();
  return (
    <fieldset className="binding-wide rule-days">
      <legend className="field-label">
        {automation.editor.days} <small>{automation.editor.daysHint}</small>
      </legend>
      <Chip.Group multiple value={value.map(String)} onChange={(days) => onChange(days.map(Number).sort())}>
        <div>
          {WEEK.map((day) => (
            <Chip key={day} size="xs" value={String(day)}>
              {dayName(automation.days, day)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
    </fieldset>
  );
}

interface WordsFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: readonly string[];
  readonly data?: readonly string[];
  readonly most?: number;
  readonly placeholder?: string;
  readonly onFocus?: () => void;
  readonly onChange: (words: string[]) => void;
}
export function WordsField({ label, hint, value, data, most = 30, placeholder, onFocus, onChange }: WordsFieldProps) {
  return (
    <TagsInput
      className="binding-wide"
      label={label}
      description={hint}
      placeholder={value.length === 0 ? placeholder : undefined}
      maxTags={most}
      acceptValueOnBlur
      data={[...(data ?? [])]}
      limit={80}
      value={[...value]}
      onFocus={onFocus}
      onChange={(words) => onChange(words.map((word) => word.trim().slice(0, 200)).filter((word) => word !== ''))}
    />
  );
}

export function IsField({ value, onChange }: { readonly value: boolean; readonly onChange: (is: boolean) => void }) {
  const { editor } = useStrings().automation;
  return (
    <OneOf
      label={editor.is}
      values={['yes', 'no'] as const}
      names={editor.iss}
      value={value ? 'yes' : 'no'}
      onChange={(next) => onChange(next === 'yes')}
    />
  );
}
