import { createEventQueue } from '#main/platform/event-queue.ts';
import type { WorkerJob } from '#main/platform/worker-client.ts';
import { StudioError } from '#shared/errors.ts';
import type { InferenceStream } from './inference.types.ts';
import { type InferenceRequest, STREAM_CREDIT_SAMPLES } from './worker/protocol.ts';

/** Sound kept back while the process is busy or still loads the model, samples: 5 s at 16 kHz. */
const MAX_BACKLOG_SAMPLES = 80_000;
const MAX_WAITING_WORDS = 1000;
const MAX_WAITING_EVENTS = 10_000;
/** The process has hung when it does not work off sound for so long, ms. */
const STREAM_QUIET_MS = 30_000;

type Item = { readonly samples: Float32Array } | { readonly message: unknown };

/** What the process side needs of a stream. */
export interface StreamSource {
  readonly stream: InferenceStream;
  /** The process has worked off so many samples, or, with none, a word. */
  taken(samples: number): void;
  /** Nothing is under way to the process. */
  readonly isIdle: boolean;
  /** The stream has its place in the process. */
  start(job: WorkerJob<unknown>): void;
  fail(error: unknown): void;
}

/**
 * A stream from main to an inference process. Not more than `STREAM_CREDIT_SAMPLES` are under way, so that the process's queue stays short and a
 * slow one is noticed here: what it cannot take waits, and of what waits too long the oldest sound is dropped. Words to the engine keep their place.
 */
export function createInferenceStream(onClose: () => void): StreamSource {
  const events = createEventQueue<unknown>(MAX_WAITING_EVENTS);
  const backlog: Item[] = [];
  let backlogSamples = 0;
  let underWay = 0;
  let wordsUnderWay = 0;
  let dropped = 0;
  let job: WorkerJob<unknown> | undefined;
  let isOver = false;

  function add(item: Item): void {
    if (isOver) return;
    backlog.push(item);
    if ('samples' in item) backlogSamples += item.samples.length;
    shorten();
    flow();
  }

  function shorten(): void {
    while (backlogSamples > MAX_BACKLOG_SAMPLES) {
      const at = backlog.findIndex((item) => 'samples' in item);
      const [oldest] = backlog.splice(at, 1);
      if (!oldest || !('samples' in oldest)) return;
      backlogSamples -= oldest.samples.length;
      dropped += oldest.samples.length;
    }
    if (backlog.length > MAX_WAITING_WORDS + MAX_BACKLOG_SAMPLES)
      fail(new StudioError('voice', 'the listening model does not keep up: open the stream again'));
  }

  /** Sends what credit allows. */
  function flow(): void {
    if (!job) return;
    while (backlog[0] !== undefined && underWay < STREAM_CREDIT_SAMPLES && wordsUnderWay < MAX_WAITING_WORDS) {
      const item = backlog.shift();
      if (!item) return;
      job.expect(STREAM_QUIET_MS);
      if ('samples' in item) {
        backlogSamples -= item.samples.length;
        underWay += item.samples.length;
        job.post({ type: 'push', id: job.id, samples: item.samples } satisfies InferenceRequest);
      } else {
        wordsUnderWay++;
        job.post({ type: 'tell', id: job.id, message: item.message } satisfies InferenceRequest);
      }
    }
  }

  function fail(error: unknown): void {
    if (isOver) return;
    isOver = true;
    backlog.length = 0;
    events.fail(error);
    onClose();
  }

  return {
    stream: {
      push: (samples) => add({ samples }),
      tell: (message) => add({ message }),
      get droppedSamples() {
        return dropped;
      },
      events,
      close() {
        if (isOver) return;
        isOver = true;
        backlog.length = 0;
        events.end();
        job?.cancel({ type: 'close', id: job.id } satisfies InferenceRequest);
        onClose();
      },
    },
    taken(samples) {
      if (samples === 0) wordsUnderWay = Math.max(0, wordsUnderWay - 1);
      underWay = Math.max(0, underWay - samples);
      flow();
    },
    get isIdle() {
      return underWay === 0 && wordsUnderWay === 0;
    },
    start(started) {
      job = started;
      void forward(started);
      flow();
    },
    fail,
  };

  async function forward(source: WorkerJob<unknown>): Promise<void> {
    try {
      for await (const event of source.events) events.push(event);
      if (isOver) return;
      isOver = true;
      events.end();
      onClose();
    } catch (error) {
      fail(error);
    }
  }
}
