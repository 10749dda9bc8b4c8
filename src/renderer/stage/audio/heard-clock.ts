import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';

/** Where in which utterance the listener is. */
export interface HeardPosition {
  turnId: number;
  index: number;
  positionMs: number;
  playing: boolean;
}

/** A line "time → position" that holds from `fromSeconds` until the next one. Times are seconds of the clock that `read` is asked with. */
export interface HeardLine {
  readonly turnId: number;
  readonly index: number;
  readonly fromSeconds: number;
  readonly atSeconds: number;
  readonly positionMs: number;
  readonly playing: boolean;
  /** Take this line now, whatever the time: a stop is seen at once. */
  readonly immediate: boolean;
}

export interface HeardClock {
  add(line: HeardLine): void;
  /** Nothing plays any more. */
  reset(): void;
  /** Writes the position at a time into `out`. Within one utterance it never goes back. Allocates nothing; the time stands in an object, for handed over it would be boxed. */
  read(at: { readonly seconds: number }, out: HeardPosition): void;
  /** Position at `seconds` on the line that `read` used last, in ms, unsmoothed; for benches. */
  onLine(seconds: number): number;
}

/** Lines not yet reached; more than a few would mean that the page has not drawn for seconds. */
const MAX_WAITING = 64;
/** Lines of one sentence never lie this far back. */
const RESTART_MS = 250;
const START: HeardLine = { turnId: -1, index: -1, fromSeconds: 0, atSeconds: 0, positionMs: 0, playing: false, immediate: true };

export function createHeardClock(): HeardClock {
  let line = START;
  const waiting: HeardLine[] = [];
  const heard = { lastMs: 0 };
  // A line's point may lie a block ahead of what is heard: then this goes back along it.
  const onLine = (seconds: number): number => line.positionMs + (line.playing ? (seconds - line.atSeconds) * 1000 : 0);

  return {
    onLine,
    add(next) {
      if (next.immediate) waiting.length = 0;
      if (waiting.length >= MAX_WAITING) waiting.shift();
      waiting.push(next);
    },
    reset() {
      waiting.length = 0;
      line = START;
    },
    read({ seconds: nowSeconds }, out) {
      for (let next = waiting[0]; next !== undefined && (next.immediate || next.fromSeconds <= nowSeconds); next = waiting[0]) {
        // A restarted studio counts its turns anew: the same numbers from the start again are another sentence.
        const another = next.turnId !== line.turnId || next.index !== line.index || next.positionMs < heard.lastMs - RESTART_MS;
        if (another) heard.lastMs = 0;
        line = next;
        waiting.shift();
      }
      const along = line.playing ? (nowSeconds - line.atSeconds) * 1000 : 0;
      heard.lastMs = Math.max(heard.lastMs, line.positionMs + along);
      out.turnId = line.turnId;
      out.index = line.index;
      out.positionMs = heard.lastMs;
      out.playing = line.playing;
    },
  };
}

/**
 * The audio device's time, smooth: the context's clock moves in jumps of a device buffer (3 to 40 ms), the page's clock runs evenly but
 * drifts against the device. The estimate follows the page's clock and leans towards the device's. Seconds; never goes back.
 */
export function createAudioTime(): (pageSeconds: number, contextSeconds: number) => number {
  const time = { offset: Number.NaN, last: 0, page: 0 };
  return (pageSeconds, contextSeconds) => {
    const lean = 1 - Math.exp((time.page - pageSeconds) / LEAN_SECONDS);
    time.page = pageSeconds;
    const error = contextSeconds - pageSeconds - time.offset;
    if (!(Math.abs(error) < RESYNC_SECONDS)) {
      time.offset = contextSeconds - pageSeconds;
      time.last = 0;
    } else time.offset += error * lean;
    time.last = Math.max(time.last, pageSeconds + time.offset);
    return time.last;
  };
}
/** Time in which an error shrinks to a third: jumps of the device's clock even out, and a drift of 1000 ppm leaves 0.7 ms. */
const LEAN_SECONDS = 0.7;
/** Above this the device stalled or was changed: believe it at once. */
const RESYNC_SECONDS = 0.08;

/** Seconds of context time of a frame number. */
export const secondsFromFrame = (frame: number): number => frame / PCM_SAMPLE_RATE_HZ;
