import { MICROPHONE_RATE_HZ, type MicrophoneFrame } from '#shared/frames/microphone-frame.ts';
import { createEchoGuard, ECHO_GUARD_HOP, type EchoGuard } from './echo/echo-guard.ts';

/** 16 ms of the microphone without her voice, and what is known of it. The object and its samples are written anew for each block. */
export interface SoundBlock {
  /** Of the first sample, ms since the epoch. */
  atMs: number;
  /** Mono, 16 kHz, `ECHO_GUARD_HOP` samples. */
  readonly cleaned: Float32Array;
  /** Her sound can be in it. */
  echoing: boolean;
  /** dB by which more is heard than her echo and noise explain. */
  excessDb: number;
  /** The guard has learned this room. */
  guardReady: boolean;
  heardDb: number;
  echoDb: number;
}

/** Frames of the microphone → blocks on one line of time, cleaned of her voice. */
export interface SoundLine {
  take(frame: MicrophoneFrame): void;
  /** Another microphone may come: what was learned of the room does not hold for it. */
  reset(): void;
  /** The line of time was broken: a device changed, or frames were lost. */
  readonly breaks: number;
}

export interface SoundLineOptions {
  /** Writes what she played at `atMs`. */
  readonly readPlayed: (atMs: number, out: Float32Array) => void;
  /** Times what is sent to the stage: her volume. */
  readonly volume: () => number;
  readonly onBlock: (block: SoundBlock) => void;
}

const MS_PER_SAMPLE = 1000 / MICROPHONE_RATE_HZ;
/** Stamps of frames wander by the browser's thread; the count of samples is steadier, and follows them slowly. */
const FOLLOW = 0.02;
const BREAK_MS = 60;
/** The guard gives its sound back one block late. */
const GUARD_DELAY_MS = ECHO_GUARD_HOP * MS_PER_SAMPLE;

export function createSoundLine(options: SoundLineOptions): SoundLine {
  let guard: EchoGuard = createEchoGuard();
  const heard = new Float32Array(ECHO_GUARD_HOP);
  const played = new Float32Array(ECHO_GUARD_HOP);
  const block: SoundBlock = {
    atMs: 0,
    cleaned: new Float32Array(ECHO_GUARD_HOP),
    echoing: false,
    excessDb: 0,
    guardReady: false,
    heardDb: -140,
    echoDb: -140,
  };
  let filled = 0;
  /** Time of the first sample of `heard`. */
  let blockMs: number | undefined;
  let breaks = 0;

  function follow(frame: MicrophoneFrame): void {
    const expected = blockMs === undefined ? undefined : blockMs + filled * MS_PER_SAMPLE;
    if (blockMs === undefined || expected === undefined || Math.abs(frame.sourceTimeMs - expected) > BREAK_MS) {
      if (expected !== undefined) breaks++;
      filled = 0;
      blockMs = frame.sourceTimeMs;
    } else blockMs += FOLLOW * (frame.sourceTimeMs - expected);
  }

  function finishBlock(startMs: number): void {
    options.readPlayed(startMs, played);
    const volume = options.volume();
    for (let i = 0; i < played.length; i++) played[i] = (played[i] ?? 0) * volume;
    guard.process(heard, played, block.cleaned);
    const { verdict } = guard;
    block.atMs = startMs - GUARD_DELAY_MS;
    block.echoing = verdict.echoing;
    block.excessDb = verdict.excessDb;
    block.guardReady = verdict.ready;
    block.heardDb = verdict.heardDb;
    block.echoDb = verdict.echoDb;
    options.onBlock(block);
  }

  return {
    reset() {
      guard = createEchoGuard();
      blockMs = undefined;
      filled = 0;
    },
    get breaks() {
      return breaks;
    },
    take(frame) {
      follow(frame);
      for (let at = 0; at < frame.samples.length; ) {
        const part = frame.samples.subarray(at, at + heard.length - filled);
        heard.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < heard.length || blockMs === undefined) continue;
        finishBlock(blockMs);
        blockMs += GUARD_DELAY_MS;
        filled = 0;
      }
    },
  };
}
