import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { INPUT_GROUPS, STANDARD_INPUTS } from '#shared/avatar/input-parameters.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import type { InputParameter } from '#shared/avatar/parameters.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { inputName, parameterName } from './row-view.ts';

const NONE = '\u0000none';

interface InputPickerProps {
  readonly value: string;
  readonly custom: readonly InputParameter[];
  readonly disabled: boolean;
  readonly onChange: (name: string) => void;
}

/** Every input by its part of the body, those of plugins below; typing searches. */
export function InputPicker({ value, custom, disabled, onChange }: InputPickerProps) {
  const { mapping } = useStrings();
  const data = useMemo(() => {
    const standard = INPUT_GROUPS.map((group) => ({
      group: mapping.inputGroups[group],
      items: STANDARD_INPUTS.filter((input) => input.group === group).map(({ name }) => ({
        value: name,
        label: labelled(name, inputName(name, mapping.names)),
      })),
    }));
    const owners = [...new Set(custom.map(({ addedBy }) => addedBy))];
    const made = owners.map((owner) => ({
      group: fill(mapping.customInputs, { owner }),
      items: custom.filter(({ addedBy }) => addedBy === owner).map(({ name }) => ({ value: name, label: name })),
    }));
    const known = STANDARD_INPUTS.some(({ name }) => name === value) || custom.some(({ name }) => name === value);
    const strange = value === '' || known ? [] : [{ group: mapping.missingInput, items: [{ value, label: value }] }];
    return [{ group: '', items: [{ value: NONE, label: mapping.noInput }] }, ...strange, ...standard, ...made];
  }, [mapping, custom, value]);
  return (
    <Select
      label={mapping.input}
      searchable
      disabled={disabled}
      data={data}
      maxDropdownHeight={320}
      limit={300}
      nothingFoundMessage={mapping.noMatch}
      value={value === '' ? NONE : value}
      onChange={(next) => next !== null && onChange(next === NONE ? '' : next)}
    />
  );
}

interface OutputPickerProps {
  readonly value: string;
  readonly parameters: readonly ModelParameter[];
  /** Outputs that other rows write. */
  readonly taken: ReadonlySet<string>;
  readonly onChange: (id: string) => void;
}

/** The model's parameters; those with a row of their own cannot be chosen and say why. */
export function OutputPicker({ value, parameters, taken, onChange }: OutputPickerProps) {
  const { mapping } = useStrings();
  const data = useMemo(() => {
    const items = parameters
      .filter(({ id }) => id !== '')
      .map((parameter) => {
        const label = labelled(parameter.id, parameterName(parameter, mapping.names));
        const isTaken = taken.has(parameter.id);
        return { value: parameter.id, label: isTaken ? `${label} (${mapping.takenBy})` : label, disabled: isTaken };
      });
    const known = value === '' || parameters.some(({ id }) => id === value);
    const strange = known ? [] : [{ group: mapping.missingOutput, items: [{ value, label: value, disabled: false }] }];
    return [...strange, { group: mapping.modelParameters, items }];
  }, [mapping, parameters, taken, value]);
  return (
    <Select
      label={mapping.output}
      searchable
      data={data}
      maxDropdownHeight={320}
      limit={300}
      nothingFoundMessage={mapping.noMatch}
      value={value === '' ? null : value}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

const labelled = (id: string, name: string): string => (name === '' ? id : `${id} · ${name}`);
