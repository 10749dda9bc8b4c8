import type { Clock, WorkerLink } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createWorkerClient, type WorkerNews } from '#main/platform/worker-client.ts';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { MAX_WAITING_REQUESTS, type VoiceReply, type VoiceRequest, voiceReplySchema } from './worker/voice-protocol.ts';

export interface VoiceProcessOptions {
  /** What the process serves: its first argument. */
  readonly engine: 'espeak' | 'flite' | 'reader';
  spawnWorker(args: readonly string[]): WorkerLink;
  readonly clock: Clock;
  readonly logger: Logger;
  report(health: HealthReport): void;
  /** A process that had nothing to do for so long is ended and started again when needed; `undefined`: it stays. */
  readonly idleMs: number | undefined;
}

/** What a request yields between its start and its `done`. */
export type VoiceProcessEvent = Extract<VoiceReply, { type: 'format' | 'pcm' | 'cues' | 'reading' }>;

/** Main's end of one voice process. */
export interface VoiceProcess {
  /** Whether it is there, once that is known; starts it if it never ran. */
  look(): Promise<{
    readonly available: boolean;
    readonly reason: string | undefined;
    readonly voices: VoiceEngineInfo['voices'];
  }>;
  /**
   * Events of one request until its `done`. Throws `unavailable`, `voice`, or `cancelled` when `signal` aborts.
   * `firstMs`: longest wait for the first event when nothing else is worked on; a process that takes longer is stuck and started anew.
   */
  request(make: (id: number) => VoiceRequest, firstMs: number, signal: AbortSignal): AsyncIterable<VoiceProcessEvent>;
  close(): Promise<void>;
}

/** Between two pieces of sound of a sentence. */
const NEXT_SOUND_MS = 5000;

/** Main's end of a voice process: its life is a worker client's; this knows what it says. */
export function createVoiceProcess(options: VoiceProcessOptions): VoiceProcess {
  const { engine } = options;
  let voices: VoiceEngineInfo['voices'] = [];
  const client = createWorkerClient<VoiceProcessEvent>({
    ...options,
    title: `the ${engine} voice process`,
    jobs: 'sentences',
    advice: 'choose another voice engine',
    hang: 'stopped making sound',
    reasons: { lost: 'voice-process-lost', absent: 'voice-not-installed' },
    spawn: () => options.spawnWorker([engine]),
    read(message) {
      const parsed = voiceReplySchema.safeParse(message);
      if (!parsed.success) return { kind: 'nonsense', problem: parsed.error.message };
      if (parsed.data.type === 'ready') voices = parsed.data.voices;
      return newsFromReply(parsed.data, engine);
    },
    answersCancelled: false,
    maxJobs: MAX_WAITING_REQUESTS,
  });

  async function* request(
    make: (id: number) => VoiceRequest,
    firstMs: number,
    signal: AbortSignal,
  ): AsyncGenerator<VoiceProcessEvent> {
    await client.settled(signal);
    const job = client.send(make, { firstMs, nextMs: NEXT_SOUND_MS });
    const cancel = { type: 'cancel', id: job.id } satisfies VoiceRequest;
    const onAbort = (): void => job.fail(new StudioError('cancelled', 'the sentence was stopped'), cancel);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      yield* job.events;
    } finally {
      signal.removeEventListener('abort', onAbort);
      job.cancel(cancel);
    }
  }

  return {
    async look() {
      // A parked process is there though it does not run.
      if (voices.length === 0) await client.settled();
      const { state } = client;
      const available = state === 'ready' || (voices.length > 0 && (state === 'stopped' || state === 'starting'));
      const reason = client.reason ?? (available ? undefined : 'the voice process is not running');
      return { available, reason, voices };
    },
    request,
    close: () => client.close(),
  };
}

function newsFromReply(reply: VoiceReply, engine: string): WorkerNews<VoiceProcessEvent> {
  switch (reply.type) {
    case 'ready':
      return { kind: 'ready' };
    case 'unavailable':
      return { kind: 'unavailable', reason: reply.reason };
    case 'failed':
      return { kind: 'failed', id: reply.id, error: new StudioError('voice', `the ${engine} voice failed: ${reply.message}`) };
    case 'done':
    case 'pong':
      return { kind: 'done', id: reply.id };
    default:
      return { kind: 'event', id: reply.id, event: reply };
  }
}
