import type { Clock } from '#main/platform/host.ts';
import { joinSignals } from '#main/platform/join-signals.ts';
import type { SynthesisEvent, SynthesisRequest } from '#main/speech/speech.types.ts';
import type { VoiceEngine } from '#main/speech/voice-engine.ts';
import type { VoiceEngineInfo, VoiceProblem } from '#shared/contract/speech.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { cancelled, type ServerHttp } from './server-http.ts';
import { createServerLook } from './server-look.ts';
import { withoutEdgeSilence } from './sound-edges.ts';
import { createTurnstile } from './turnstile.ts';
import { problemFromError, voiceProblem } from './voice-problem.ts';
import type { CommonServerSettings, ServerCall, ServerSentence, VoiceServer } from './voice-server.types.ts';

export interface ServerEngineOptions<S extends CommonServerSettings> {
  readonly server: VoiceServer<S>;
  settings(): S;
  secret(): string | undefined;
  readonly http: ServerHttp;
  readonly clock: Clock;
  report(health: HealthReport): void;
}

/** A voice in another program. */
export interface ServerEngine extends VoiceEngine {
  /** Asks the server anew, whatever is remembered. */
  describeAgain(): Promise<VoiceEngineInfo>;
  /** Switched on, and not known to be lost. Asks by the way whether a lost one is back. */
  isReady(): boolean;
}

/** All that voice servers have in common: off or on, asked who speaks, one health line, moods from the settings, order, clean edges. */
export function createServerEngine<S extends CommonServerSettings>(options: ServerEngineOptions<S>): ServerEngine {
  const { server, clock, settings } = options;
  const closing = new AbortController();
  const turnstile = createTurnstile(server.parallel);
  const look = createServerLook({
    key: () => keyOf(settings(), options.secret()),
    async ask(signal) {
      const { voices, languages } = await server.look(callWith(settings(), signal));
      return { voices, languages };
    },
    onAnswer: () => report(undefined),
    onProblem(problem) {
      server.forget?.();
      report(problem);
    },
    clock,
    closing: closing.signal,
  });
  let inHand = 0;
  let wasOn = false;

  function callWith(now: S, signal: AbortSignal): ServerCall<S> {
    const url = now.url.trim().replace(/\/+$/u, '');
    if (url === '') throw voiceProblem('no-address', 'no address is set for this voice server');
    return { settings: now, url, http: options.http, signal, secret: options.secret(), now: clock.now };
  }

  function report(problem: VoiceProblem | undefined): void {
    wasOn = true;
    if (problem === undefined) options.report({ status: 'ready' });
    else options.report({ status: 'failed', reason: `voice-server-${problem.code}`, message: withAdvice(problem) });
  }

  function withAdvice({ code, message }: VoiceProblem): string {
    return code === 'unreachable' || code === 'slow' || code === 'refused' || code === 'no-address'
      ? `${message}. ${server.advice}`
      : message;
  }

  async function describe(again: boolean): Promise<VoiceEngineInfo> {
    const now = settings();
    const about = server.about(now);
    const base = { id: server.id, ...about };
    if (!now.enabled) {
      if (wasOn) options.report({ status: 'off', reason: 'voice-server-off' });
      wasOn = false;
      const problem = { code: 'off', detail: '', message: 'switched off under Voice' } as const;
      return { ...base, available: false, reason: problem.message, problem, voices: [] };
    }
    // A server that is busy with a sentence is there, though some then answer nothing else.
    const busy = inHand > 0 ? look.known() : undefined;
    const { problem, speakers } = busy ? { problem: undefined, speakers: busy } : await (again ? look.again() : look.look());
    if (problem) return { ...base, available: false, reason: withAdvice(problem), problem, voices: [] };
    const languages = [...(speakers?.languages ?? about.languages)];
    return { ...base, available: true, languages, voices: [...(speakers?.voices ?? [])] };
  }

  /** The sentence with all that the server has to know. Throws what was found when the server was asked. */
  async function prepare(request: SynthesisRequest): Promise<{ readonly now: S; readonly sentence: ServerSentence }> {
    const seen = look.known() ? undefined : await look.look();
    if (seen?.problem) throw voiceProblem(seen.problem.code, seen.problem.message, seen.problem.detail);
    const now = settings();
    const speakers = look.known();
    const languages = speakers?.languages ?? server.about(now).languages;
    if (!languages.includes(request.language)) throw wrongLanguage(request);
    const style = request.style ?? styleOf(now, request);
    return { now, sentence: { ...request, style, voices: speakers?.voices ?? [] } };
  }

  function wrongLanguage({ language }: SynthesisRequest): StudioError {
    return voiceProblem('language', `${server.id} does not speak "${language}"`, language);
  }

  async function* synthesize(request: SynthesisRequest, priority: number, signal: AbortSignal): AsyncGenerator<SynthesisEvent> {
    if (!settings().enabled) throw voiceProblem('off', `the voice ${server.id} is switched off`);
    // Said before anybody is asked: no health line tells of it.
    if (!server.about(settings()).languages.includes(request.language)) throw wrongLanguage(request);
    const both = joinSignals(signal, closing.signal);
    let leave = (): void => {};
    try {
      const out = await turnstile.enter(priority, both.signal);
      inHand++;
      leave = () => {
        inHand--;
        out();
      };
      const { now, sentence } = await prepare(request);
      yield* withoutEdgeSilence(server.speak(callWith(now, both.signal), sentence), mostSeconds(request));
      look.note(undefined);
      report(undefined);
    } catch (error) {
      throw both.signal.aborted ? cancelled() : failed(error);
    } finally {
      leave();
      both.release();
    }
  }

  function failed(error: unknown): StudioError {
    const problem = problemFromError(error);
    // It may come back as another one: what it was told is told again.
    if (problem.code === 'unreachable' || problem.code === 'cut-off' || problem.code === 'slow') {
      look.note(problem);
      server.forget?.();
    }
    report(problem);
    return error instanceof StudioError ? error : new StudioError('voice', `${server.id}: ${problem.message}`, { cause: error });
  }

  return {
    id: server.id,
    describe: () => describe(false),
    describeAgain: () => describe(true),
    isReady: () => settings().enabled && look.isReady(),
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
