import type { LiveEvent } from '#shared/live/live-event.ts';

export interface Show {
  /** Its start in ms. */
  readonly id: number;
  readonly startedMs: number;
  lastMs: number;
  title: string;
  /** Local date of its start: a night is one day. */
  readonly day: string;
}

/** Which show an event belongs to. Begins a new one after six quiet hours, or when the stream begins again half an hour after its end. */
export interface ShowClock {
  /** The show of the event. */
  see(event: LiveEvent): Show;
  readonly current: Show | undefined;
  /** Goes on with the last show of an earlier run. */
  resume(show: { readonly id: number; readonly startedMs: number; readonly lastMs: number; readonly title: string }): void;
}

const QUIET_ENDS_MS = 6 * 3_600_000;
const RESTART_ENDS_MS = 30 * 60_000;

export function createShowClock(): ShowClock {
  let current: Show | undefined;
  let endedMs: number | undefined;

  function begin(startedMs: number): Show {
    endedMs = undefined;
    return { id: startedMs, startedMs, lastMs: startedMs, title: '', day: localDate(startedMs) };
  }

  return {
    get current() {
      return current;
    },
    resume(show) {
      current ??= { ...show, day: localDate(show.startedMs) };
    },
    see(event) {
      const atMs = wholeMs(event.receivedAt);
      const isOver = current !== undefined && atMs - current.lastMs > QUIET_ENDS_MS;
      const beginsAgain =
        event.kind === 'room' && event.action === 'live_start' && endedMs !== undefined && atMs - endedMs > RESTART_ENDS_MS;
      if (!current || isOver || beginsAgain) current = begin(atMs);
      current.lastMs = Math.max(current.lastMs, atMs);
      if (event.kind === 'room') {
        if (event.title) current.title = event.title.slice(0, 300);
        if (event.action === 'live_end') endedMs = atMs;
        else if (event.action === 'live_start') endedMs = undefined;
      }
      return current;
    },
  };
}

/** A time as the book keeps it, whatever a connector wrote. */
export function wholeMs(atMs: number): number {
  return Number.isFinite(atMs) ? Math.min(Math.max(0, Math.round(atMs)), LATEST_MS) : 0;
}
/** The last moment that a Date can hold. */
const LATEST_MS = 8_640_000_000_000_000;

/** "2026-11-22" where the studio runs. */
export function localDate(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
