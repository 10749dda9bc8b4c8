/** Moments of the start, in ms since the process was created; shown in the log and read by benches through the `--start-marks` switch. */
export interface StartMarks {
  mark(name: string): void;
  all(): Readonly<Record<string, number>>;
}

/** `createdAtMs`: the process's creation, ms since the epoch. Each name counts once. */
export function createStartMarks(createdAtMs: number, now: () => number): StartMarks {
  const marks: Record<string, number> = {};
  return {
    mark(name) {
      marks[name] ??= Math.round(now() - createdAtMs);
    },
    all: () => marks,
  };
}
