import { Tensor } from 'onnxruntime-common';
import { z } from 'zod';
import type { EngineModel, EngineSession, EngineStream, InferenceEngine } from '#main/inference/inference.types.ts';
import { StudioError } from '#shared/errors.ts';
import { VAD_FRAME, type VadEvent, vadMessageSchema } from '#shared/inference/vad.ts';

/** Samples of the frame before that stand before each frame. NOTICE: without them versions 5 and 6 hear almost nothing, and no error says so. */
const CONTEXT = 64;
const RATE_HZ = 16_000;
/** The network's memory: float32 [2, 1, 128]. */
const STATE_SHAPE = [2, 1, 128] as const;
const STATE_LENGTH = 256;

const runInputSchema = z.object({ samples: z.custom<Float32Array>((value) => value instanceof Float32Array) });

/** Silero VAD version 5 (MIT): mono float32, 16 kHz, in frames of 512 samples → the probability that somebody speaks. */
export function createSileroVadEngine(): InferenceEngine {
  return {
    async load(source, context) {
      const file = source.files.model;
      if (file === undefined) throw new StudioError('unavailable', 'The speech detector lacks its model file. Install it again.');
      // A frame takes a third of a millisecond; the way to a GPU and back would take longer.
      const session = await context.session(file, { threads: 1, forceCpu: true });
      for (const name of ['input', 'state', 'sr'])
        if (!session.inputNames.includes(name))
          throw new StudioError('unavailable', `${file} is no Silero VAD of version 5: it has no input "${name}".`);
      return vadModel(session);
    },
  };
}

function vadModel(session: EngineSession): EngineModel {
  return {
    /** 'detect': a probability for each whole frame of `samples`. */
    async run(op, input, emit, signal) {
      if (op !== 'detect') throw unknownOp(op);
      const { samples } = runInputSchema.parse(input);
      const detector = createDetector(session);
      for (let at = 0; at + VAD_FRAME <= samples.length && !signal.aborted; at += VAD_FRAME)
        emit({ probability: await detector.next(samples.subarray(at, at + VAD_FRAME)) } satisfies VadEvent);
      return { soundSeconds: samples.length / RATE_HZ };
    },
    stream(op, _input, emit) {
      if (op !== 'detect') throw unknownOp(op);
      return vadStream(session, emit);
    },
    release: () => session.release(),
  };
}

const unknownOp = (op: string): StudioError =>
  new StudioError('invalid-input', `The speech detector knows "detect", not "${op}".`);

/** Gathers sound of any length into frames; 'reset' begins a new session: what was heard before must not colour it. */
function vadStream(session: EngineSession, emit: (event: unknown) => void): EngineStream {
  const frame = new Float32Array(VAD_FRAME);
  let filled = 0;
  let detector = createDetector(session);
  return {
    async push(samples) {
      for (let at = 0; at < samples.length; ) {
        const part = samples.subarray(at, at + VAD_FRAME - filled);
        frame.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < VAD_FRAME) return;
        filled = 0;
        emit({ probability: await detector.next(frame) } satisfies VadEvent);
      }
    },
    async tell(message) {
      vadMessageSchema.parse(message);
      filled = 0;
      detector = createDetector(session);
    },
    close: () => undefined,
  };
}

/** One continuous listening: the network's memory and the end of the frame before. */
function createDetector(session: EngineSession): { next(frame: Float32Array): Promise<number> } {
  let state = new Float32Array(STATE_LENGTH);
  const input = new Float32Array(CONTEXT + VAD_FRAME);
  const rate = new Tensor('int64', BigInt64Array.of(BigInt(RATE_HZ)), []);
  return {
    async next(frame) {
      input.copyWithin(0, VAD_FRAME);
      for (let i = 0; i < VAD_FRAME; i++) {
        const sample = frame[i] ?? 0;
        input[CONTEXT + i] = Number.isFinite(sample) ? sample : 0;
      }
      const outputs = await session.run({
        input: new Tensor('float32', input, [1, CONTEXT + VAD_FRAME]),
        state: new Tensor('float32', state, [...STATE_SHAPE]),
        sr: rate,
      });
      const { output, stateN } = outputs;
      if (!(output?.data instanceof Float32Array) || !(stateN?.data instanceof Float32Array))
        throw new StudioError('voice', 'The speech detector gave no probability. Restart the program.');
      state = Float32Array.from(stateN.data);
      return output.data[0] ?? 0;
    },
  };
}
