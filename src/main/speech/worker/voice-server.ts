import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import { assertNever, messageFromUnknown, StudioError } from '#shared/errors.ts';
import { MAX_WAITING_REQUESTS, type VoiceReply, type VoiceRequest, voiceRequestSchema } from './voice-protocol.ts';
import type { WorkerEngine } from './worker-engine.ts';

interface VoiceServerOptions {
  open(): Promise<WorkerEngine>;
  post(reply: VoiceReply): void;
  /** Ends the process. */
  exit(): void;
}

type Job = Extract<VoiceRequest, { type: 'synthesize' | 'warm-up' }>;

/**
 * Serves one engine: opening → ready (idle ⇄ working) or unavailable. One job at a time, lowest priority number first, then oldest.
 * Between two pieces of a job the event loop turns, so that a cancel is heard. The queue holds `MAX_WAITING_REQUESTS`; what comes beyond fails at once.
 */
export function createVoiceServer(options: VoiceServerOptions): { receive(message: unknown): void } {
  const waiting: Job[] = [];
  let engine: WorkerEngine | undefined;
  let working: number | undefined;
  let cancelled = false;

  options.open().then(
    (opened) => {
      engine = opened;
      options.post({ type: 'ready', voices: [...opened.voices] });
      void work(opened);
    },
    (error: unknown) => {
      options.post({ type: 'unavailable', reason: messageFromUnknown(error) });
      // Let the message leave before the process does.
      setTimeout(options.exit, 200);
    },
  );

  function receive(message: unknown): void {
    const parsed = voiceRequestSchema.safeParse(message);
    if (!parsed.success) return;
    const request = parsed.data;
    if (request.type === 'ping') options.post({ type: 'pong', id: request.id });
    else if (request.type === 'cancel') cancel(request.id);
    else enqueue(request);
  }

  function cancel(id: number): void {
    if (working === id) cancelled = true;
    const at = waiting.findIndex((job) => job.id === id);
    if (at >= 0) waiting.splice(at, 1);
  }

  function enqueue(job: Job): void {
    if (waiting.length >= MAX_WAITING_REQUESTS) {
      options.post({
        type: 'failed',
        id: job.id,
        message: `the voice has ${waiting.length} sentences waiting: try again when it has caught up`,
      });
      return;
    }
    waiting.push(job);
    if (engine && working === undefined) void work(engine);
  }

  function next(): Job | undefined {
    let best = 0;
    for (let i = 1; i < waiting.length; i++) if (priorityOf(waiting[i]) < priorityOf(waiting[best])) best = i;
    return waiting.splice(best, 1)[0];
  }

  async function work(opened: WorkerEngine): Promise<void> {
    for (let job = next(); job; job = next()) {
      working = job.id;
      cancelled = false;
      try {
        await perform(opened, job);
        if (!cancelled) options.post({ type: 'done', id: job.id });
      } catch (error) {
        if (!cancelled) options.post({ type: 'failed', id: job.id, message: messageFromUnknown(error) });
      }
      working = undefined;
    }
  }

  async function perform(opened: WorkerEngine, job: Job): Promise<void> {
    if (job.type === 'warm-up') return opened.warmUp(job.language);
    const { id, request } = job;
    let samples = 0;
    const pieces = await opened.pieces(request, (event) => {
      if (cancelled) return;
      if (event.type === 'pcm') samples += event.samples.length;
      options.post(replyFromEvent(id, event));
    });
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) await new Promise(setImmediate);
      if (cancelled) return;
      piece();
    }
    if (samples === 0) throw new StudioError('voice', `the voice made no sound of ${JSON.stringify(request.text.slice(0, 40))}`);
  }

  return { receive };
}

function replyFromEvent(id: number, event: SynthesisEvent): VoiceReply {
  switch (event.type) {
    case 'format':
      return { type: 'format', id, sampleRateHz: event.sampleRateHz };
    case 'pcm':
      return { type: 'pcm', id, samples: event.samples };
    case 'cues':
      return { type: 'cues', id, visemes: [...event.visemes], words: [...event.words] };
    default:
      return assertNever(event);
  }
}

function priorityOf(job: Job | undefined): number {
  return job?.type === 'synthesize' ? job.priority : Number.POSITIVE_INFINITY;
}
