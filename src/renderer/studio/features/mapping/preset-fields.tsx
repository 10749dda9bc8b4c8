import { SegmentedControl, Text } from '@mantine/core';
import { useCallback, useId } from 'react';
import { EYE_PRESETS, type EyePreset, MOTION_PRESETS, type MotionPreset } from '#shared/avatar/mapping-presets.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

interface PresetFieldsProps {
  /** null: the rows agree with none. */
  readonly motion: MotionPreset | null;
  readonly eyes: EyePreset | null;
}

/** Two questions that set many rows at once. */
export function PresetFields({ motion, eyes }: PresetFieldsProps) {
  const { mapping } = useStrings();
  const client = useClient();
  const apply = useCallback(
    (preset: { motion?: MotionPreset; eyes?: EyePreset }) => client.parameters.applyPreset(preset),
    [client],
  );
  const { run } = useAction(mapping.presetFailed, apply);
  return (
    <div className="two-columns mapping-presets">
      <Choice
        label={mapping.motion}
        hint={mapping.motionHint}
        value={motion}
        choices={MOTION_PRESETS}
        texts={mapping.motions}
        onChange={(next) => void run({ motion: next })}
      />
      <Choice
        label={mapping.eyes}
        hint={mapping.eyesHint}
        value={eyes}
        choices={EYE_PRESETS}
        texts={mapping.eyesChoices}
        onChange={(next) => void run({ eyes: next })}
      />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly hint: string;
  readonly value: T | null;
  readonly choices: readonly T[];
  readonly texts: Readonly<Record<T, string>>;
  readonly onChange: (next: T) => void;
}

function Choice<T extends string>({ label, hint, value, choices, texts, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div>
      <span className="field-label" id={id}>
        {label}
      </span>
      <SegmentedControl
        aria-labelledby={id}
        size="sm"
        fullWidth
        // An empty string is none of the choices: nothing is marked.
        value={value ?? ''}
        data={choices.map((choice) => ({ value: choice, label: texts[choice] }))}
        onChange={(next) => {
          const chosen = choices.find((choice) => choice === next);
          if (chosen !== undefined) onChange(chosen);
        }}
      />
      <Text size="xs" c="dimmed" mt="0.375rem">
        {hint}
      </Text>
    </div>
  );
}
