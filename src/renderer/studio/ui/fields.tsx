import {
  NumberInput,
  type NumberInputProps,
  Slider,
  Switch,
  type SwitchProps,
  TagsInput,
  Text,
  Textarea,
  type TextareaProps,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { useStrings } from '../i18n/use-strings.tsx';
import { useFixedByEnvironment } from '../session/session-context.tsx';
import { useDraft } from './use-draft.ts';

const TYPING_PAUSE_MS = 600;
const DRAGGING_PAUSE_MS = 120;

/** Fields that save by themselves. `path` is the setting's dotted path: when the environment fixes it, the field is off and says so. */
interface Saved<T> {
  readonly path: string;
  readonly value: T;
  readonly onSave: (value: T) => void | Promise<void>;
}
type Without<P> = Omit<P, 'value' | 'onChange' | 'defaultValue'>;

/** Props that lock a control which the environment fixes. */
export function useLock(path: string): { readonly disabled: boolean; readonly note: ReactNode } {
  const fixed = useFixedByEnvironment(path);
  const { common } = useStrings();
  return {
    disabled: fixed,
    note: fixed ? (
      <span className="field-lock">
        <IconLock size="0.8125rem" aria-hidden /> {common.fixedByEnvironment}
      </span>
    ) : undefined,
  };
}

export function SavedText({ path, value, onSave, description, ...rest }: Saved<string> & Without<TextInputProps>) {
  const lock = useLock(path);
  const draft = useDraft(value, onSave, TYPING_PAUSE_MS);
  return (
    <TextInput
      {...rest}
      description={lock.note ?? description}
      disabled={lock.disabled || rest.disabled === true}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.flush}
    />
  );
}

export function SavedTextarea({ path, value, onSave, description, ...rest }: Saved<string> & Without<TextareaProps>) {
  const lock = useLock(path);
  const draft = useDraft(value, onSave, TYPING_PAUSE_MS);
  return (
    <Textarea
      autosize
      minRows={3}
      maxRows={14}
      {...rest}
      description={lock.note ?? description}
      disabled={lock.disabled}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.flush}
    />
  );
}

export function SavedNumber({ path, value, onSave, description, ...rest }: Saved<number> & Without<NumberInputProps>) {
  const lock = useLock(path);
  const draft = useDraft<number | string>(
    value,
    (next) => (typeof next === 'number' ? onSave(next) : undefined),
    TYPING_PAUSE_MS,
  );
  return (
    <NumberInput
      clampBehavior="blur"
      {...rest}
      description={lock.note ?? description}
      disabled={lock.disabled}
      value={draft.value}
      onChange={draft.change}
      onBlur={draft.flush}
    />
  );
}

interface SavedSliderProps extends Saved<number> {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value for people: "120 %". */
  readonly show: (value: number) => string;
  /** Where a double click returns to; marked on the track. */
  readonly home?: number;
  readonly hint?: string | undefined;
}

export function SavedSlider({ path, value, onSave, label, min, max, step, show, home, hint }: SavedSliderProps) {
  const lock = useLock(path);
  const draft = useDraft(value, onSave, DRAGGING_PAUSE_MS);
  const labelId = useId();
  return (
    <div className="slider-field">
      <div className="slider-head">
        <Text component="span" size="sm" fw={500} id={labelId}>
          {label}
        </Text>
        <Text component="span" size="sm" c="dimmed" className="tabular">
          {show(draft.value)}
        </Text>
      </div>
      <Slider
        aria-labelledby={labelId}
        thumbProps={{ 'aria-labelledby': labelId, 'aria-valuetext': show(draft.value) }}
        min={min}
        max={max}
        step={step}
        label={null}
        disabled={lock.disabled}
        value={draft.value}
        onChange={draft.change}
        onChangeEnd={draft.flush}
        onDoubleClick={home === undefined ? undefined : () => draft.change(home)}
        {...(home === undefined ? {} : { marks: [{ value: home }] })}
      />
      {lock.note || hint ? (
        <Text size="xs" c="dimmed">
          {lock.note ?? hint}
        </Text>
      ) : null}
    </div>
  );
}

export function SavedSwitch({
  path,
  value,
  onSave,
  description,
  ...rest
}: Saved<boolean> & Omit<SwitchProps, 'checked' | 'onChange' | 'value'>) {
  const lock = useLock(path);
  return (
    <Switch
      {...rest}
      description={lock.note ?? description}
      disabled={lock.disabled || rest.disabled === true}
      checked={value}
      onChange={(event) => void onSave(event.currentTarget.checked)}
    />
  );
}

interface SavedTagsProps extends Saved<readonly string[]> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly placeholder: string;
  readonly maxTags: number;
}

export function SavedTags({ path, value, onSave, label, hint, placeholder, maxTags }: SavedTagsProps) {
  const lock = useLock(path);
  return (
    <TagsInput
      size="sm"
      label={label}
      description={lock.note ?? hint}
      placeholder={placeholder}
      disabled={lock.disabled}
      maxTags={maxTags}
      value={[...value]}
      onChange={(next) => void onSave(next)}
      splitChars={['\n']}
      acceptValueOnBlur
    />
  );
}
