import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { SynthesisEvent, SynthesisRequest } from '#main/speech/speech.types.ts';
import type { VoiceEngine } from '#main/speech/voice-engine.ts';
import type { VoiceEngineInfo, VoiceProblem } from '#shared/contract/speech.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { cancelled, type ServerHttp } from './server-http.ts';
import { withoutEdgeSilence } from './sound-edges.ts';
import { createTurnstile } from './turnstile.ts';
import { problemFromError, voiceProblem } from './voice-problem.ts';
import type { CommonServerSettings, ServerCall, ServerSentence, ServerVoice, VoiceServer } from './voice-server.types.ts';

export interface ServerEngineOptions<S extends CommonServerSettings> {
  readonly server: VoiceServer<S>;
  settings(): S;
  secret(): string | undefined;
  readonly http: ServerHttp;
  readonly clock: Clock;
  readonly logger: Logger;
  report(health: HealthReport): void;
}

/** A voice in another program. */
export interface ServerEngine extends VoiceEngine {
  /** Asks the server anew, whatever is remembered. */
  describeAgain(): Promise<VoiceEngineInfo>;
}

/** A server that answers at all answers this question at once; while it loads a model it may not. */
const LOOK_MS = 4000;
/** What was seen is believed so long; a failure shorter, so that a server that was just started is found. */
const BELIEVED_MS = 30_000;
const FAILURE_BELIEVED_MS = 2000;

interface Seen {
  /** Settings under which it was seen. */
  readonly key: string;
  readonly untilMs: number;
  readonly voices: readonly ServerVoice[];
  readonly languages: VoiceEngineInfo['languages'] | undefined;
  readonly problem: VoiceProblem | undefined;
}

/** All that voice servers have in common: off or on, asked who speaks, one health line, moods from the settings, order, clean edges. */
export function createServerEngine<S extends CommonServerSettings>(options: ServerEngineOptions<S>): ServerEngine {
  const { server, clock } = options;
  const closing = new AbortController();
  const turnstile = createTurnstile(server.parallel);
  let seen: Seen | undefined;
  let looking: { readonly key: string; readonly answer: Promise<Seen> } | undefined;
  let wasOn = false;

  function callWith(settings: S, signal: AbortSignal): ServerCall<S> {
    const url = settings.url.trim().replace(/\/+$/u, '');
    if (url === '') throw voiceProblem('no-address', `no address is set for this voice server. ${server.advice}`);
    return { settings, url, http: options.http, signal, secret: options.secret(), now: clock.now };
  }

  function report(problem: VoiceProblem | undefined): void {
    options.report(
      problem === undefined
        ? { status: 'ready' }
        : { status: 'failed', reason: `voice-server-${problem.code}`, message: `${problem.message}. ${server.advice}` },
    );
  }

  async function ask(settings: S, key: string): Promise<Seen> {
    const until = (ms: number): number => clock.now() + ms;
    const limit = deadline(clock, LOOK_MS, closing.signal);
    try {
      const { voices, languages } = await server.look(callWith(settings, limit.signal));
      report(undefined);
      return { key, untilMs: until(BELIEVED_MS), voices, languages: languages ? [...languages] : undefined, problem: undefined };
    } catch (error) {
      const problem = limit.passed() ? notInTime(settings.url) : problemFromError(error);
      server.forget?.();
      if (!closing.signal.aborted) report(problem);
      return { key, untilMs: until(FAILURE_BELIEVED_MS), voices: [], languages: undefined, problem };
    } finally {
      limit.release();
    }
  }

  function lookAgain(settings: S): Promise<Seen> {
    const key = keyOf(settings, options.secret());
    if (looking?.key === key) return looking.answer;
    const answer = ask(settings, key).then((found) => {
      seen = found;
      looking = undefined;
      return found;
    });
    looking = { key, answer };
    return answer;
  }

  function look(settings: S): Promise<Seen> {
    const fresh = seen !== undefined && seen.key === keyOf(settings, options.secret()) && clock.now() < seen.untilMs;
    return fresh && seen ? Promise.resolve(seen) : lookAgain(settings);
  }

  async function describe(again: boolean): Promise<VoiceEngineInfo> {
    const settings = options.settings();
    const about = server.about(settings);
    const base = { id: server.id, ...about };
    if (!settings.enabled) {
      if (wasOn) options.report({ status: 'off', reason: 'voice-server-off' });
      wasOn = false;
      const problem = { code: 'off', detail: '', message: 'switched off under Voice' } as const;
      return { ...base, available: false, reason: problem.message, problem, voices: [] };
    }
    wasOn = true;
    const { problem, voices, languages } = await (again ? lookAgain(settings) : look(settings));
    if (problem) return { ...base, available: false, reason: `${problem.message}. ${server.advice}`, problem, voices: [] };
    return { ...base, available: true, languages: languages ?? about.languages, voices: [...voices] };
  }

  async function* synthesize(request: SynthesisRequest, priority: number, signal: AbortSignal): AsyncGenerator<SynthesisEvent> {
    const settings = options.settings();
    if (!settings.enabled) throw voiceProblem('off', `the voice ${server.id} is switched off`);
    const languages = seen?.languages ?? server.about(settings).languages;
    if (!languages.includes(request.language))
      throw voiceProblem('language', `${server.id} does not speak "${request.language}"`, request.language);
    wasOn = true;
    const both = joinSignals(signal, closing.signal);
    let leave = (): void => {};
    try {
      leave = await turnstile.enter(priority, both.signal);
      const { voices } = seen?.key === keyOf(settings, options.secret()) ? seen : await look(settings);
      const sentence = { ...request, style: request.style ?? styleOf(settings, request), voices };
      yield* withoutEdgeSilence(server.speak(callWith(settings, both.signal), sentence), mostSeconds(request));
      report(undefined);
    } catch (error) {
      if (both.signal.aborted) throw cancelled();
      throw lost(error);
    } finally {
      leave();
      both.release();
    }
  }

  /** Reports a failure; a server that cannot be reached may come back as another one. */
  function lost(error: unknown): unknown {
    const problem = problemFromError(error);
    report(problem);
    if (problem.code === 'unreachable' || problem.code === 'cut-off' || problem.code === 'slow') {
      seen = undefined;
      server.forget?.();
    }
    return error instanceof StudioError ? error : new StudioError('voice', `${server.id}: ${problem.message}`, { cause: error });
  }

  return {
    id: server.id,
    describe: () => describe(false),
    describeAgain: () => describe(true),
    async warmUp() {
      await describe(false);
    },
    synthesize,
    async close() {
      closing.abort();
    },
  };
}

