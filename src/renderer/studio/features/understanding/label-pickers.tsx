import { Select } from '@mantine/core';
import { intentSchema } from '#shared/intent/labels.ts';
import { INTENTS, type Intent } from '#shared/live/appraisal.ts';
import { EMOTIONS, type Emotion, emotionSchema } from '#shared/speech/emotion.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

const NONE = 'none';

interface PickerProps<Label> {
  /** Shown for no choice, and the name for those who listen. */
  readonly none: string;
  readonly label: string;
  readonly value: Label | undefined;
  readonly onChange: (next: Label | undefined) => void;
}

export function IntentPicker({ none, label, value, onChange }: PickerProps<Intent>) {
  const { intents } = useStrings();
  return (
    <Select
      size="sm"
      className="understanding-picker"
      aria-label={label}
      value={value ?? NONE}
      onChange={(next) => onChange(next === null || next === NONE ? undefined : intentSchema.parse(next))}
      data={[{ value: NONE, label: none }, ...INTENTS.map((one) => ({ value: one, label: intents[one] }))]}
    />
  );
}

export function EmotionPicker({ none, label, value, onChange }: PickerProps<Emotion>) {
  const { emotions } = useStrings();
  return (
    <Select
      size="sm"
      className="understanding-picker"
      aria-label={label}
      value={value ?? NONE}
      onChange={(next) => onChange(next === null || next === NONE ? undefined : emotionSchema.parse(next))}
      data={[{ value: NONE, label: none }, ...EMOTIONS.map((one) => ({ value: one, label: emotions[one] }))]}
    />
  );
}
