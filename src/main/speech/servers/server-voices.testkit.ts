import type { Clock } from '#main/platform/host.ts';
import type { SynthesisEvent, SynthesisRequest } from '#main/speech/speech.types.ts';
import type { VoiceProblem } from '#shared/contract/speech.ts';
import type { HealthReport } from '#shared/health.ts';
import type { WordCue } from '#shared/speech/cues.ts';
import { createServerEngine, type ServerEngine } from './server-engine.ts';
import { createServerHttp } from './server-http.ts';
import { problemFromError } from './voice-problem.ts';
import type { CommonServerSettings, VoiceServer } from './voice-server.types.ts';

export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

export interface OpenedVoice<S> {
  readonly engine: ServerEngine;
  readonly reports: HealthReport[];
  /** Changes the settings as a streamer would. */
  change(patch: Partial<S>): void;
  /** Says a sentence to its end. */
  say(request?: Partial<SynthesisRequest>, signal?: AbortSignal): Promise<Said>;
  /** Why a sentence failed; throws when it did not. */
  problem(request?: Partial<SynthesisRequest>): Promise<VoiceProblem>;
  close(): Promise<void>;
}
export interface Said {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
  readonly words: readonly WordCue[];
  readonly events: readonly SynthesisEvent[];
}

export const never = new AbortController().signal;
export const sentence: SynthesisRequest = {
  text: '今晚月色真好。',
  language: 'zh',
  voice: '',
  rate: 1,
  pitch: 0,
  emotion: 'neutral',
};

/** An engine over a server's API with these settings. */
export function openVoice<S extends CommonServerSettings>(
  server: VoiceServer<S>,
  settings: S,
  options: { readonly clock?: Clock; readonly secret?: string } = {},
): OpenedVoice<S> {
  const clock = options.clock ?? realClock;
  const http = createServerHttp(clock);
  const reports: HealthReport[] = [];
  let now = settings;
  const engine = createServerEngine({
    server,
    settings: () => now,
    secret: () => options.secret,
    http,
    clock,
    report: (health) => reports.push(health),
  });
  const say: OpenedVoice<S>['say'] = async (request = {}, signal = never) => {
    const events: SynthesisEvent[] = [];
    for await (const event of engine.synthesize({ ...sentence, ...request }, 0, signal)) events.push(event);
    return said(events);
  };
  return {
    engine,
    reports,
    change(patch) {
      now = { ...now, ...patch };
    },
    say,
    async problem(request) {
      const error = await say(request).then(
        () => new Error('the sentence was spoken'),
        (thrown: unknown) => thrown,
      );
      return problemFromError(error);
    },
    async close() {
      await engine.close();
      http.close();
    },
  };
}

function said(events: readonly SynthesisEvent[]): Said {
  const parts = events.flatMap((event) => (event.type === 'pcm' ? [event.samples] : []));
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  const format = events.find((event) => event.type === 'format');
  const words = events.flatMap((event) => (event.type === 'cues' ? event.words : []));
  return { sampleRateHz: format?.type === 'format' ? format.sampleRateHz : 0, samples, words, events };
}

/** Seconds of sound. */
export const secondsOf = ({ samples, sampleRateHz }: Said): number => samples.length / sampleRateHz;

/** Whether two sentences sound alike to the last sample. */
export const alike = (a: Said, b: Said): boolean => Buffer.from(a.samples.buffer).equals(Buffer.from(b.samples.buffer));
