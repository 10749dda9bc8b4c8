import { TIME_MARKS, type TimeMark, type TimeMarks } from '#shared/live/ledger.ts';
import type { Milliseconds } from '#shared/units.ts';

/** The time between two marks that follow each other. `mark` names the step's end. */
export interface LatencySegment {
  readonly mark: Exclude<TimeMark, 'received'>;
  readonly startMs: Milliseconds;
  readonly durationMs: Milliseconds;
}

/** The steps of a message's life, from its receipt. A mark that is missing joins its step to the next; one out of order counts as 0 ms. */
export function latencySegments(marks: TimeMarks): readonly LatencySegment[] {
  const received = marks.received;
  if (received === undefined) return [];
  const segments: LatencySegment[] = [];
  let previous = received;
  for (const mark of TIME_MARKS) {
    const at = marks[mark];
    if (mark === 'received' || at === undefined) continue;
    const end = Math.max(at, previous);
    segments.push({ mark, startMs: previous - received, durationMs: end - previous });
    previous = end;
  }
  return segments;
}

/** From receipt to the first sound, or `undefined` when it was not heard. */
export function timeToSound({ received, firstAudible }: TimeMarks): Milliseconds | undefined {
  return received === undefined || firstAudible === undefined ? undefined : Math.max(0, firstAudible - received);
}

/** The value below which the share `quantile` (0…1) of the numbers lies (nearest rank), or `undefined` for none. */
export function percentile(values: readonly number[], quantile: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(quantile * sorted.length));
  return sorted[rank - 1];
}

/** A duration for people: whole ms below a second, else seconds. */
export function durationText(ms: Milliseconds): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
