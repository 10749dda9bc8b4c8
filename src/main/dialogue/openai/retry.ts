import type { IncomingHttpHeaders } from 'node:http';
import type { Milliseconds } from '#shared/units.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5000;
/** A server may ask for hours; we ask again after this at the latest. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** Pause before try `attempt` (1 = the first repetition): doubles each time, ±50 % so that many studios do not knock together. */
export function backOffMs(attempt: number, random: () => number): Milliseconds {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1)) * (0.5 + random());
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or OpenAI's `retry-after-ms`. */
export function retryAfterMs(headers: IncomingHttpHeaders, nowMs: number): Milliseconds | undefined {
  const exact = Number(headers['retry-after-ms']);
  if (Number.isFinite(exact) && exact > 0) return Math.min(exact, LONGEST_WAIT_MS);
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(waitMs) && waitMs >= 0 ? Math.min(waitMs, LONGEST_WAIT_MS) : undefined;
}
