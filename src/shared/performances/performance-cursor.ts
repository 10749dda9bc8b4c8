import { emptyPose } from '#shared/tracking/bones.ts';
import { HIPS_POSITION, type PerformedEvent, ROTATION_UNIT } from './performance-format.ts';
import type { RecordedPerformance } from './read-performance.ts';

/** A place in a performance that moves with time. Allocates nothing but lists of events. */
export interface PerformanceCursor {
  /** In the order of the performance's inputs; NaN: nobody moves it at this time. */
  readonly values: Float32Array;
  /** The newest pose; NaN throughout before the first. */
  readonly pose: Float32Array;
  /** Goes to `ms`, forwards or back. Returns events that lie on a way forwards, `ms` included. */
  seek(ms: number): readonly PerformedEvent[];
}

export function createPerformanceCursor(performance: RecordedPerformance): PerformanceCursor {
  const { times, which, values: changes, poses, events } = performance;
  const values = new Float32Array(performance.inputs.length).fill(Number.NaN);
  const pose = emptyPose();
  const none: readonly PerformedEvent[] = [];
  let [change, posed, event] = [0, 0, 0];
  let at = -1;

  const rewind = (): void => {
    values.fill(Number.NaN);
    pose.fill(Number.NaN);
    change = 0;
    posed = 0;
    event = 0;
  };
  return {
    values,
    pose,
    seek(ms) {
      if (ms < at) rewind();
      at = ms;
      for (; change < times.length && (times[change] ?? 0) <= ms; change++)
        values[which[change] ?? 0] = changes[change] ?? Number.NaN;
      let newest: DataView | undefined;
      for (let next = poses[posed]; next !== undefined && next.ms <= ms; next = poses[posed]) {
        newest = next.bytes;
        posed++;
      }
      if (newest !== undefined) readPose(newest, pose);
      const first = event;
      while (event < events.length && (events[event]?.ms ?? 0) <= ms) event++;
      return first === event ? none : events.slice(first, event);
    },
  };
}

/** A whole pose of a piece whose form was checked. */
function readPose(piece: DataView, pose: Float32Array): void {
  pose.fill(Number.NaN);
  let at = 4;
  while (at < piece.byteLength) {
    const bone = piece.getUint8(at);
    if (bone === HIPS_POSITION) {
      for (let axis = 0; axis < 3; axis++) pose[axis] = piece.getFloat32(at + 1 + axis * 4, true);
      at += 13;
      continue;
    }
    let length = 0;
    for (let k = 0; k < 4; k++) {
      const value = piece.getInt16(at + 1 + k * 2, true) / ROTATION_UNIT;
      pose[3 + bone * 4 + k] = value;
      length += value * value;
    }
    // Rounding shortened it a little; a rotation of no length is none.
    const scale = length > 0.25 ? 1 / Math.sqrt(length) : Number.NaN;
    for (let k = 0; k < 4; k++) pose[3 + bone * 4 + k] = (pose[3 + bone * 4 + k] ?? 0) * scale;
    at += 9;
  }
}
