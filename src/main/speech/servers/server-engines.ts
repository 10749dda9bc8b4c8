import type { Clock } from '#main/platform/host.ts';
import type { VoiceEngineId } from '#main/speech/voice-engine.ts';
import type { HealthReport } from '#shared/health.ts';
import type { VoiceServerSettings } from '#shared/settings/settings.ts';
import { createBertVits2 } from './bert-vits2.ts';
import { createCosyVoice } from './cosyvoice.ts';
import { createEdge } from './edge.ts';
import { createGptSovits } from './gpt-sovits.ts';
import { createOpenAiSpeech } from './openai-speech.ts';
import { createServerEngine, type ServerEngine } from './server-engine.ts';
import { createServerHttp } from './server-http.ts';
import type { CommonServerSettings, VoiceServer } from './voice-server.types.ts';
import { createVoicevox } from './voicevox.ts';

export interface ServerEnginesOptions {
  settings(): VoiceServerSettings;
  /** Of the OpenAI-style server. */
  apiKey(): string | undefined;
  readonly clock: Clock;
  report(engineId: VoiceEngineId, health: HealthReport): void;
}

/** All voices in other programs. Those that are switched off ask nobody. */
export function createServerEngines(options: ServerEnginesOptions): {
  readonly engines: readonly ServerEngine[];
  close(): Promise<void>;
} {
  const { clock } = options;
  const http = createServerHttp(clock);
  const engine = <S extends CommonServerSettings>(
    server: VoiceServer<S>,
    settings: () => S,
    secret = (): string | undefined => undefined,
  ) =>
    createServerEngine({
      server,
      settings,
      secret,
      http,
      clock,
      report: (health) => options.report(server.id, health),
    });
  const engines = [
    engine(createGptSovits(), () => options.settings().gptSovits),
    engine(createCosyVoice(), () => options.settings().cosyvoice),
    engine(createBertVits2(), () => options.settings().bertVits2),
    engine(createVoicevox('voicevox'), () => options.settings().voicevox),
    engine(createVoicevox('aivis'), () => options.settings().aivis),
    engine(createOpenAiSpeech(), () => options.settings().openai, options.apiKey),
    engine(createEdge(clock), () => options.settings().edge),
  ];
  return {
    engines,
    async close() {
      await Promise.all(engines.map((one) => one.close()));
      http.close();
    },
  };
}
