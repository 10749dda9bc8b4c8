import { autoMapping, type KnownInput, newRow } from '#shared/avatar/mapping-auto.ts';
import {
  EYE_PRESETS,
  type EyePreset,
  MOTION_PRESETS,
  type MotionPreset,
  withEyePreset,
  withMotionPreset,
} from '#shared/avatar/mapping-presets.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import { type MappingRow, mappingSchema } from '#shared/avatar/parameters.ts';
import { StudioError } from '#shared/errors.ts';

export type Rows = readonly MappingRow[];

/** Puts a row in its place, or at the end. Throws `conflict` when another row writes the same parameter, `invalid-input` when there are too many. */
export function withRow(rows: Rows, row: MappingRow): Rows {
  const rival = row.output === '' ? undefined : rows.find((other) => other.id !== row.id && other.output === row.output);
  if (rival !== undefined)
    throw new StudioError(
      'conflict',
      `Another row${rival.name === '' ? '' : ` ("${rival.name}")`} drives ${row.output} already. Change or delete that row, or choose another parameter.`,
    );
  const at = rows.findIndex(({ id }) => id === row.id);
  const next = at < 0 ? [...rows, row] : rows.toSpliced(at, 1, row);
  if (!mappingSchema.safeParse({ rows: next }).success)
    throw new StudioError('invalid-input', `There are ${rows.length} rows already, which is as many as fit. Delete some first.`);
  return next;
}

export function withoutRow(rows: Rows, id: string): Rows {
  if (!rows.some((row) => row.id === id))
    throw new StudioError('not-found', 'This row is not there any more; it may have been deleted in another window.');
  return rows.filter((row) => row.id !== id);
}

/** A row for this output, or for the first parameter that no row writes. */
export function rowToAdd(
  rows: Rows,
  id: string,
  wish: { readonly input: string; readonly output: string },
  known: { readonly parameters: readonly ModelParameter[]; readonly inputs: readonly KnownInput[] },
): MappingRow {
  const free = known.parameters.find((parameter) => !rows.some((row) => row.output === parameter.id));
  const parameter = wish.output === '' ? free : known.parameters.find((one) => one.id === wish.output);
  const row = newRow(
    id,
    parameter,
    known.inputs.find(({ name }) => name === wish.input),
  );
  return wish.output === '' ? row : { ...row, output: wish.output };
}

/** Rows as they are, then the automatic ones whose output nobody writes. */
export function withGapsFilled(rows: Rows, parameters: readonly ModelParameter[], inputs: readonly KnownInput[]): Rows {
  const written = new Set(rows.map(({ output }) => output));
  const ids = new Set(rows.map(({ id }) => id));
  const missing = autoMapping(parameters, inputs).filter(({ output, id }) => !written.has(output) && !ids.has(id));
  return missing.length === 0 ? rows : [...rows, ...missing];
}

/** Which presets would leave the rows as they are; a mapping that a preset does not touch at all has none. */
export function presetsOf(
  rows: Rows,
  automatic: Rows,
): { readonly motion: MotionPreset | null; readonly eyes: EyePreset | null } {
  const text = JSON.stringify(rows);
  const fits = <P extends string>(presets: readonly P[], apply: (preset: P) => Rows): P | null => {
    const results = presets.map((preset) => JSON.stringify(apply(preset)));
    if (new Set(results).size === 1) return null;
    return presets[results.indexOf(text)] ?? null;
  };
  return {
    motion: fits(MOTION_PRESETS, (preset) => withMotionPreset(rows, automatic, preset)),
    eyes: fits(EYE_PRESETS, (preset) => withEyePreset(rows, preset)),
  };
}
