import { Tensor } from 'onnxruntime-common';
import { z } from 'zod';
import type { EngineModel, EngineSession, InferenceEngine } from '#main/inference/inference.types.ts';
import { StudioError } from '#shared/errors.ts';

/** A tensor as it travels between processes. */
export const probeTensorSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('float32'),
    dims: z.array(z.number().int().nonnegative()),
    data: z.custom<Float32Array>((value) => value instanceof Float32Array),
  }),
  z.object({
    type: z.literal('int64'),
    dims: z.array(z.number().int().nonnegative()),
    data: z.custom<BigInt64Array>((value) => value instanceof BigInt64Array),
  }),
]);
export type ProbeTensor = z.infer<typeof probeTensorSchema>;

export const probeInputSchema = z.object({
  feeds: z.record(z.string(), probeTensorSchema),
  /** Runs of the model; each gives one event. */
  times: z.number().int().min(1).max(10_000),
  /** Tells all runs after the last one, so that nothing but the runs is in their times. */
  together: z.boolean().optional(),
});
export type ProbeInput = z.infer<typeof probeInputSchema>;

/** One run: ms in the runtime, and the model's first output. */
export const probeEventSchema = z.object({
  ms: z.number(),
  output: z.custom<Float32Array>((value) => value instanceof Float32Array),
});
export type ProbeEvent = z.infer<typeof probeEventSchema>;

/** Runs any ONNX file as it is, with the tensors it is given: what a provider is tried with before it is trusted. */
export function createProbeEngine(): InferenceEngine {
  return {
    async load(source, context) {
      const file = source.files.model;
      if (file === undefined) throw new StudioError('unavailable', `the model ${source.key} names no file with the role "model"`);
      return modelFromSession(await context.session(file));
    },
  };
}

function modelFromSession(session: EngineSession): EngineModel {
  return {
    async run(op, input, emit, signal) {
      if (op !== 'run') throw new StudioError('invalid-input', `the probe knows "run", not "${op}"`);
      const { feeds, times, together } = probeInputSchema.parse(input);
      const events: ProbeEvent[] = [];
      const tensors = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, tensorFrom(tensor)]));
      for (let i = 0; i < times && !signal.aborted; i++) {
        const startedAt = performance.now();
        const results = await session.run(tensors);
        const ms = performance.now() - startedAt;
        const event = { ms, output: firstOutput(session, results) };
        if (together) events.push(event);
        else emit(event);
      }
      for (const event of events) emit(event);
      return { soundSeconds: 0 };
    },
    release: () => session.release(),
  };
}

function tensorFrom(tensor: ProbeTensor): Tensor {
  return tensor.type === 'float32'
    ? new Tensor('float32', tensor.data, tensor.dims)
    : new Tensor('int64', tensor.data, tensor.dims);
}

function firstOutput(session: EngineSession, results: Readonly<Record<string, Tensor>>): Float32Array {
  const data = results[session.outputNames[0] ?? '']?.data;
  if (!(data instanceof Float32Array)) throw new StudioError('voice', 'the first output of the model is not float32');
  return data;
}
