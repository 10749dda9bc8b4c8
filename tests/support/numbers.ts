/** The value below which `share` (0…1) of the numbers lie, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

/** p50, p95, p99 and max of the numbers, in their unit. */
export function summary(values: readonly number[]): { n: number; p50: number; p95: number; p99: number; max: number } {
  return {
    n: values.length,
    p50: rounded(percentile(values, 0.5)),
    p95: rounded(percentile(values, 0.95)),
    p99: rounded(percentile(values, 0.99)),
    max: rounded(Math.max(...values)),
  };
}

/** How long a test waits for what must come: a limit ends what hangs, and never what is slow. */
export const PATIENCE_MS = 90_000;

/** Polls until `probe` gives something; fails after `timeoutMs`, with what `tell` says of how it is then. */
export async function eventually<T>(
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs = PATIENCE_MS,
  everyMs = 20,
  tell: () => string = () => '',
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`nothing after ${timeoutMs} ms ${tell()}`.trim());
    await new Promise((done) => setTimeout(done, everyMs));
  }
}
