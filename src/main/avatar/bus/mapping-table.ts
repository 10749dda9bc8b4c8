import { isAutonomous, mapInput, type RowLife, smoothed } from '#shared/avatar/mapping.ts';
import { isMouthParameter } from '#shared/avatar/mapping-auto.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import type { Mapping, MappingRow } from '#shared/avatar/parameters.ts';
import { createParameterFrameWriter, type ParameterFrameWriter } from '#shared/frames/parameter-frame.ts';
import type { StageDown } from '#shared/stage/stage-protocol.ts';
import type { RowMeter } from '../parameter-bus.types.ts';
import type { InputSlot } from './input-slot.ts';

export type TableMessage = Extract<StageDown, { type: 'parameter-table' }>;

/** One row at work: where it reads, what it may write, and where its filter stands. */
interface WorkingRow {
  readonly row: MappingRow;
  readonly autonomous: boolean;
  readonly least: number;
  readonly most: number;
  readonly fallback: number;
  slot: InputSlot | undefined;
  /** The filter's value; without meaning while it does not run. */
  filtered: number;
  running: boolean;
}

/** A mapping made ready for one model: rows in the order of the table that the stages know. */
export interface MappingTable {
  readonly modelId: string;
  readonly message: TableMessage;
  readonly writer: ParameterFrameWriter;
  /** A row moves by itself: there is never rest. */
  readonly autonomous: boolean;
  /** Looks the inputs up anew: custom ones come and go. */
  bind(find: (name: string) => InputSlot | undefined): void;
  /** Writes values and weights of this moment. `dt` in seconds. Allocates nothing. */
  evaluate(dt: number, life: RowLife): void;
  meters(): readonly RowMeter[];
}

export interface TableOptions {
  readonly table: number;
  readonly modelId: string;
  readonly parameters: readonly ModelParameter[];
  readonly mapping: Mapping;
  readonly find: (name: string) => InputSlot | undefined;
  /** Filters of the same model's table before run on, so that an edit makes no jump. */
  readonly before: MappingTable | undefined;
}

export function createMappingTable(options: TableOptions): MappingTable {
  const { modelId, before } = options;
  const rows = workingRows(options);
  const writer = createParameterFrameWriter(options.table, rows.length);
  const earlier = new Map(before?.modelId === modelId ? before.meters().map((meter) => [meter.output, meter]) : []);
  for (const working of rows) {
    const meter = earlier.get(working.row.output);
    if (meter === undefined || meter.weight === 0) continue;
    working.filtered = meter.mapped;
    working.running = true;
  }

  return {
    modelId,
    writer,
    autonomous: rows.some(({ autonomous }) => autonomous),
    message: {
      type: 'parameter-table',
      table: options.table,
      modelId,
      parameters: rows.map(({ row }) => ({
        id: row.output,
        whileSpeaking: isMouthParameter(row.output) ? row.whileSpeaking : null,
      })),
    },
    bind(find) {
      for (const working of rows) {
        const slot = working.row.input === '' ? undefined : find(working.row.input);
        // One that was deleted is read until it has faded out.
        if (slot !== undefined || (working.slot?.presence ?? 0) === 0) working.slot = slot;
      }
    },
    evaluate(dt, life) {
      for (let at = 0; at < rows.length; at += 1) {
        const working = rows[at];
        if (working === undefined) continue;
        const weight = working.autonomous ? 1 : (working.slot?.presence ?? 0);
        writer.weights[at] = weight;
        if (weight === 0) working.running = false;
        else writer.values[at] = stepRow(working, dt, life);
      }
    },
    meters: () =>
      rows.map(({ row, slot }, at) => ({
        id: row.id,
        output: row.output,
        raw: slot?.raw ?? 0,
        mapped: writer.values[at] ?? 0,
        weight: writer.weights[at] ?? 0,
      })),
  };
}

/** Rows that can work: switched on, with an output that the model has and that no row before them writes. */
function workingRows({ parameters, mapping, find }: TableOptions): WorkingRow[] {
  const known = new Map(parameters.map((parameter) => [parameter.id, parameter]));
  const rows: WorkingRow[] = [];
  for (const row of mapping.rows) {
    const parameter = known.get(row.output);
    if (parameter === undefined || !row.enabled) continue;
    known.delete(row.output);
    rows.push({
      row,
      autonomous: isAutonomous(row),
      least: Math.min(parameter.min, parameter.max),
      most: Math.max(parameter.min, parameter.max),
      fallback: parameter.default,
      slot: row.input === '' ? undefined : find(row.input),
      filtered: 0,
      running: false,
    });
  }
  return rows;
}

function stepRow(working: WorkingRow, dt: number, life: RowLife): number {
  const { row } = working;
  const target = row.breathing
    ? row.outputMin + (row.outputMax - row.outputMin) * life.breath
    : mapInput(row, working.slot === undefined ? row.inputMax : working.slot.raw);
  const filtered = working.running ? smoothed(working.filtered, target, row.smoothing, dt) : target;
  // Senseless ranges (a span of 1e-300) leave the numbers; the filter must not keep that for ever.
  if (!Number.isFinite(filtered)) {
    working.running = false;
    return working.fallback;
  }
  working.filtered = filtered;
  working.running = true;
  const value = row.blinking ? filtered + (row.outputMin - filtered) * life.blink : filtered;
  return Math.min(Math.max(value, working.least), working.most);
}
