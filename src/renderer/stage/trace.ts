/**
 * One drawn frame: page time, the heard position used for the mouth, the mouth's openness, and the position by the browser's own account of
 * what the device plays (0 while nothing plays here).
 */
export interface TraceRow {
  readonly timeMs: number;
  readonly turnId: number;
  readonly index: number;
  readonly positionMs: number;
  readonly openness: number;
  readonly truthMs: number;
}

/** A recording of drawn frames for benches. Costs nothing while off. */
export interface Trace {
  readonly on: boolean;
  set(on: boolean): void;
  add(timeMs: number, turnId: number, index: number, positionMs: number, openness: number, truthMs: number): void;
  rows(): TraceRow[];
}

const COLUMNS = 6;
/** Frames kept: 20 minutes at 60 a second; the oldest are overwritten. */
const CAPACITY = 20 * 60 * 60;

export function createTrace(): Trace {
  let values: Float64Array | undefined;
  let count = 0;
  return {
    get on() {
      return values !== undefined;
    },
    set(on) {
      if (on === (values !== undefined)) return;
      values = on ? new Float64Array(CAPACITY * COLUMNS) : undefined;
      count = 0;
    },
    add(timeMs, turnId, index, positionMs, openness, truthMs) {
      if (values === undefined) return;
      const at = (count++ % CAPACITY) * COLUMNS;
      values[at] = timeMs;
      values[at + 1] = turnId;
      values[at + 2] = index;
      values[at + 3] = positionMs;
      values[at + 4] = openness;
      values[at + 5] = truthMs;
    },
    rows() {
      const rows: TraceRow[] = [];
      const first = Math.max(0, count - CAPACITY);
      for (let i = first; i < count; i++) {
        const [timeMs = 0, turnId = 0, index = 0, positionMs = 0, openness = 0, truthMs = 0] =
          values?.subarray((i % CAPACITY) * COLUMNS) ?? [];
        rows.push({ timeMs, turnId, index, positionMs, openness, truthMs });
      }
      return rows;
    },
  };
}
