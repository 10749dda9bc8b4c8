import { describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { RecognizerInfo } from '#shared/contract/hearing.ts';
import { hearingSettingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { type FunasrServerOptions, startFunasrServer } from '../../../tests/fakes/recognition-servers/funasr-server.ts';
import {
  startTranscriptionServer,
  type TranscriptionPlan,
} from '../../../tests/fakes/recognition-servers/transcription-server.ts';
import { createFunasrRecognizer } from './funasr-recognizer.ts';
import { createOpenAiRecognizer } from './openai-recognizer.ts';
import { createCloser, heard, recognitionOptions, sound } from './recognition.testkit.ts';
import { createRecognitionOf } from './recognition.ts';
import { recognizerOrder } from './recognizer-order.ts';

const closing = createCloser();

/** Two real recognisers with their servers; FunASR is the first choice. */
async function recognition(funasr: Partial<FunasrServerOptions>, plans: readonly TranscriptionPlan[], recognizer = 'funasr') {
  const first = closing(
    await startFunasrServer({ kind: 'cpp', stretches: [{ online: ['first'], offline: 'First.' }], ...funasr }),
  );
  const second = closing(await startTranscriptionServer({ plans }));
  const settings = hearingSettingsSchema.parse({
    recognizer,
    servers: { openai: { enabled: true, url: second.origin }, funasr: { enabled: true, url: first.url } },
  });
  const clock = createFakeClock();
  let warned = (): void => {};
  const firstFailure = new Promise<void>((resolve) => {
    warned = resolve;
  });
  const ears = closing(
    createRecognitionOf(
      [
        createFunasrRecognizer({ settings: () => settings.servers.funasr, clock }),
        createOpenAiRecognizer({ settings: () => settings.servers.openai, apiKey: () => undefined, clock }),
      ],
      { settings: () => settings, clock, logger: { ...silentLogger, warn: () => warned() } },
    ),
  );
  return { ears, first, second, clock, firstFailure };
}

describe('recognition', () => {
  it('asks the first choice and leaves the others in peace', async () => {
    const { ears, second } = await recognition({}, [{ kind: 'json', text: 'second' }]);
    expect((await heard(ears.open(recognitionOptions()), sound(1))).at(-1)?.text).toBe('First.');
    expect(second.seen).toHaveLength(0);
    expect(ears.state.get()).toEqual({ recognizer: 'funasr', problem: '' });
  });

  it('lets the next one hear the whole utterance when the first hangs up in the middle', async () => {
    const { ears, second } = await recognition({ fault: 'cut' }, [{ kind: 'json', text: 'second' }]);
    const samples = sound(3);
    expect((await heard(ears.open(recognitionOptions()), samples)).at(-1)?.text).toBe('second');
    expect(second.seen[0]?.samples.length).toBe(samples.length);
    expect(ears.state.get()).toMatchObject({ recognizer: 'openai-transcriptions', problem: expect.stringMatching(/hung up/) });
  });

  it('hands on sound that comes after the first one failed', async () => {
    const { ears, second, firstFailure } = await recognition({ fault: 'not-funasr' }, [{ kind: 'json', text: 'second' }]);
    const stream = ears.open(recognitionOptions());
    const samples = sound(3);
    stream.push(samples.subarray(0, 16_000));
    const reading = stream.results[Symbol.asyncIterator]();
    const first = reading.next();
    await firstFailure;
    stream.push(samples.subarray(16_000));
    stream.end();
    expect((await first).value).toMatchObject({ final: true, text: 'second' });
    expect(second.seen[0]?.samples.length).toBe(samples.length);
  });

  it('ends with the first failure when nobody hears it, and says so in the state', async () => {
    const { ears } = await recognition({ fault: 'cut' }, [{ kind: 'refuse', status: 500, body: '' }]);
    await expect(heard(ears.open(recognitionOptions()), sound(1))).rejects.toMatchObject({
      message: expect.stringMatching(/hung up/),
    });
    expect(ears.state.get()).toMatchObject({ recognizer: null, problem: expect.stringMatching(/hung up/) });
  });

  it('asks one that failed twice last, for half a minute', async () => {
    const { ears, first, clock } = await recognition({ fault: 'cut' }, [{ kind: 'json', text: 'second' }]);
    for (let i = 0; i < 3; i++) await heard(ears.open(recognitionOptions()), sound(0.5));
    const tried = first.utterances.length;
    await heard(ears.open(recognitionOptions()), sound(0.5));
    expect(first.utterances.length).toBe(tried);
    clock.advance(31_000);
    await heard(ears.open(recognitionOptions()), sound(0.5));
    expect(first.utterances.length).toBeGreaterThan(tried);
  });

  it('gives no text for what the rules do not believe', async () => {
    const { ears } = await recognition({}, [{ kind: 'json', text: 'Thanks for watching!' }], 'openai-transcriptions');
    expect((await heard(ears.open(recognitionOptions()), sound(8))).at(-1)).toMatchObject({ final: true, text: '' });
  });

  it('cleans texts and takes the language out of their marks', async () => {
    const { ears } = await recognition({}, [{ kind: 'json', text: '<|zh|><|HAPPY|>你 好 呀。' }], 'openai-transcriptions');
    expect((await heard(ears.open(recognitionOptions()), sound(1))).at(-1)).toEqual({
      final: true,
      text: '你好呀。',
      language: 'zh',
    });
  });

  it('transcribes one recording by one recogniser, without standing in', async () => {
    const { ears, first } = await recognition({ fault: 'cut' }, [{ kind: 'json', text: 'second' }]);
    expect(await ears.transcribe('openai-transcriptions', sound(1), recognitionOptions())).toMatchObject({ text: 'second' });
    await expect(ears.transcribe('funasr', sound(1), recognitionOptions())).rejects.toMatchObject({ code: 'network' });
    expect(first.utterances.length).toBeGreaterThan(0);
  });

  it('ends utterances in hand when it closes', async () => {
    const { ears, second } = await recognition({}, [{ kind: 'hang' }], 'openai-transcriptions');
    const work = heard(ears.open(recognitionOptions()), sound(1));
    await second.requests(1);
    await ears.close();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says what to do when there is no recogniser at all', async () => {
    const clock = createFakeClock();
    const settings = hearingSettingsSchema.parse({});
    const ears = createRecognitionOf([], { settings: () => settings, clock, logger: silentLogger });
    await expect(heard(ears.open(recognitionOptions()), sound(1))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/Local models/),
    });
  });
});

