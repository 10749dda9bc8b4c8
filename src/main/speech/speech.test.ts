import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkerLink } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import { settingsSchema } from '#shared/settings/settings.ts';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { VOICE_ENGINES } from '#shared/speech/lists.ts';
import { without } from '../../../tests/support/without.ts';
import { noLocalModels } from './neural/no-models.testkit.ts';
import { createSpeech, type Speech } from './speech.ts';
import type { SpeechSink } from './speech.types.ts';
import { buildVoiceWorker, forkVoiceWorker } from './worker/forked-worker.testkit.ts';

const clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms: number, task: () => void) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

interface Heard {
  text: string;
  language: Language;
  emotion: string;
  visemes: VisemeCue[];
  words: WordCue[];
  samples: Float32Array[];
  total: number | undefined;
}

/** A sink that checks the contract of the calls while it keeps them. */
function recorder(onPcm: () => void = () => {}) {
  const heard: Heard[] = [];
  const at = (index: number): Heard => {
    expect(index).toBe(heard.length - 1);
    expect(heard[index]!.total).toBeUndefined();
    return heard[index]!;
  };
  const lengthOf = (utterance: Heard): number => utterance.samples.reduce((sum, part) => sum + part.length, 0);
  const sink: SpeechSink = {
    utterance(start) {
      expect(start.index).toBe(heard.length);
      heard.push({
        text: start.text,
        language: start.language,
        emotion: start.emotion,
        visemes: [],
        words: [],
        samples: [],
        total: undefined,
      });
    },
    cues(index, visemes, words) {
      const utterance = at(index);
      const deliveredMs = lengthOf(utterance) / 48;
      // Cues come before the sound that they cover; 2 ms are the resampler's.
      for (const cue of [...visemes, ...words]) expect(cue.endMs).toBeGreaterThan(deliveredMs - 2);
      utterance.visemes.push(...visemes);
      utterance.words.push(...words);
    },
    pcm(index, startSample, samples) {
      const utterance = at(index);
      expect(startSample).toBe(lengthOf(utterance));
      utterance.samples.push(samples);
      onPcm();
    },
    utteranceEnd(index, total) {
      const utterance = at(index);
      expect(total).toBe(lengthOf(utterance));
      utterance.total = total;
    },
    readyFor: () => Promise.resolve(),
  };
  return { sink, heard };
}

async function* words(...parts: string[]): AsyncGenerator<string> {
  yield* parts;
}
const never = new AbortController().signal;

