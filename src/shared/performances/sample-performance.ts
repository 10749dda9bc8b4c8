import { eased } from '#shared/avatar/mapping.ts';
import { createPerformanceCursor } from './performance-cursor.ts';
import type { NamedInput } from './performance-format.ts';
import type { RecordedPerformance } from './read-performance.ts';

/** Pictures a second of exported motions. */
export const SAMPLE_RATE = 60;
/** Seconds in which an input that somebody begins to move comes in, and goes when it is let go: as on the parameter bus. */
const TAKE_SECONDS = 0.15;
const RELEASE_SECONDS = 0.5;

/** An input as it is after mixing. */
export interface SampledInput {
  readonly input: NamedInput;
  value: number;
  /** 0 nobody moves it … 1 */
  presence: number;
}

/** Goes through a whole performance in steps of a 60th of a second. `visit` gets seconds, the inputs by name, and the pose; they are written anew each step. */
export function samplePerformance(
  performance: RecordedPerformance,
  visit: (seconds: number, inputs: ReadonlyMap<string, SampledInput>, pose: Float32Array) => void,
): void {
  const cursor = createPerformanceCursor(performance);
  const inputs = performance.inputs.map((input) => ({ input, value: input.default, presence: 0, way: 0 }));
  const byName = new Map(inputs.map((sampled) => [sampled.input.name, sampled]));
  const steps = Math.ceil((performance.lengthMs / 1000) * SAMPLE_RATE);
  for (let step = 0; step <= steps; step++) {
    const seconds = Math.min(performance.lengthMs / 1000, step / SAMPLE_RATE);
    cursor.seek(Math.round(seconds * 1000));
    inputs.forEach((sampled, index) => {
      const value = cursor.values[index] ?? Number.NaN;
      const told = !Number.isNaN(value);
      if (told) sampled.value = value;
      // A recording begins in the middle of what is moved: nothing comes in at its first moment.
      const change = step === 0 ? 1 : told ? 1 / (TAKE_SECONDS * SAMPLE_RATE) : 1 / (RELEASE_SECONDS * SAMPLE_RATE);
      sampled.way = Math.min(1, Math.max(0, sampled.way + (told ? change : -change)));
      sampled.presence = eased(sampled.way);
    });
    visit(seconds, byName, cursor.pose);
  }
}