describe('recognizerOrder', () => {
  const info = (id: RecognizerInfo['id'], languages: RecognizerInfo['languages'], options: Partial<RecognizerInfo> = {}) => ({
    id,
    available: true,
    languages,
    streaming: false,
    hotWords: false,
    online: false,
    ...options,
  });
  const infos = [
    info('sherpa', ['zh', 'en', 'ja']),
    info('moonshine', ['en']),
    info('funasr', ['zh', 'en']),
    info('openai-transcriptions', ['zh', 'en', 'ja'], { online: true }),
  ];
  const order = (options: Partial<Parameters<typeof recognizerOrder>[0]>) =>
    recognizerOrder({ wanted: 'auto', language: 'auto', infos, resting: new Set(), ...options });

  it('goes local first, and by the language', () => {
    expect(order({ language: 'en' })).toEqual(['sherpa', 'moonshine', 'funasr', 'openai-transcriptions']);
    expect(order({ language: 'ja' })).toEqual(['sherpa', 'openai-transcriptions']);
    expect(order({ language: 'zh' })).toEqual(['sherpa', 'funasr', 'openai-transcriptions']);
  });
  it('prefers those of many languages when none is told', () => {
    expect(order({})).toEqual(['sherpa', 'openai-transcriptions', 'funasr', 'moonshine']);
  });
  it('never sends sound online in place of a choice that stays at home', () => {
    expect(order({ wanted: 'moonshine', language: 'en' })).toEqual(['moonshine', 'sherpa', 'funasr']);
    expect(order({ wanted: 'openai-transcriptions', language: 'en' })[0]).toBe('openai-transcriptions');
    expect(order({ wanted: 'openai-transcriptions', language: 'en' })).toHaveLength(4);
  });
  it('asks a choice even for a language that it does not name, and resting ones last', () => {
    expect(order({ wanted: 'moonshine', language: 'zh' })[0]).toBe('moonshine');
    expect(order({ language: 'en', resting: new Set(['sherpa']) }).at(-1)).toBe('sherpa');
  });
  it('leaves out what is not available', () => {
    expect(order({ infos: infos.map((one) => ({ ...one, available: one.id === 'funasr' })), language: 'en' })).toEqual([
      'funasr',
    ]);
  });
});
