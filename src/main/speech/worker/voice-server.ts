import { createResampler, type Resampler } from '#shared/audio/resampler.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import { MAX_WAITING_REQUESTS, type VoiceReply, type VoiceRequest, voiceRequestSchema } from './voice-protocol.ts';
import type { WorkerEngine } from './worker-engine.ts';

interface VoiceServerOptions {
  open(): Promise<WorkerEngine>;
  post(reply: VoiceReply): void;
  /** Ends the process. */
  exit(): void;
}

type Job = Extract<VoiceRequest, { type: 'synthesize' | 'warm-up' | 'read' }>;

/** Sound is made at most this many times faster than it plays … */
const PACE = 12;
/** … after a free start of this much time. The studio levels and sends every sample: all of a long answer at once would make a stop wait its turn. */
const FREE_START_MS = 100;

/**
 * Serves one engine: opening → ready (idle ⇄ working) or unavailable. One job at a time, lowest priority number first, then oldest.
 * Sound leaves at 48 kHz: main has better things to do than to resample. Between two pieces of a job the event loop turns, so that a cancel is heard. The queue holds `MAX_WAITING_REQUESTS`; what comes beyond fails at once.
 */
export function createVoiceServer(options: VoiceServerOptions): { receive(message: unknown): void } {
  const waiting: Job[] = [];
  let engine: WorkerEngine | undefined;
  let working: number | undefined;
  let cancelled = false;
  /** ms of performance.now() until which the sound made so far lasts at the pace. */
  let paidUntilMs = 0;
  let endWait: () => void = () => {};

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
    if (working === id) {
      cancelled = true;
      endWait();
    }
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
    if (job.type === 'read') return read(opened, job);
    const { id, request } = job;
    let samples = 0;
    let resampler: Resampler | undefined;
    const deliver = (sound: Float32Array): void => {
      samples += sound.length;
      paidUntilMs += ((sound.length / PCM_SAMPLE_RATE_HZ) * 1000) / PACE;
      if (sound.length > 0) options.post({ type: 'pcm', id, samples: sound });
    };
    const pieces = await opened.pieces(request, (event) => {
      if (cancelled) return;
      if (event.type === 'format') {
        resampler = createResampler(event.sampleRateHz, PCM_SAMPLE_RATE_HZ);
        options.post({ type: 'format', id, sampleRateHz: PCM_SAMPLE_RATE_HZ });
      } else if (event.type === 'pcm') deliver(resampler?.process(event.samples) ?? event.samples);
      else options.post({ type: 'cues', id, visemes: [...event.visemes], words: [...event.words] });
    });
    for (const [index, piece] of pieces.entries()) {
      // The first words of an answer never wait.
      if (index > 0 || job.priority > 0) await pause();
      if (cancelled) return;
      paidUntilMs = Math.max(paidUntilMs, performance.now() - FREE_START_MS);
      piece();
    }
    if (resampler) deliver(resampler.flush());
    if (samples === 0) throw new StudioError('voice', `the voice made no sound of ${JSON.stringify(request.text.slice(0, 40))}`);
  }

  async function read(opened: WorkerEngine, job: Extract<Job, { type: 'read' }>): Promise<void> {
    if (!opened.read) throw new StudioError('unavailable', 'this engine speaks but does not read: ask another one');
    const words = await opened.read(job.reading);
    if (!cancelled) options.post({ type: 'reading', id: job.id, words: [...words] });
  }

  /** Until the pace allows the next piece; at least one turn of the event loop, at most until a cancel. */
  function pause(): Promise<void> {
    const dueMs = paidUntilMs - performance.now();
    if (dueMs <= 0) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, dueMs);
      endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return { receive };
}

function priorityOf(job: Job | undefined): number {
  return job === undefined || job.type === 'warm-up' ? Number.POSITIVE_INFINITY : job.priority;
}