/** What decides on the answer to "who speaks there?"; moods do not. */
function keyOf<S extends CommonServerSettings>(settings: S, secret: string | undefined): string {
  return JSON.stringify({ ...settings, styles: undefined, secret });
}

/** The streamer's style for the mood, else the neutral one. Entries that were emptied count as none. */
function styleOf(settings: CommonServerSettings, { emotion }: SynthesisRequest): ServerSentence['style'] {
  return [settings.styles[emotion], settings.styles.neutral].find(
    (style) => style !== undefined && (style.referenceAudio !== '' || style.style !== ''),
  );
}

/** Far more than anybody needs for the text: slow readers take 0.4 s for a Chinese character. */
function mostSeconds({ text, rate }: SynthesisRequest): number {
  return (20 + text.length * 0.8) / rate;
}

const notInTime = (url: string): VoiceProblem => ({
  code: 'slow',
  detail: String(LOOK_MS / 1000),
  message: `${url} gave no answer within ${LOOK_MS / 1000} s`,
});

/** A signal that also aborts after `ms`. */
function deadline(clock: Clock, ms: number, parent: AbortSignal) {
  const timer = new AbortController();
  const both = joinSignals(parent, timer.signal);
  const cancel = clock.after(ms, () => timer.abort());
  return {
    signal: both.signal,
    passed: () => timer.signal.aborted,
    release() {
      cancel();
      both.release();
    },
  };
}

/** Aborts when one of two does. NOTICE: AbortSignal.any is missing in Node 18.15 (Electron 25); it may take over when that runtime goes. */
function joinSignals(a: AbortSignal, b: AbortSignal): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (a.aborted || b.aborted) abort();
  a.addEventListener('abort', abort);
  b.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    release() {
      a.removeEventListener('abort', abort);
      b.removeEventListener('abort', abort);
    },
  };
}
