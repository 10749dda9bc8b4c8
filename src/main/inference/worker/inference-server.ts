import type { EngineStream } from '#main/inference/inference.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type CachedModel, createModelCache, type ModelCacheOptions } from './model-cache.ts';
import {
  type FailureCode,
  failureCodeSchema,
  type InferenceReply,
  type InferenceRequest,
  inferenceRequestSchema,
  type LoadedModel,
  MAX_WAITING_CALLS,
} from './protocol.ts';

export interface InferenceServerOptions extends Omit<ModelCacheOptions, 'onChange' | 'onFallBack'> {
  post(reply: InferenceReply): void;
}

type Call = Extract<InferenceRequest, { type: 'run' | 'load' | 'open' }>;

/** One piece of work. Pieces of a stream bear its id and priority. */
interface Task {
  readonly id: number;
  readonly priority: number;
  readonly isCall: boolean;
  readonly perform: (signal: AbortSignal) => Promise<void>;
}

interface OpenStream {
  readonly priority: number;
  readonly stream: EngineStream;
  readonly cached: CachedModel;
  readonly sampleRateHz: number;
}

/** News of loaded models at most this often; the last always goes out. */
const MODELS_NEWS_MS = 250;
/** What listens takes sound at this rate unless its options say otherwise. */
const USUAL_RATE_HZ = 16_000;

/**
 * Serves the engines of one process (protocol.ts). One task at a time, lowest priority number first, then oldest; a run of a model blocks the process,
 * so requests that came meanwhile are only heard after it: the event loop turns before every task. The queue holds `MAX_WAITING_CALLS`;
 * a call beyond it fails at once. Sound of streams is bounded by main.
 */