describe('createSpeech with real voice processes', () => {
  let file = '';
  let speech: Speech;
  const links: WorkerLink[] = [];
  const reports: [string, HealthReport][] = [];
  const settings = settingsSchema.parse({ version: 1 }).voice;
  const open = (engine: typeof settings.engine = 'auto'): Speech =>
    createSpeech({
      voiceSettings: () => ({ ...settings, engine }),
      personaLanguage: () => 'auto',
      spawnWorker(_entry, args) {
        const link = forkVoiceWorker(file, args);
        links.push(link);
        return link;
      },
      clock,
      logger: silentLogger,
      report: (id, health) => void reports.push([id, health]),
      environment: process.env,
      voiceApiKey: () => undefined,
      readMouth: () => undefined,
      translate: async (text) => text,
      reportTranslation() {},
      localModels: noLocalModels,
    });

  beforeAll(async () => {
    file = await buildVoiceWorker();
    speech = open();
    await speech.warmUp('en');
  });
  afterAll(() => speech.close());

  it('says three languages: sound at one level, cues over all of it, words in caption order', async () => {
    const { sink, heard } = recorder();
    const text = words(
      '[happy] 大家好，今天涨了3.5%，我在玩 Minecraft！',
      'Hello everyone, it costs $5.99 today. ',
      '今日は東京に行きました。VTuberです。',
    );
    const result = await speech.speak({ turnId: 1, text, signal: never }, sink);
    expect(result.failed).toBe(0);
    expect(heard.map((u) => [u.language, u.text])).toEqual([
      ['zh', '大家好，'],
      ['zh', '今天涨了3.5%，我在玩 Minecraft！'],
      ['en', 'Hello everyone, it costs $5.99 today.'],
      ['ja', '今日は東京に行きました。'],
      ['ja', 'VTuberです。'],
    ]);
    for (const { text: caption, samples, visemes, words: spoken, total } of heard) {
      const sound = Float32Array.from(samples.flatMap((part) => [...part]));
      expect(sound.every((value) => Math.abs(value) <= 1)).toBe(true);
      const voiced = sound.filter((value) => Math.abs(value) > 0.005);
      const level = 10 * Math.log10(voiced.reduce((sum, value) => sum + value * value, 0) / voiced.length);
      expect(level, caption).toBeGreaterThan(-24);
      expect(level, caption).toBeLessThan(-14);
      const lengthMs = (total ?? 0) / 48;
      expect(visemes[0]!.startMs).toBeLessThan(70);
      // The last 110 to 240 ms are the breath between sentences.
      expect(visemes.at(-1)!.endMs).toBeGreaterThan(lengthMs - 260);
      for (const [i, cue] of visemes.entries()) expect(cue.startMs).toBeGreaterThanOrEqual((visemes[i - 1]?.endMs ?? 0) - 0.01);
      expect(spoken.map((word) => word.textStart)).toEqual(spoken.map((word) => word.textStart).sort((a, b) => a - b));
      expect(spoken.at(-1)!.textEnd).toBeLessThanOrEqual(caption.length);
      expect(spoken.at(-1)!.textEnd).toBeGreaterThan(caption.length - 6);
    }
    // A caption word that is several spoken words may come in several cues.
    const share = heard[1]!.words.filter((word) => heard[1]!.text.slice(word.textStart, word.textEnd) === '3.5%');
    expect(share.at(-1)!.endMs - share[0]!.startMs).toBeGreaterThan(600);
  });

  it('goes on when the voice process is killed in mid-sentence: nothing is said twice, nothing is lost', async () => {
    const whole = recorder();
    const text = 'This sentence is long enough to be interrupted by something terrible in the middle of it all.';
    await speech.speak({ turnId: 2, text: words(text), language: 'en', signal: never }, whole.sink);
    let killed = false;
    const cut = recorder(() => {
      if (!killed) process.kill(links[0]!.pid!, 'SIGKILL');
      killed = true;
    });
    const result = await speech.speak({ turnId: 3, text: words(text), language: 'en', signal: never }, cut.sink);
    expect(result.failed).toBe(0);
    expect(cut.heard.map((u) => u.text)).toEqual(whole.heard.map((u) => u.text));
    for (const [i, { total }] of cut.heard.entries()) expect(Math.abs(total! - whole.heard[i]!.total!) / 48).toBeLessThan(120);
    expect(reports.some(([id, health]) => id === 'espeak' && health.reason === 'voice-process-lost')).toBe(true);
    expect(reports.at(-1)).toEqual(['espeak', { status: 'ready' }]);
  });

  it('falls silent at once when stopped, and the next turn is not held up by the old one', async () => {
    const stop = new AbortController();
    let late = 0;
    const { sink } = recorder(() => {
      if (stop.signal.aborted) late++;
      stop.abort();
    });
    await speech.speak({ turnId: 4, text: words('这是一段很长的话，'.repeat(30)), signal: stop.signal }, sink);
    const next = recorder();
    const result = await speech.speak({ turnId: 5, text: words('你好。'), signal: never }, next.sink);
    expect(late).toBe(0);
    expect(result.utterances).toHaveLength(1);
    expect(next.heard[0]!.total).toBeGreaterThan(10_000);
  });

  it('speaks English with flite: phone times and words', async () => {
    const flite = open('flite');
    const { sink, heard } = recorder();
    const result = await flite.speak({ turnId: 6, text: words('Pam bought a map. It was nice.'), signal: never }, sink);
    await flite.close();
    expect(result.failed).toBe(0);
    expect(heard[0]!.visemes.filter((cue) => cue.viseme === 'PP').length).toBeGreaterThanOrEqual(3);
    expect(heard[0]!.words.map((word) => heard[0]!.text.slice(word.textStart, word.textEnd))).toEqual([
      'Pam',
      'bought',
      'a',
      'map',
    ]);
  });

  it.skipIf(!existsSync('/usr/bin/espeak-ng'))(
    'speaks with the system voice: loudness cues and words',
    without(
      'There is no espeak-ng: install it (Debian: apt-get install espeak-ng).',
      '没有 espeak-ng：请安装（Debian：apt-get install espeak-ng）。',
    ),
    async () => {
      const system = open('system');
      const { sink, heard } = recorder();
      const result = await system.speak({ turnId: 7, text: words('Hello there everyone. 大家好呀。'), signal: never }, sink);
      expect(result.failed).toBe(0);
      expect(heard.map((u) => u.language)).toEqual(['en', 'zh']);
      for (const { visemes, total } of heard) {
        expect(total).toBeGreaterThan(20_000);
        expect(Math.max(...visemes.map((cue) => cue.open))).toBeGreaterThan(0.5);
      }
      await system.close();
    },
  );

  it('lists its engines with voices and licences', async () => {
    const engines = await speech.engines();
    expect(new Set(engines.map((engine) => engine.id))).toEqual(new Set(VOICE_ENGINES));
    expect(engines.filter(({ problem }) => problem?.code === 'off')).toHaveLength(7);
    expect(engines[0]).toMatchObject({
      available: true,
      exactTiming: true,
      languages: ['zh', 'en', 'ja'],
      licence: expect.stringContaining('GPL'),
    });
    expect(new Set(engines[0]!.voices.map((voice) => voice.language))).toEqual(new Set(['zh', 'en', 'ja']));
    expect(engines[1]!.voices.map((voice) => voice.id)).toEqual(['slt', 'awb', 'rms', 'kal16']);
  });
});
