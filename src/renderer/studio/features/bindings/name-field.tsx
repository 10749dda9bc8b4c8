import { Autocomplete } from '@mantine/core';

export interface NameFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly data: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A name that may be chosen or typed: the model, or OBS, that has it need not be there. */
export function NameField({ data, onChange, ...rest }: NameFieldProps) {
  return (
    <Autocomplete {...rest} data={[...new Set(data)]} maxLength={200} onChange={onChange} comboboxProps={{ shadow: 'md' }} />
  );
}
