import type { Clock, WorkerLink } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createWorkerClient, type WorkerNews } from '#main/platform/worker-client.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Provider } from '#shared/inference/model-manifest.ts';
import type { InferenceStream } from './inference.types.ts';
import { createInferenceStream, type StreamSource } from './inference-stream.ts';
import {
  type InferenceReply,
  type InferenceRequest,
  inferenceReplySchema,
  type LoadedModel,
  MAX_WAITING_CALLS,
  type WorkerModel,
} from './worker/protocol.ts';

export interface InferenceProcessOptions {
  /** 'voice', 'words-sherpa', … */
  readonly name: string;
  spawn(): WorkerLink;
  readonly clock: Clock;
  readonly logger: Logger;
  report(health: HealthReport): void;
  readonly idleMs: number | undefined;
  /** Something that `models` or `status` tell has changed. */
  onChange(): void;
  onFallBack(key: string, from: Provider, to: Provider, why: string): void;
  /** The process was lost while it was at this model. */
  onLost(key: string): void;
}

export interface ProcessCall {
  readonly model: WorkerModel;
  readonly op: string;
  readonly input: unknown;
  readonly priority: number;
}

/** Main's end of one inference process. */
export interface InferenceProcess {
  readonly models: readonly LoadedModel[];
  readonly status: { readonly pid: number | undefined; readonly state: string; readonly crashes: number };
  run(call: ProcessCall, timeoutMs: number, signal: AbortSignal): AsyncIterable<unknown>;
  open(call: ProcessCall): InferenceStream;
  load(model: WorkerModel, priority: number): Promise<void>;
  unload(key: string): void;
  close(): Promise<void>;
}

/** A free process says that it has begun within this, ms. */
const ANSWER_MS = 20_000;
/** Hundreds of megabytes from a slow disk, shaders to compile. */
const LOAD_MS = 180_000;
/** After a loss, models that nobody has asked for since are loaded again after this, ms: what is asked for goes first. */
const RELOAD_AFTER_MS = 1500;
const BACKGROUND = 100;

