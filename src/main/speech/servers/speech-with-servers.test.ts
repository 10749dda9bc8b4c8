import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { noLocalModels } from '#main/speech/neural/no-models.testkit.ts';
import { createSpeech, type Speech } from '#main/speech/speech.ts';
import type { SpeechSink } from '#main/speech/speech.types.ts';
import { buildVoiceWorker, forkVoiceWorker } from '#main/speech/worker/forked-worker.testkit.ts';
import type { HealthReport } from '#shared/health.ts';
import { voiceSettingsSchema } from '#shared/settings/settings.ts';
import { startGptSovits } from '../../../../tests/fakes/voice-servers/gpt-sovits-server.ts';
import type { FakeVoiceServer } from '../../../../tests/fakes/voice-servers/http-server.ts';
import { never, realClock } from './server-voices.testkit.ts';

/** Counts what reaches the stage. */
function recorder() {
  const totals: number[] = [];
  const sink: SpeechSink = {
    utterance() {},
    cues() {},
    pcm() {},
    utteranceEnd: (_, total) => void totals.push(total),
    readyFor: () => Promise.resolve(),
  };
  return { sink, totals };
}
async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

describe('a show with a voice server', () => {
  let server: FakeVoiceServer;
  let speech: Speech;
  const reports: [string, HealthReport][] = [];
  const spoken = () => server.to('/tts').filter(({ body }) => body.toString('utf8').includes('ref_audio_path'));
  const say = async (text: string) => {
    const { sink, totals } = recorder();
    const result = await speech.speak({ turnId: 1, text: once(text), signal: never }, sink);
    expect(result.failed).toBe(0);
    expect(totals.every((total) => total > 24_000)).toBe(true);
    return totals.length;
  };

  beforeAll(async () => {
    server = await startGptSovits();
    const file = await buildVoiceWorker();
    const settings = voiceSettingsSchema.parse({
      servers: { gptSovits: { enabled: true, url: server.url, styles: { neutral: { referenceAudio: 'calm.wav' } } } },
    });
    speech = createSpeech({
      voiceSettings: () => settings,
      personaLanguage: () => 'en',
      spawnWorker: (_, args) => forkVoiceWorker(file, args),
      clock: realClock,
      logger: silentLogger,
      report: (id, health) => void reports.push([id, health]),
      environment: process.env,
      voiceApiKey: () => undefined,
      readMouth: () => undefined,
      translate: async (text) => text,
      reportTranslation() {},
      localModels: noLocalModels,
    });
  });
  afterAll(async () => {
    await speech.close();
    await server.close();
  });

  it('speaks with it by itself, with another voice while it is away, and with it again once it is back', async () => {
    expect(await say('The lamp is lit. Shall we begin?')).toBe(2);
    expect(spoken()).toHaveLength(2);
    const { port } = server;
    await server.close();
    expect(await say('It went away. We go on.')).toBe(2);
    expect(reports.filter(([id]) => id === 'voice-gpt-sovits' || id === 'gpt-sovits').at(-1)?.[1]).toMatchObject({
      reason: 'voice-server-unreachable',
    });
    server = await startGptSovits(port);
    await expect
      .poll(
        async () => {
          await say('Is it back?');
          return spoken().length;
        },
        { interval: 300 },
      )
      .toBeGreaterThan(0);
  });

  it('tells how soon an engine sounds, and gives a preview as a WAV that nobody else hears', async () => {
    const trial = await speech.tryVoice(
      { engine: 'gpt-sovits', text: 'Good evening.', language: 'en', voice: '', emotion: 'neutral' },
      never,
    );
    expect(trial.problem).toBeUndefined();
    expect(trial.firstSoundMs).toBeGreaterThan(0);
    const wav = Buffer.from(trial.wav());
    expect(wav.subarray(0, 4).toString()).toBe('RIFF');
    expect((wav.length - 44) / 2 / 32_000).toBeCloseTo(trial.soundSeconds, 2);
    const off = await speech.tryVoice(
      { engine: 'voicevox', text: 'Good evening.', language: 'ja', voice: '', emotion: 'neutral' },
      never,
    );
    expect(off.problem).toMatchObject({ code: 'off' });
  });
});
