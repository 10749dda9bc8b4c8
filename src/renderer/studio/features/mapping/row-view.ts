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
export function matchesSearch({ row, output }: RowView, search: string): boolean {
  const text = `${row.name} ${row.input} ${row.output} ${output?.name ?? ''}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What a parameter is called for people: its own name, else what the standard id means, else nothing beyond the id. */
export function parameterName(parameter: Pick<ModelParameter, 'id' | 'name'>): string {
  if (parameter.name !== '' && parameter.name !== parameter.id) return parameter.name;
  return standardParameter(parameter.id)?.name ?? '';
}

/** How much of a bar between two ends a value fills, 0…1. Ends may run backwards or be one. */
export function shareOf(value: number, from: number, to: number): number {
  const low = Math.min(from, to);
  const span = Math.max(from, to) - low;
  return span === 0 ? 0 : Math.min(1, Math.max(0, (value - low) / span));
}

/** Two decimals at most, and none where the number is large. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return String(Number(value.toFixed(size >= 10 ? 1 : 2)));
}
