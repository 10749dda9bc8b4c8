import type { PlaybackTap } from '#main/stage/playback-tap.types.ts';
import { createResampler, type Resampler } from '#shared/audio/resampler.ts';
import { MICROPHONE_RATE_HZ } from '#shared/frames/microphone-frame.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';

/**
 * What the stage plays, by the clock on the wall. The stage says some twenty times a second where in a turn it is; these words come late by a varying few
 * milliseconds, never early, so the earliest of them is the truest. What is left of the error is part of the echo's delay.
 */
export interface PlaybackTimeline extends PlaybackTap {
  /** Writes what she played from `atMs` on: mono, 16 kHz, `out.length` samples; silence where there was none. Call it with rising times. */
  read(atMs: number, out: Float32Array): void;
  /** Something was played within the last `withinMs` before `nowMs`, or plays. */
  playedWithin(nowMs: number, withinMs: number): boolean;
}

/** A word about the place later than this against the others means that the sound had to wait. */
const STALLED_MS = 60;
const STALLED_WORDS = 3;
/** How fast the earliest word is forgotten, ms a word: clocks drift. */
const CREEP_MS = 0.05;
/** The reading jumps when it is further off than this; else it glides. */
const JUMP_MS = 25;
/** Sound of one turn that is kept, samples at 16 kHz: two minutes. */
const KEPT_SAMPLES = 120 * MICROPHONE_RATE_HZ;
const SAMPLES_PER_MS = MICROPHONE_RATE_HZ / 1000;

interface Turn {
  readonly turnId: number;
  readonly chunks: Float32Array[];
  /** Samples in `chunks`, and those that were given up before them. */
  length: number;
  forgotten: number;
  /** Of each sentence, at 48 kHz: where it begins in the turn. */
  readonly starts: number[];
  received: number;
  resampler: Resampler;
  /** Wall clock of the turn's first sample; undefined until the stage spoke of it. */
  startMs: number | undefined;
  lateWords: number;
  playing: boolean;
  endMs: number | undefined;
}

export function createPlaybackTimeline(now: () => number): PlaybackTimeline {
  let current: Turn | undefined;
  let previous: Turn | undefined;
  let cursor: { turn: Turn; sample: number } | undefined;
  let lastPlayedMs = Number.NEGATIVE_INFINITY;

  function turnOf(turnId: number): Turn {
    if (current?.turnId === turnId) return current;
    previous = current;
    current = newTurn(turnId);
    return current;
  }

  function place(turn: Turn, positionMs: number): void {
    const seen = now() - positionMs;
    const { startMs } = turn;
    if (startMs === undefined || seen < startMs) {
      turn.startMs = seen;
      turn.lateWords = 0;
    } else if (seen - startMs > STALLED_MS) {
      turn.lateWords++;
      if (turn.lateWords >= STALLED_WORDS) turn.startMs = seen;
    } else {
      turn.lateWords = 0;
      turn.startMs = startMs + Math.min(CREEP_MS, seen - startMs);
    }
  }

  function readTurn(turn: Turn | undefined, atMs: number, out: Float32Array): void {
    if (turn?.startMs === undefined || (turn.endMs !== undefined && atMs > turn.endMs)) return;
    const wished = Math.round((atMs - turn.startMs) * SAMPLES_PER_MS);
    const glides = cursor?.turn === turn && Math.abs(wished - cursor.sample) < JUMP_MS * SAMPLES_PER_MS;
    const from = glides && cursor ? cursor.sample : wished;
    cursor = { turn, sample: from + out.length };
    copyInto(turn, from, out);
    forgetBefore(turn, from - 2 * MICROPHONE_RATE_HZ);
  }

  return {
    pcm(turnId, index, startSample, samples) {
      const turn = turnOf(turnId);
      if (startSample === 0) turn.starts[index] = turn.received;
      turn.received += samples.length;
      const resampled = turn.resampler.process(samples);
      turn.chunks.push(resampled);
      turn.length += resampled.length;
      if (turn.length > KEPT_SAMPLES) forgetBefore(turn, turn.forgotten + turn.length - KEPT_SAMPLES);
    },
    clock(turnId, index, positionMs, playing) {
      const turn = turnOf(turnId);
      const start = turn.starts[index];
      if (start === undefined) return;
      turn.playing = playing;
      if (!playing) return;
      lastPlayedMs = now();
      place(turn, (start / PCM_SAMPLE_RATE_HZ) * 1000 + positionMs);
    },
    stopped() {
      if (!current) return;
      current.playing = false;
      current.endMs ??= now();
    },
    read(atMs, out) {
      out.fill(0);
      const turn = current?.startMs !== undefined && atMs >= current.startMs ? current : previous;
      readTurn(turn, atMs, out);
    },
    playedWithin: (nowMs, withinMs) => current?.playing === true || nowMs - lastPlayedMs < withinMs,
  };
}

function newTurn(turnId: number): Turn {
  return {
    turnId,
    chunks: [],
    length: 0,
    forgotten: 0,
    starts: [],
    received: 0,
    resampler: createResampler(PCM_SAMPLE_RATE_HZ, MICROPHONE_RATE_HZ),
    startMs: undefined,
    lateWords: 0,
    playing: false,
    endMs: undefined,
  };
}

function copyInto(turn: Turn, from: number, out: Float32Array): void {
  let at = turn.forgotten;
  for (const chunk of turn.chunks) {
    const begin = Math.max(0, from - at);
    const end = Math.min(chunk.length, from + out.length - at);
    if (begin < end) out.set(chunk.subarray(begin, end), at + begin - from);
    at += chunk.length;
    if (at >= from + out.length) return;
  }
}

function forgetBefore(turn: Turn, sample: number): void {
  for (let first = turn.chunks[0]; first && turn.forgotten + first.length < sample; first = turn.chunks[0]) {
    turn.chunks.shift();
    turn.forgotten += first.length;
    turn.length -= first.length;
  }
}