export function createInferenceServer(options: InferenceServerOptions): { receive(message: unknown): void } {
  const waiting: Task[] = [];
  const streams = new Map<number, OpenStream>();
  let working: { readonly id: number; readonly stop: AbortController } | undefined;
  const tellModels = createModelNews(options.post);
  const cache = createModelCache({
    ...options,
    onChange: tellModels,
    onFallBack: (key, from, to, why) => options.post({ type: 'fell-back', key, from, to, why: why.slice(0, 1000) }),
  });

  function receive(message: unknown): void {
    const parsed = inferenceRequestSchema.safeParse(message);
    if (!parsed.success) return;
    const request = parsed.data;
    if (request.type === 'cancel') cancel(request.id);
    else if (request.type === 'push') push(request.id, request.samples);
    else if (request.type === 'tell')
      streamTask(request.id, async ({ stream }) => {
        await stream.tell(request.message);
        options.post({ type: 'taken', id: request.id, samples: 0 });
      });
    else if (request.type === 'close') closeStream(request.id);
    else if (request.type === 'unload')
      enqueue({ id: -1, priority: Number.MAX_SAFE_INTEGER, isCall: false, perform: () => cache.unload(request.key) });
    else enqueueCall(request);
  }

  function enqueueCall(call: Call): void {
    const calls = waiting.filter((task) => task.isCall).length;
    if (calls >= MAX_WAITING_CALLS) {
      const message = `${calls} calls are waiting for the model: try again when it has caught up`;
      options.post({ type: 'failed', id: call.id, code: 'voice', message });
      return;
    }
    enqueue({ id: call.id, priority: call.priority, isCall: true, perform: (signal) => serve(call, signal) });
  }

  function enqueue(task: Task): void {
    waiting.push(task);
    if (!working) void work();
  }

  function next(): Task | undefined {
    let best = 0;
    for (let i = 1; i < waiting.length; i++) if (priorityOf(waiting[i]) < priorityOf(waiting[best])) best = i;
    return waiting.splice(best, 1)[0];
  }

  async function work(): Promise<void> {
    working = { id: -1, stop: new AbortController() };
    await turn();
    for (let task = next(); task; task = next()) {
      const stop = new AbortController();
      working = { id: task.id, stop };
      await task.perform(stop.signal);
      await turn();
    }
    working = undefined;
  }

  async function serve(call: Call, signal: AbortSignal): Promise<void> {
    const { id } = call;
    let cached: CachedModel | undefined;
    try {
      cached = await cache.take(call.model, () => options.post({ type: 'loading', id, key: call.model.key }));
      if (signal.aborted) throw new StudioError('cancelled', 'the call was cancelled');
      options.post({ type: 'started', id });
      if (call.type === 'open') open(call, cached);
      else {
        if (call.type === 'run') await run(call, cached, signal);
        options.post({ type: 'done', id });
      }
    } catch (error) {
      if (!signal.aborted) cached?.failed(messageFromUnknown(error), !isVerdict(error));
      options.post({ type: 'failed', id, ...failureOf(error) });
    }
  }

  async function run(call: Extract<Call, { type: 'run' }>, cached: CachedModel, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const emit = (event: unknown): void => {
      if (!signal.aborted) options.post({ type: 'event', id: call.id, event });
    };
    const { soundSeconds } = await cached.model.run(call.op, call.input, emit, signal);
    if (!signal.aborted) cached.worked(performance.now() - startedAt, soundSeconds);
  }

  function open(call: Extract<Call, { type: 'open' }>, cached: CachedModel): void {
    const { id, priority, model } = call;
    const stream = cached.model.stream?.(call.op, call.input, (event) => {
      if (streams.has(id)) options.post({ type: 'event', id, event });
    });
    if (!stream) throw new StudioError('unavailable', `the model ${model.key} does not stream: choose another`);
    cached.hold();
    const rate = model.options.sampleRateHz;
    streams.set(id, { priority, stream, cached, sampleRateHz: typeof rate === 'number' && rate > 0 ? rate : USUAL_RATE_HZ });
  }

  function push(id: number, samples: Float32Array): void {
    streamTask(id, async ({ stream, cached, sampleRateHz }) => {
      const startedAt = performance.now();
      await stream.push(samples);
      cached.worked(performance.now() - startedAt, samples.length / sampleRateHz);
      options.post({ type: 'taken', id, samples: samples.length });
    });
  }

  /** Queued even before its stream is open: `open` goes first, for it bears the same priority and is older. */
  function streamTask(id: number, use: (open: OpenStream) => Promise<void>): void {
    const priority = streams.get(id)?.priority ?? waiting.find((task) => task.id === id)?.priority;
    enqueue({
      id,
      priority: priority ?? 0,
      isCall: false,
      async perform() {
        const found = streams.get(id);
        // It failed, or was closed before it was open.
        if (!found) return;
        try {
          await use(found);
        } catch (error) {
          found.cached.failed(messageFromUnknown(error), !isVerdict(error));
          endStream(id);
          options.post({ type: 'failed', id, ...failureOf(error) });
        }
      },
    });
  }

  /** Sound that still waits is not wanted any more. */
  function closeStream(id: number): void {
    drop(id);
    const priority = streams.get(id)?.priority ?? 0;
    enqueue({
      id,
      priority,
      isCall: false,
      async perform() {
        endStream(id);
        options.post({ type: 'done', id });
      },
    });
  }

  function endStream(id: number): void {
    const found = streams.get(id);
    if (!found) return;
    streams.delete(id);
    found.stream.close();
    found.cached.letGo();
  }

  function cancel(id: number): void {
    if (working?.id === id) working.stop.abort();
    drop(id);
  }

  function drop(id: number): void {
    for (let i = waiting.length - 1; i >= 0; i--) if (waiting[i]?.id === id) waiting.splice(i, 1);
  }

  return { receive };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function priorityOf(task: Task | undefined): number {
  return task?.priority ?? Number.POSITIVE_INFINITY;
}

/** Failures that the same input or file would meet on any provider. */
function isVerdict(error: unknown): boolean {
  return error instanceof StudioError && error.code !== 'voice';
}

function failureOf(error: unknown): { readonly code: FailureCode; readonly message: string } {
  const code = error instanceof StudioError ? failureCodeSchema.catch('voice').parse(error.code) : 'voice';
  return { code, message: messageFromUnknown(error).slice(0, 2000) };
}

function createModelNews(post: (reply: InferenceReply) => void): (models: readonly LoadedModel[]) => void {
  let newest: readonly LoadedModel[] = [];
  let isDue = false;
  const tell = (): void => {
    isDue = false;
    post({ type: 'models', models: [...newest] });
  };
  return (models) => {
    newest = models;
    if (isDue) return;
    isDue = true;
    setTimeout(tell, MODELS_NEWS_MS);
  };
}
