/** The time of a recording: wall time from its start, without its pauses. All in ms; wall times since the epoch. */
export interface RecordingClock {
  readonly startedMs: number;
  pause(atMs: number): void;
  resume(atMs: number): void;
  /** Where in the recording a moment lies; a moment within a pause lies where the pause is. Never negative. */
  positionOf(atMs: number): number;
}

export function createRecordingClock(startedMs: number): RecordingClock {
  const pauses: { readonly from: number; to: number }[] = [];
  let open: { readonly from: number; to: number } | undefined;
  return {
    startedMs,
    pause(atMs) {
      if (open !== undefined) return;
      open = { from: atMs, to: Number.POSITIVE_INFINITY };
      pauses.push(open);
    },
    resume(atMs) {
      if (open !== undefined) open.to = Math.max(open.from, atMs);
      open = undefined;
    },
    positionOf(atMs) {
      const paused = pauses.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, atMs) - from), 0);
      return Math.max(0, atMs - startedMs - paused);
    },
  };
}
