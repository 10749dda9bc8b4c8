import { createResampler, type Resampler } from '#shared/audio/resampler.ts';
import { StudioError } from '#shared/errors.ts';
import { createFrameDecoder, LOGITS } from '#shared/speech/lipsync/decode.ts';
import { createFeatureMaker, FEATURES, HOP } from '#shared/speech/lipsync/features.ts';
import { FRAME_MS, LIP_SYNC_RATE_HZ, type LipSyncFrame } from '#shared/speech/lipsync/frame.ts';
import { createDecimator } from './decimator.ts';
import type { LipSync, LipSyncOptions, LipSyncVariant } from './lip-sync.types.ts';

/** How many frames later than its sound each head of the model speaks; the heads stand in this order. */
const LATE: Readonly<Record<LipSyncVariant, number>> = { live: 0, delayed: 2 };
const HEAD_OF: Readonly<Record<LipSyncVariant, number>> = { live: 0, delayed: 1 };
/** The resampler looks this far ahead, at 16 kHz. The stream is held back by as much, so that no frame knows sound after its own end. */
const RESAMPLER_REACH = 13;
const LEAST_DB = -100;
const [LOWEST_HZ, HIGHEST_HZ] = [8_000, 192_000];

/** Runs the shipped model (models/lipsync) over a stream. */
export function createLipSync({ network, variant, sampleRateHz, onFrame }: LipSyncOptions): LipSync {
  if (!(sampleRateHz >= LOWEST_HZ && sampleRateHz <= HIGHEST_HZ))
    throw new StudioError(
      'invalid-input',
      `lip-sync was given sound of ${sampleRateHz} samples a second; it takes ${LOWEST_HZ} to ${HIGHEST_HZ}`,
    );
  const late = LATE[variant];
  const listener = createListener(sampleRateHz);
  const reader = network.read(HEAD_OF[variant]);
  const decoder = createFrameDecoder();
  const features = new Float32Array(FEATURES);
  const logits = new Float32Array(LOGITS);
  /** Loudness of the last frames: a late frame bears that of its own sound. */
  const levels = new Float32Array(late + 1);
  const frame: LipSyncFrame = { tMs: 0, weights: new Float32Array(5), open: 0, viseme: 'sil', levelDb: LEAST_DB };
  /** Frames that the model has read since the beginning. */
  let read = 0;

  function push(samples: Float32Array): void {
    listener.take(samples);
    while (listener.waits) {
      levels[read % levels.length] = listener.next(features);
      reader.next(features, logits);
      const index = read++ - late;
      if (index < 0) continue;
      decoder.decode(logits, 0, frame);
      frame.tMs = index * FRAME_MS;
      frame.levelDb = levels[index % levels.length] ?? LEAST_DB;
      onFrame(frame);
    }
  }

  function reset(): void {
    read = 0;
    listener.reset();
    reader.reset();
  }

  return {
    lookAheadMs: late * FRAME_MS,
    push,
    flush() {
      push(new Float32Array(Math.ceil(((late * FRAME_MS + FRAME_MS) * sampleRateHz) / 1000)));
      reset();
    },
    reset,
  };
}

/** Sound → features, frame by frame. */
interface Listener {
  /** Whether the sound of a whole frame is there. */
  readonly waits: boolean;
  take(samples: Float32Array): void;
  /** Writes FEATURES values of the next frame; returns its loudness in dB. */
  next(out: Float32Array): number;
  reset(): void;
}

function createListener(sampleRateHz: number): Listener {
  const features = createFeatureMaker();
  const hop = new Float32Array(HOP);
  let resampler = createRateChange(sampleRateHz);
  let waiting = new Float32Array(HOP * 8);
  let count = 0;
  let from = 0;

  function append(samples: Float32Array): void {
    if (count + samples.length > waiting.length) {
      const kept = count - from;
      const grown = kept + samples.length > waiting.length ? new Float32Array((kept + samples.length) * 2) : waiting;
      grown.set(waiting.subarray(from, count));
      waiting = grown;
      count = kept;
      from = 0;
    }
    waiting.set(samples, count);
    count += samples.length;
  }

  function reset(): void {
    count = 0;
    from = 0;
    features.reset();
    resampler = createRateChange(sampleRateHz);
    if (sampleRateHz !== LIP_SYNC_RATE_HZ) append(new Float32Array(RESAMPLER_REACH));
  }
  reset();

  return {
    get waits() {
      return count - from >= HOP;
    },
    take(samples) {
      append(resampler.process(sane(samples)));
    },
    next(out) {
      hop.set(waiting.subarray(from, from + HOP));
      from += HOP;
      features.next(hop, out, 0);
      return levelDb(hop);
    },
    reset,
  };
}

function createRateChange(sampleRateHz: number): Pick<Resampler, 'process'> {
  const factor = sampleRateHz / LIP_SYNC_RATE_HZ;
  return Number.isInteger(factor) && factor > 1 ? createDecimator(factor) : createResampler(sampleRateHz, LIP_SYNC_RATE_HZ);
}

/** The same array where nothing is wrong with it. */
function sane(samples: Float32Array): Float32Array {
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i] ?? 0;
    if (!(value >= -1 && value <= 1)) return samples.map((each) => (Number.isNaN(each) ? 0 : Math.min(1, Math.max(-1, each))));
  }
  return samples;
}

function levelDb(hop: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < hop.length; i++) sum += (hop[i] ?? 0) ** 2;
  return Math.max(LEAST_DB, 10 * Math.log10(sum / hop.length + 1e-12));
}
