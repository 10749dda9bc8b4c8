import type { TimeWindow } from '#shared/automation/trigger.ts';

const MINUTE_MS = 60_000;
export const DAY_MINUTES = 1440;

export interface LocalTime {
  /** Whole minutes since midnight. */
  readonly minute: number;
  /** 0 is Sunday. */
  readonly day: number;
  /** Whole minutes since the local epoch: rises by one each minute. */
  readonly total: number;
}

export function localTime(nowMs: number, offsetMinutes: number): LocalTime {
  const total = Math.floor(nowMs / MINUTE_MS) + offsetMinutes;
  const days = Math.floor(total / DAY_MINUTES);
  // 1 January 1970 was a Thursday.
  return { total, minute: total - days * DAY_MINUTES, day: (((days + 4) % 7) + 7) % 7 };
}

const isOn = (days: readonly number[], day: number): boolean => days.length === 0 || days.includes(day);

/** `from` belongs to the window, `to` does not; equal ones are the whole day. Over midnight it belongs to the day on which it begins. */
export function isWithin({ from, to, days }: TimeWindow, { minute, day }: LocalTime): boolean {
  if (from === to) return isOn(days, day);
  if (from < to) return minute >= from && minute < to && isOn(days, day);
  return (minute >= from && isOn(days, day)) || (minute < to && isOn(days, (day + 6) % 7));
}

/** Later than this a time of day is over: the computer slept. */
const LATE_MINUTES = 10;

/** Whether the time of day came after `before` and not after `now`. */
export function hasCome(time: number, days: readonly number[], before: LocalTime, now: LocalTime): boolean {
  const since = now.minute - time;
  const ago = since >= 0 ? since : since + DAY_MINUTES;
  if (ago > LATE_MINUTES || now.total - ago <= before.total) return false;
  return isOn(days, since >= 0 ? now.day : (now.day + 6) % 7);
}
