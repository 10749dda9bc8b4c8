/** Counts what could not be understood, by code. Unknown messages are counted, not logged one by one. */
export interface ErrorCounters {
  readonly counts: Readonly<Record<string, number>>;
  add(code: string): void;
}

/** Codes come from the program, but a bound keeps a mistake from growing without end. */
const MAX_CODES = 100;

export function createErrorCounters(): ErrorCounters {
  const counts: Record<string, number> = Object.create(null);
  return {
    counts,
    add(code) {
      if (counts[code] === undefined && Object.keys(counts).length >= MAX_CODES) return;
      counts[code] = (counts[code] ?? 0) + 1;
    },
  };
}
