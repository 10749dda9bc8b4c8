import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { settingsSchema } from '#shared/settings/settings.ts';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';
import { createSpeech, type Speech } from './speech.ts';
import type { SpeechSink } from './speech.types.ts';
import { buildVoiceWorker, forkVoiceWorker } from './worker/forked-worker.testkit.ts';

const voice = settingsSchema.parse({ version: 1 }).voice;
const clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms: number, task: () => void) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

function recorder() {
  const utterances: {
    text: string;
    language: string;
    emotion: string;
    visemes: VisemeCue[];
    words: WordCue[];
    samples: Float32Array[];
    total: number | undefined;
  }[] = [];
  const calls: string[] = [];
  const sink: SpeechSink = {
    utterance(start) {
      calls.push(`utterance ${start.index}`);
      utterances[start.index] = {
        text: start.text,
        language: start.language,
        emotion: start.emotion,
        visemes: [],
        words: [],
        samples: [],
        total: undefined,
      };
    },
    cues(index, visemes, words) {
      calls.push(`cues ${index}`);
      utterances[index]!.visemes.push(...visemes);
      utterances[index]!.words.push(...words);
    },
    pcm(index, startSample, samples) {
      calls.push(`pcm ${index}`);
      const before = utterances[index]!.samples.reduce((sum, part) => sum + part.length, 0);
      expect(startSample).toBe(before);
      utterances[index]!.samples.push(samples);
    },
    utteranceEnd(index, total) {
      calls.push(`end ${index}`);
      utterances[index]!.total = total;
    },
    readyFor: () => Promise.resolve(),
  };
  return { sink, utterances, calls };
}

describe('createSpeech with the real voice process', { timeout: 60_000 }, () => {
  let speech: Speech;
  beforeAll(async () => {
    const file = await buildVoiceWorker();
    speech = createSpeech({
      voiceSettings: () => voice,
      personaLanguage: () => 'auto',
      spawnWorker: (_entry, args) => forkVoiceWorker(file, args),
      clock,
      logger: silentLogger,
      report() {},
      environment: process.env,
    });
    await speech.warmUp('en');
  }, 60_000);
  afterAll(() => speech.close());

  it('says three languages with cues that cover the sound and words that lie in the caption', async () => {
    const { sink, utterances } = recorder();
    async function* text() {
      yield '[happy] 大家好，今天是2026年11月21日！';
      yield 'Hello everyone, it costs $5.99 today. ';
      yield '今日は東京に行きました。';
    }
    const result = await speech.speak({ turnId: 1, text: text(), signal: new AbortController().signal }, sink);
    expect(result.failed).toBe(0);
    for (const u of utterances)
      console.log(
        u.language,
        u.emotion,
        u.text,
        u.words.map((w) => `${u.text.slice(w.textStart, w.textEnd)}@${w.startMs | 0}`).join(' '),
        (u.total ?? 0) / 48,
      );
    expect(utterances.map((u) => u.language)).toEqual(['zh', 'zh', 'en', 'ja']);
  });
});
