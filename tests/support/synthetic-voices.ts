import { createRequire } from 'node:module';
import { createEspeakEngine } from '#main/speech/worker/espeak-engine.ts';
import { createFliteEngine } from '#main/speech/worker/flite-engine.ts';
import type { WorkerEngine } from '#main/speech/worker/worker-engine.ts';
import { createResampler } from '#shared/audio/resampler.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** A voice of one of the embedded synthesisers. */
export interface SyntheticVoice {
  readonly engine: 'espeak' | 'flite';
  readonly voice: string;
  readonly language: Language;
}

export interface SyntheticVoices {
  /** Mono float32, 16 kHz; peak 0.5. */
  say(voice: SyntheticVoice, text: string): Promise<Float32Array>;
}

const RATE_HZ = 16_000;

/** The built program is CommonJS; benches and tests run it as modules, which have no `require`. */
Object.assign(globalThis, { require: Reflect.get(globalThis, 'require') ?? createRequire(import.meta.url) });

/** The real engines in this process: eSpeak NG (optional component) and flite. */
export async function createSyntheticVoices(): Promise<SyntheticVoices> {
  const engines: Readonly<Record<SyntheticVoice['engine'], WorkerEngine>> = {
    espeak: await createEspeakEngine(),
    flite: await createFliteEngine(),
  };
  const said = new Map<string, Float32Array>();
  return {
    async say(voice, text) {
      const key = `${voice.engine} ${voice.voice} ${text}`;
      const known = said.get(key);
      if (known) return known;
      const sound = await synthesise(engines[voice.engine], voice, text);
      said.set(key, sound);
      return sound;
    },
  };
}

async function synthesise(engine: WorkerEngine, voice: SyntheticVoice, text: string): Promise<Float32Array> {
  const chunks: Float32Array[] = [];
  let rateHz = RATE_HZ;
  const pieces = await engine.pieces(
    { text, language: voice.language, voice: voice.voice, rate: 1, pitch: 0, emotion: 'neutral' },
    (event) => {
      if (event.type === 'format') rateHz = event.sampleRateHz;
      else if (event.type === 'pcm') chunks.push(event.samples);
    },
  );
  for (const piece of pieces) piece();
  const resampler = createResampler(rateHz, RATE_HZ);
  const parts = [...chunks.map((chunk) => resampler.process(chunk)), resampler.flush()];
  return normalised(joined(parts));
}

export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function normalised(samples: Float32Array): Float32Array {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-6);
  return samples.map((sample) => (sample * 0.5) / peak);
}

/** What she and the streamer say in simulations: ordinary talk, no two lines alike. */
export const LINES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Welcome back everyone, it is so good to see you all again tonight.',
    'I was thinking about that boss fight all day, and I finally have a plan.',
    'Thank you for the gift, you really did not have to do that, but I love it.',
    'Let me tell you a story about the first time that I tried to cook rice.',
    'Wait, did you see that? Something moved behind the door over there.',
    'Maybe we should take the left road and look for a quiet place to rest.',
    'Honestly, the weather has been terrible, so I stayed at home and painted.',
    'That is a great question, and the answer is a little bit complicated.',
  ],
  zh: [
    '大家好，欢迎来到我的直播间，今天我们要一起玩一个新游戏。',
    '谢谢你送的礼物，我真的非常开心，我们继续往前走吧。',
    '昨天晚上我做了一个很奇怪的梦，梦里有一只会说话的猫。',
    '这个关卡有点难，我已经试了三次，还是没有找到钥匙。',
    '你们觉得我应该先去左边的房间，还是先去右边的山洞呢？',
    '今天的天气特别好，所以我打算下午出去散步，然后买一杯奶茶。',
  ],
  ja: [
    'みなさん、こんばんは、きょうもきてくれてありがとうございます。',
    'きのうはともだちといっしょにえいがをみて、とてもたのしかったです。',
    'このゲームはむずかしいけれど、さいごまであきらめないでがんばります。',
    'おなかがすいたので、はいしんがおわったらラーメンをたべにいきます。',
  ],
};

/** Voices in which she may speak. */
export const HER_VOICES: readonly SyntheticVoice[] = [
  { engine: 'espeak', voice: 'cmn+Annie', language: 'zh' },
  { engine: 'espeak', voice: 'en-us+Annie', language: 'en' },
  { engine: 'flite', voice: 'slt', language: 'en' },
  { engine: 'espeak', voice: 'ja+Annie', language: 'ja' },
  { engine: 'espeak', voice: 'en-gb+f2', language: 'en' },
];

/** Voices of the streamer, of both sexes; none of them is hers. */
export const STREAMER_VOICES: readonly SyntheticVoice[] = [
  { engine: 'flite', voice: 'rms', language: 'en' },
  { engine: 'flite', voice: 'awb', language: 'en' },
  { engine: 'espeak', voice: 'cmn+m3', language: 'zh' },
  { engine: 'espeak', voice: 'en-us+m1', language: 'en' },
  { engine: 'espeak', voice: 'ja+f5', language: 'ja' },
  { engine: 'espeak', voice: 'cmn+f3', language: 'zh' },
  { engine: 'espeak', voice: 'en-gb+f4', language: 'en' },
];
