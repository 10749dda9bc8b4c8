import { Tensor } from 'onnxruntime-common';
import { createResampler, type Resampler } from '#shared/audio/resampler.ts';
import { StudioError } from '#shared/errors.ts';
import { createFrameDecoder, LOGITS } from '#shared/speech/lipsync/decode.ts';
import { createFeatureMaker, FEATURES, HOP } from '#shared/speech/lipsync/features.ts';
import { FRAME_MS, LIP_SYNC_RATE_HZ, type LipSyncFrame } from '#shared/speech/lipsync/frame.ts';
import type { LipSync, LipSyncOptions, LipSyncSession, LipSyncVariant } from './lip-sync.types.ts';

/** Heads of the model: how many frames later than its sound each of them speaks. */
const HEADS = [0, 2] as const;
const HEAD_OF: Readonly<Record<LipSyncVariant, number>> = { live: 0, delayed: 1 };
/** Frames of the past that the model's convolution wants before the first new one. */
const CONTEXT = 2;
/** GRU layers and cells of each. */
const LAYERS = 2;
const CELLS = 96;
/** Frames that one call of the model takes at most; a long push becomes several calls. */
const FRAMES_A_CALL = 100;
/** The resampler looks this far ahead, at 16 kHz. The stream is held back by as much, so that no frame knows sound after its own end. */
const RESAMPLER_REACH = 13;
const LEAST_DB = -100;
const [LOWEST_HZ, HIGHEST_HZ] = [8_000, 192_000];

/** Runs the shipped model (models/lipsync) over a stream. Inputs and outputs of the graph: `x` [1, 2 + n, 42], `h` [2, 1, 96] → `y` [1, n, 42], `hn` [2, 1, 96]. */
export function createLipSync({ session, variant, sampleRateHz, onFrame }: LipSyncOptions): LipSync {
  if (!(sampleRateHz >= LOWEST_HZ && sampleRateHz <= HIGHEST_HZ))
    throw new StudioError(
      'invalid-input',
      `lip-sync was given sound of ${sampleRateHz} samples a second; it takes ${LOWEST_HZ} to ${HIGHEST_HZ}`,
    );
  const head = HEAD_OF[variant];
  const late = HEADS[head] ?? 0;
  const listener = createListener(sampleRateHz);
  const model = createModel(session);
  const decoder = createFrameDecoder();
  const levels = new Float32Array(late + 1);
  const frame: LipSyncFrame = { tMs: 0, weights: new Float32Array(5), open: 0, viseme: 'sil', levelDb: LEAST_DB };
  /** Frames that the model has read since the beginning. */
  let read = 0;
  /** A reset makes what still waits for its turn void. */
  let era = 0;
  let tail: Promise<void> = Promise.resolve();

  function hand(y: Float32Array, count: number): void {
    for (let i = 0; i < count; i++, read++) {
      levels[read % levels.length] = model.levels[i] ?? LEAST_DB;
      const index = read - late;
      if (index < 0) continue;
      decoder.decode(y, (i * HEADS.length + head) * LOGITS, frame);
      frame.tMs = index * FRAME_MS;
      frame.levelDb = levels[index % levels.length] ?? LEAST_DB;
      onFrame(frame);
    }
  }

  async function work(samples: Float32Array, own: number): Promise<void> {
    if (own !== era) return;
    listener.take(samples);
    while (own === era && listener.frames > 0) {
      const count = listener.read(model, FRAMES_A_CALL);
      const y = await model.run(count);
      if (own === era) hand(y, count);
    }
  }

  function beginAnew(): void {
    read = 0;
    listener.reset();
    model.reset();
  }

  const inOrder = (task: () => Promise<void>): Promise<void> => {
    const done = tail.then(task);
    // A failed push is told to its caller; the next one is tried all the same.
    tail = done.catch(() => {});
    return done;
  };

  return {
    lookAheadMs: late * FRAME_MS,
    push(samples) {
      const own = era;
      return inOrder(() => work(samples, own));
    },
    flush() {
      const own = era;
      return inOrder(async () => {
        const silence = new Float32Array(Math.ceil(((late * FRAME_MS + FRAME_MS) * sampleRateHz) / 1000));
        await work(silence, own);
        if (own === era) beginAnew();
      });
    },
    reset() {
      era++;
      beginAnew();
    },
  };
}

/** Sound → features, frame by frame. */
interface Listener {
  readonly frames: number;
  take(samples: Float32Array): void;
  /** Moves up to `most` frames into the model's input; returns how many. */
  read(model: Model, most: number): number;
  reset(): void;
}

function createListener(sampleRateHz: number): Listener {
  const features = createFeatureMaker();
  const hop = new Float32Array(HOP);
  let resampler: Resampler = createResampler(sampleRateHz, LIP_SYNC_RATE_HZ);
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
    resampler = createResampler(sampleRateHz, LIP_SYNC_RATE_HZ);
    if (sampleRateHz !== LIP_SYNC_RATE_HZ) append(new Float32Array(RESAMPLER_REACH));
  }
  reset();

  return {
    get frames() {
      return Math.floor((count - from) / HOP);
    },
    take(samples) {
      append(resampler.process(sane(samples)));
    },
    read(model, most) {
      const frames = Math.min(most, Math.floor((count - from) / HOP));
      for (let i = 0; i < frames; i++, from += HOP) {
        hop.set(waiting.subarray(from, from + HOP));
        features.next(hop, model.input, (CONTEXT + i) * FEATURES);
        model.levels[i] = levelDb(hop);
      }
      return frames;
    },
    reset,
  };
}

/** The graph with its state; `input` and `levels` are filled by the listener. */
interface Model {
  readonly input: Float32Array;
  readonly levels: Float32Array;
  run(frames: number): Promise<Float32Array>;
  reset(): void;
}

function createModel(session: LipSyncSession): Model {
  const input = new Float32Array((CONTEXT + FRAMES_A_CALL) * FEATURES);
  let state: Float32Array = new Float32Array(LAYERS * CELLS);
  let begun = false;

  return {
    input,
    levels: new Float32Array(FRAMES_A_CALL),
    async run(frames) {
      // Before the first frame the model saw that frame repeated when it was trained.
      if (!begun) for (let i = 0; i < CONTEXT; i++) input.copyWithin(i * FEATURES, CONTEXT * FEATURES, (CONTEXT + 1) * FEATURES);
      begun = true;
      const used = (CONTEXT + frames) * FEATURES;
      const before = state;
      const { y, hn } = await session.run({
        x: new Tensor('float32', input.subarray(0, used), [1, CONTEXT + frames, FEATURES]),
        h: new Tensor('float32', state, [LAYERS, 1, CELLS]),
      });
      if (
        !(y?.data instanceof Float32Array && hn?.data instanceof Float32Array) ||
        y.data.length !== frames * HEADS.length * LOGITS
      )
        throw new StudioError(
          'voice',
          'the lip-sync model answers in another shape than expected: use the one that came with the program',
        );
      // A reset came in the meantime: its state stands.
      if (state !== before) return y.data;
      state = hn.data;
      input.copyWithin(0, used - CONTEXT * FEATURES, used);
      return y.data;
    },
    reset() {
      state = new Float32Array(LAYERS * CELLS);
      begun = false;
    },
  };
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
