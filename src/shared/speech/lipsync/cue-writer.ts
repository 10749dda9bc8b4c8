import type { Viseme, VisemeCue } from '#shared/speech/cues.ts';
import { FRAME_MS, type LipSyncFrame } from './frame.ts';

/** Turns frames of one stream, in order, into cues, so that sound without phoneme times moves the mouth as exact times would. */
export interface CueWriter {
  /** Where the cues given out so far end, ms from the stream's first sample. */
  readonly untilMs: number;
  push(frame: Readonly<LipSyncFrame>): void;
  /**
   * Cues since the last call; no later frame changes them. Who waits for a mouth waits for its sound, so a long shape is cut here rather than held:
   * `untilMs` is never more than 130 ms behind the frames.
   */
  take(): readonly VisemeCue[];
  /** Ends the last cue. The writer then begins anew at 0. */
  end(): readonly VisemeCue[];
}

/** A shape shorter than this is no movement that lips can make; it joins the cue before. Pressed lips are quick and always seen. */
const LEAST_MS: Readonly<Partial<Record<Viseme, number>>> = { PP: 20, FF: 20, sil: 30 };
const LEAST_OTHER_MS = 30;
/** A vowel that opens further by this much begins a new cue, so that a long one can swell and fade. */
const OPEN_STEP = 0.18;
const LONG_CUE_MS = 60;
/** A shape that has lasted this long is given out before it ends. Closed shapes at once: a cut in them cannot be seen. */
const HELD_MS = 100;

interface Draft {
  readonly startMs: number;
  endMs: number;
  readonly viseme: Viseme;
  /** Sum of the frames' openness. */
  sum: number;
  frames: number;
}

export function createCueWriter(): CueWriter {
  let settled: Draft | undefined;
  /** A new shape that has not yet lasted long enough to be believed. */
  let young: Draft | undefined;
  let ready: VisemeCue[] = [];
  let untilMs = 0;

  function give(draft: Draft): void {
    if (draft.endMs <= draft.startMs) return;
    ready.push({ startMs: draft.startMs, endMs: draft.endMs, viseme: draft.viseme, open: openOf(draft) });
    untilMs = draft.endMs;
  }

  function extend(draft: Draft, frame: Readonly<LipSyncFrame>): void {
    draft.endMs = frame.tMs + FRAME_MS;
    draft.sum += frame.open;
    draft.frames++;
  }

  function absorb(into: Draft, from: Draft): void {
    into.endMs = from.endMs;
  }

  function belongs(draft: Draft, frame: Readonly<LipSyncFrame>): boolean {
    if (frame.viseme !== draft.viseme) return false;
    return draft.endMs - draft.startMs < LONG_CUE_MS || Math.abs(frame.open - draft.sum / draft.frames) < OPEN_STEP;
  }

  /** The young shape has lasted: the one before it is finished. */
  function settle(): void {
    if (!young || young.endMs - young.startMs < (LEAST_MS[young.viseme] ?? LEAST_OTHER_MS)) return;
    if (settled) give(settled);
    settled = young;
    young = undefined;
  }

  return {
    get untilMs() {
      return untilMs;
    },
    push(frame) {
      if (young) {
        if (belongs(young, frame)) extend(young, frame);
        else {
          // It was too short. What comes now either goes on with the shape before or is a new one.
          if (settled) absorb(settled, young);
          young = settled && belongs(settled, frame) ? undefined : draftFrom(frame, settled ? frame.tMs : young.startMs);
          if (!young && settled) extend(settled, frame);
        }
      } else if (settled && belongs(settled, frame)) extend(settled, frame);
      else young = draftFrom(frame, frame.tMs);
      settle();
    },
    take() {
      if (settled && (isClosed(settled.viseme) || settled.endMs - settled.startMs >= HELD_MS)) {
        give(settled);
        // What follows goes on from here; it keeps the openness so far as its beginning.
        settled = {
          startMs: settled.endMs,
          endMs: settled.endMs,
          viseme: settled.viseme,
          sum: settled.sum / settled.frames,
          frames: 1,
        };
      }
      const cues = ready;
      ready = [];
      return cues;
    },
    end() {
      if (young && settled) absorb(settled, young);
      const last = settled ?? young;
      if (last) give(last);
      const cues = ready;
      ready = [];
      settled = undefined;
      young = undefined;
      untilMs = 0;
      return cues;
    },
  };
}

function draftFrom(frame: Readonly<LipSyncFrame>, startMs: number): Draft {
  return { startMs, endMs: frame.tMs + FRAME_MS, viseme: frame.viseme, sum: frame.open, frames: 1 };
}

function isClosed(viseme: Viseme): boolean {
  return viseme === 'PP' || viseme === 'sil';
}

/** Pressed lips and silence are closed whatever the frames at their edges say. */
function openOf({ viseme, sum, frames }: Draft): number {
  if (isClosed(viseme)) return 0;
  return Math.min(1, Math.max(0, sum / frames));
}
