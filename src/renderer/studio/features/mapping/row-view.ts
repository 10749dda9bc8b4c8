import { standardInput } from '#shared/avatar/input-parameters.ts';
import { isAutonomous } from '#shared/avatar/mapping.ts';
import type { KnownInput } from '#shared/avatar/mapping-auto.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import type { InputParameter, MappingRow } from '#shared/avatar/parameters.ts';
import { standardParameter } from '#shared/avatar/standard-parameters.ts';

/** What the table shows of a row; pure, so that tests can tell. */
export interface RowView {
  readonly row: MappingRow;
  /** Of the input as it is on this computer; undefined: a plugin's that is not here, or none. */
  readonly input: KnownInput | undefined;
  readonly output: ModelParameter | undefined;
  readonly autonomous: boolean;
}

export function rowViews(
  rows: readonly MappingRow[],
  parameters: readonly ModelParameter[],
  custom: readonly InputParameter[],
): readonly RowView[] {
  const outputs = new Map(parameters.map((parameter) => [parameter.id, parameter]));
  return rows.map((row) => ({
    row,
    input: knownInput(row.input, custom),
    output: outputs.get(row.output),
    autonomous: isAutonomous(row),
  }));
}

/** An input that exists here: a standard one, or one that a plugin made. */
export function knownInput(name: string, custom: readonly InputParameter[]): KnownInput | undefined {
  return standardInput(name) ?? custom.find((input) => input.name === name);
}

/** Rows whose input, output or name has every word of the search. */
export function matchesSearch({ row, output }: RowView, search: string, names: PlainNames): boolean {
  const plain = parameterName({ id: row.output, name: output?.name ?? '' }, names);
  const text = `${row.name} ${row.input} ${inputName(row.input, names)} ${row.output} ${plain}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Plain words for standard inputs and parameters, in one language. */
export interface PlainNames {
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a parameter is called for people: as its author named it, else what the standard id means; '' where neither says anything. */
export function parameterName(parameter: Pick<ModelParameter, 'id' | 'name'>, names: PlainNames): string {
  const standard = standardParameter(parameter.id);
  const { name } = parameter;
  // Formats without names of their own say the standard one in English.
  const isOwn = name !== '' && name !== parameter.id && name !== standard?.name;
  if (isOwn) return name;
  return (standard && names.outputs[standard.id]) ?? '';
}

export const inputName = (name: string, names: PlainNames): string =>
  Object.hasOwn(names.inputs, name) ? (names.inputs[name] ?? '') : '';

/** The piece of a bar between two ends that stands for a value, seen from `home`. All 0…1. */
export function barOf(
  value: number,
  ends: { readonly from: number; readonly to: number; readonly home: number },
): { readonly start: number; readonly length: number } {
  const low = Math.min(ends.from, ends.to);
  const span = Math.max(ends.from, ends.to) - low;
  const place = (at: number): number => (span === 0 ? 0 : Math.min(1, Math.max(0, (at - low) / span)));
  const [home, there] = [place(ends.home), place(value)];
  return { start: Math.min(home, there), length: Math.abs(there - home) };
}

/** Two decimals at most, and none where the number is large. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return String(Number(value.toFixed(size >= 10 ? 1 : 2)));
}
