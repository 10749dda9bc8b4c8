import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { voiceServersSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { startGptSovits } from '../../../../tests/fakes/voice-servers/gpt-sovits-server.ts';
import type { FakeVoiceServer, Misbehaviour } from '../../../../tests/fakes/voice-servers/http-server.ts';
import { createGptSovits } from './gpt-sovits.ts';
import { alike, never, type OpenedVoice, openVoice, secondsOf, sentence } from './server-voices.testkit.ts';

const defaults = voiceServersSchema.parse({}).gptSovits;
const reference = { referenceAudio: 'D:/voices/calm.wav', referenceText: '你好呀', referenceLanguage: 'zh', style: '' } as const;
type Settings = typeof defaults;

describe('GPT-SoVITS', () => {
  let server: FakeVoiceServer;
  let voice: OpenedVoice<Settings>;
  const settings = (): Settings => ({ ...defaults, enabled: true, url: server.url, styles: { neutral: reference } });
  beforeEach(async () => {
    server = await startGptSovits();
    voice = openVoice(createGptSovits(), settings());
  });
  afterEach(async () => {
    await voice.close();
    await server.close();
  });
  const asked = (): Record<string, unknown>[] =>
    server
      .to('/tts')
      .map(({ body }) => JSON.parse(body.toString('utf8')) as Record<string, unknown>)
      .filter(({ text }) => text !== undefined);

  it('streams a sentence with the recording of the mood, else that of the neutral one', async () => {
    const glad = {
      ...reference,
      referenceAudio: 'D:/voices/glad.wav',
      referenceText: 'やった',
      referenceLanguage: 'ja',
    } as const;
    voice.change({ styles: { neutral: reference, happy: glad } });
    const said = await voice.say({ emotion: 'happy', rate: 1.25 });
    expect(said.sampleRateHz).toBe(32_000);
    expect(secondsOf(said)).toBeCloseTo(0.7 / 1.25, 1);
    await voice.say({ emotion: 'sad', language: 'en', text: 'Good evening.' });
    expect(asked()).toMatchObject([
      {
        text: sentence.text,
        text_lang: 'zh',
        ref_audio_path: 'D:/voices/glad.wav',
        prompt_text: 'やった',
        prompt_lang: 'ja',
        speed_factor: 1.25,
        streaming_mode: true,
        media_type: 'wav',
      },
      { text_lang: 'en', ref_audio_path: 'D:/voices/calm.wav', prompt_lang: 'zh' },
    ]);
    expect(voice.reports.at(-1)).toEqual({ status: 'ready' });
  });

  it('gives the same sound streamed and whole, and tells the server how it is to stream', async () => {
    const streamed = await voice.say();
    voice.change({ streaming: false });
    const whole = await voice.say();
    expect(alike(whole, streamed)).toBe(true);
    voice.change({ streaming: true, latency: 'fast' });
    await voice.say();
    expect(asked().map(({ streaming_mode }) => streaming_mode)).toEqual([true, false, 3]);
  });

  it('loads weights once, again when they change and when the server was started anew', async () => {
    voice.change({ gptWeights: 'GPT_weights/a b.ckpt', sovitsWeights: 'SoVITS_weights/a.pth' });
    await voice.say();
    await voice.say();
    expect(server.to('/set_gpt_weights').map(({ query }) => query.get('weights_path'))).toEqual(['GPT_weights/a b.ckpt']);
    voice.change({ gptWeights: 'GPT_weights/b.ckpt' });
    await voice.say();
    expect(server.to('/set_gpt_weights')).toHaveLength(2);
    expect(server.to('/set_sovits_weights')).toHaveLength(1);
    const { port } = server;
    await server.close();
    expect((await voice.problem()).code).toBe('unreachable');
    server = await startGptSovits(port);
    await voice.say();
    expect(server.to('/set_sovits_weights')).toHaveLength(1);
    voice.change({ gptWeights: 'missing.ckpt' });
    expect(await voice.problem()).toMatchObject({
      code: 'refused',
      detail: 'change gpt weight failed: No such file: missing.ckpt',
    });
  });

  it('says what to do without a recording, and passes on what the server thinks of one', async () => {
    voice.change({ styles: { neutral: { ...reference, referenceAudio: '' } } });
    expect((await voice.problem()).code).toBe('needs-reference');
    voice.change({ styles: { neutral: { ...reference, referenceAudio: 'long.wav' } } });
    expect(await voice.problem()).toMatchObject({ code: 'refused', detail: 'tts failed: 参考音频在3~10秒范围外，请更换！' });
  });

  it.each<[Misbehaviour, string, string]>([
    ['reset', 'unreachable', ''],
    ['reset-midway', 'cut-off', ''],
    ['html', 'refused', 'Jupyter Lab'],
    ['error', 'refused', 'tts failed: CUDA out of memory'],
    ['json-200', 'refused', '角色speaker_name=x不存在'],
    ['empty', 'silent', '0'],
    ['redirect-circle', 'refused', ''],
    ['too-much', 'too-long', ''],
  ])('tells plainly of a server that does "%s", and says the next sentence', async (how, code, detail) => {
    server.misbehave(how);
    const problem = await voice.problem();
    expect(problem.code).toBe(code);
    if (detail !== '') expect(problem.detail).toBe(detail);
    expect(voice.reports.at(-1)).toMatchObject({ status: 'failed', reason: `voice-server-${code}` });
    server.misbehave(undefined);
    expect(secondsOf(await voice.say())).toBeGreaterThan(0.5);
    expect(voice.reports.at(-1)).toEqual({ status: 'ready' });
  });

  it('tells of half a WAV file where its length is known', async () => {
    voice.change({ streaming: false });
    server.misbehave('half');
    expect((await voice.problem()).code).toBe('cut-off');
  });

  it.each<Misbehaviour>(['gzip', 'redirect'])('takes "%s" as it is meant', async (how) => {
    const before = await voice.say();
    server.misbehave(how);
    expect(alike(await voice.say(), before)).toBe(true);
  });

  it('says the next sentence when the server was started anew in between', async () => {
    const before = await voice.say();
    const { port } = server;
    await server.close();
    server = await startGptSovits(port);
    expect(alike(await voice.say(), before)).toBe(true);
  });

  it('makes one sentence after the other, the earliest of a turn first', async () => {
    const order: string[] = [];
    const say = async (text: string, priority: number): Promise<void> => {
      for await (const _ of voice.engine.synthesize({ ...sentence, text }, priority, never));
      order.push(text);
    };
    await voice.say();
    await Promise.all([say('第一句话。', 0), say('第三句话。', 2), say('第二句话。', 1)]);
    expect(order).toEqual(['第一句话。', '第二句话。', '第三句话。']);
    expect(
      asked()
        .slice(1)
        .map(({ text }) => text),
    ).toEqual(order);
  });

  it('lists what is there, and what to do when nothing or something else is', async () => {
    expect(await voice.engine.describe()).toMatchObject({
      id: 'gpt-sovits',
      kind: 'server',
      available: true,
      cloning: true,
      streaming: true,
    });
    const { port } = server;
    await server.close();
    const gone = await voice.engine.describeAgain();
    expect(gone).toMatchObject({ available: false, problem: { code: 'unreachable' } });
    expect(gone.reason).toMatch(/python api_v2\.py/u);
    expect(voice.engine.isReady()).toBe(false);
    server = await startGptSovits(port);
    expect(await voice.engine.describeAgain()).toMatchObject({ available: true });
    expect(voice.engine.isReady()).toBe(true);
    voice.change({ url: `${server.url}/other` });
    expect(await voice.engine.describe()).toMatchObject({ available: false, problem: { code: 'refused' } });
    voice.change({ url: 'my computer' });
    expect(await voice.engine.describe()).toMatchObject({ available: false, problem: { code: 'no-address' } });
  });

  it('asks nobody while it is switched off', async () => {
    voice.change({ enabled: false });
    expect(await voice.engine.describe()).toMatchObject({ available: false, problem: { code: 'off' } });
    expect((await voice.problem()).code).toBe('off');
    expect(server.requests).toHaveLength(0);
    expect(voice.reports).toHaveLength(0);
  });
});

describe('time with a voice server', () => {
  it.each<Misbehaviour>(['hang', 'hang-midway'])('gives a sentence up after the wait when the server does "%s"', async (how) => {
    const server = await startGptSovits();
    const clock = createFakeClock();
    const settings = { ...defaults, enabled: true, url: server.url, styles: { neutral: reference }, streaming: false };
    const voice = openVoice(createGptSovits(), settings, { clock });
    try {
      await voice.say();
      server.misbehave(how);
      const failed = voice.problem();
      let over = false;
      void failed.then(() => {
        over = true;
      });
      await server.whenAsked('/tts');
      // Time passes on this clock only: in small steps, until the wait is over.
      while (!over) {
        await new Promise((resolve) => setImmediate(resolve));
        clock.advance(100);
      }
      expect((await failed).code).toBe('slow');
    } finally {
      await voice.close();
      await server.close();
    }
  });

  it('stops at once when the sentence is stopped, and the server learns of it', async () => {
    const server = await startGptSovits();
    const voice = openVoice(createGptSovits(), { ...defaults, enabled: true, url: server.url, styles: { neutral: reference } });
    try {
      await voice.say();
      server.misbehave('hang-midway');
      const stop = new AbortController();
      const stopped = voice.say({}, stop.signal).catch((error: unknown) => error);
      const request = await server.whenAsked('/tts');
      stop.abort();
      expect(await stopped).toMatchObject({ code: 'cancelled' });
      await expect.poll(() => request.aborted).toBe(true);
      expect(voice.reports.at(-1)).toEqual({ status: 'ready' });
      server.misbehave(undefined);
      expect(secondsOf(await voice.say())).toBeGreaterThan(0.5);
    } finally {
      await voice.close();
      await server.close();
    }
  });
});
