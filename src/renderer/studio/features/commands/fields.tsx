import { Select } from '@mantine/core';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly values: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few named values. */
export function Choice<T extends string>({ label, values, names, value, onChange }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      allowDeselect={false}
      data={values.map((one) => ({ value: one, label: names[one] }))}
      value={value}
      onChange={(next) => {
        const chosen = values.find((one) => one === next);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}