/** One inference process: its life is a worker client's; this knows what it says, and brings its models back after a loss. */
export function createInferenceProcess(options: InferenceProcessOptions): InferenceProcess {
  const { name, clock, logger } = options;
  let models: readonly LoadedModel[] = [];
  /** Models by the job that uses them. */
  const inUse = new Map<number, string>();
  /** What was asked for, by key; as many as there are models. */
  const known = new Map<string, WorkerModel>();
  /** Keys of models that went with the process. */
  const lost = new Set<string>();
  const streams = new Map<number, StreamSource>();
  let busyWith: number | undefined;
  let cancelReload = (): void => {};

  const client = createWorkerClient<unknown>({
    title: `the ${name} inference process`,
    jobs: 'calls',
    advice: 'choose another model, or set the graphics provider to "cpu"',
    hang: 'stopped answering',
    reasons: { lost: 'inference-process-lost', absent: 'inference-missing' },
    spawn: options.spawn,
    read,
    answersCancelled: true,
    clock,
    logger,
    report: options.report,
    onState: onState,
    maxJobs: MAX_WAITING_CALLS,
    idleMs: options.idleMs,
  });

  function read(message: unknown): WorkerNews<unknown> | { readonly kind: 'nonsense'; readonly problem: string } {
    const parsed = inferenceReplySchema.safeParse(message);
    if (!parsed.success) return { kind: 'nonsense', problem: parsed.error.message };
    const reply = parsed.data;
    if ('id' in reply) busyWith = reply.type === 'done' || reply.type === 'failed' ? undefined : reply.id;
    if (reply.type === 'models') {
      models = reply.models;
      options.onChange();
    } else if (reply.type === 'fell-back') options.onFallBack(reply.key, reply.from, reply.to, reply.why);
    return newsFromReply(reply, streams);
  }

  function onState(): void {
    if (client.state !== 'ready') {
      // Every way out of 'ready' takes the models with it.
      const lostAt = busyWith === undefined ? undefined : inUse.get(busyWith);
      busyWith = undefined;
      for (const { key } of models) lost.add(key);
      models = [];
      if (lostAt !== undefined && client.crashes > 0) options.onLost(lostAt);
    } else if (client.crashes > 0) {
      cancelReload();
      cancelReload = clock.after(RELOAD_AFTER_MS, reload);
    }
    if (client.state === 'stopped') lost.clear();
    options.onChange();
  }

  function reload(): void {
    for (const key of lost) {
      const model = known.get(key);
      if (model && !models.some((loaded) => loaded.key === key)) void load(model, BACKGROUND).catch(() => {});
    }
    lost.clear();
  }

  function send(call: ProcessCall & { readonly type: 'run' | 'open' }, timeoutMs: number) {
    const { type, priority, model, op, input } = call;
    const job = client.send((id) => ({ type, id, priority, model, op, input }) satisfies InferenceRequest, {
      firstMs: ANSWER_MS,
      nextMs: timeoutMs,
    });
    known.set(model.key, model);
    inUse.set(job.id, model.key);
    return job;
  }

  async function* run(call: ProcessCall, timeoutMs: number, signal: AbortSignal): AsyncGenerator<unknown> {
    await client.settled(signal);
    const job = send({ ...call, type: 'run' }, timeoutMs);
    const cancel = { type: 'cancel', id: job.id } satisfies InferenceRequest;
    const onAbort = (): void => job.fail(new StudioError('cancelled', 'the call was stopped'), cancel);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      yield* job.events;
    } finally {
      signal.removeEventListener('abort', onAbort);
      job.cancel(cancel);
      inUse.delete(job.id);
    }
  }

  async function load(model: WorkerModel, priority: number): Promise<void> {
    await client.settled();
    const { id, events } = client.send((jobId) => ({ type: 'load', id: jobId, priority, model }) satisfies InferenceRequest, {
      firstMs: ANSWER_MS,
      nextMs: LOAD_MS,
    });
    known.set(model.key, model);
    inUse.set(id, model.key);
    try {
      for await (const _ of events);
    } finally {
      inUse.delete(id);
    }
  }

  function open(call: ProcessCall): InferenceStream {
    let id: number | undefined;
    const source = createInferenceStream(() => {
      if (id === undefined) return;
      streams.delete(id);
      inUse.delete(id);
    });
    let isClosed = false;
    client.settled().then(
      () => {
        if (isClosed) return;
        try {
          const job = send({ ...call, type: 'open' }, ANSWER_MS);
          id = job.id;
          streams.set(id, source);
          source.start(job);
        } catch (error) {
          source.fail(error);
        }
      },
      (error: unknown) => source.fail(error),
    );
    const { stream } = source;
    return {
      push: stream.push,
      tell: stream.tell,
      get droppedSamples() {
        return stream.droppedSamples;
      },
      events: stream.events,
      close() {
        isClosed = true;
        stream.close();
      },
    };
  }

  return {
    get models() {
      return models;
    },
    get status() {
      return { pid: client.pid, state: client.state, crashes: client.crashes };
    },
    run,
    open,
    load,
    unload(key) {
      known.delete(key);
      lost.delete(key);
      client.post({ type: 'unload', key } satisfies InferenceRequest);
    },
    async close() {
      cancelReload();
      await client.close();
    },
  };
}

function newsFromReply(reply: InferenceReply, streams: ReadonlyMap<number, StreamSource>): WorkerNews<unknown> {
  switch (reply.type) {
    case 'ready':
      return { kind: 'ready' };
    case 'loading':
      return { kind: 'busy', id: reply.id, quietMs: LOAD_MS };
    case 'started':
    case 'taken': {
      const stream = streams.get(reply.id);
      if (reply.type === 'taken') stream?.taken(reply.samples);
      return { kind: stream?.isIdle ? 'idle' : 'busy', id: reply.id };
    }
    case 'event':
      return { kind: 'event', id: reply.id, event: reply.event };
    case 'done':
      return { kind: 'done', id: reply.id };
    case 'failed':
      return { kind: 'failed', id: reply.id, error: new StudioError(reply.code, reply.message) };
    default:
      return { kind: 'aside' };
  }
}
