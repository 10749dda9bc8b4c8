import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type VoiceServerSettings, voiceServersSchema } from '#shared/settings/settings.ts';
import { type BertKind, startBertVits2 } from '../../../../tests/fakes/voice-servers/bert-vits2-server.ts';
import { startCosyVoice } from '../../../../tests/fakes/voice-servers/cosyvoice-server.ts';
import { formFields } from '../../../../tests/fakes/voice-servers/forms.ts';
import type { FakeVoiceServer } from '../../../../tests/fakes/voice-servers/http-server.ts';
import { type OpenAiSpeechOptions, startOpenAiSpeech } from '../../../../tests/fakes/voice-servers/openai-speech-server.ts';
import { createBertVits2 } from './bert-vits2.ts';
import { createCosyVoice } from './cosyvoice.ts';
import { createOpenAiSpeech } from './openai-speech.ts';
import { type OpenedVoice, openVoice, secondsOf } from './server-voices.testkit.ts';

const defaults = voiceServersSchema.parse({});
const ending: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** A short recording on disk. */
function recording(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-voice-'));
  ending.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'calm.wav'), 'RIFF-not-really');
  return join(folder, 'calm.wav');
}
const style = (patch: Partial<VoiceServerSettings['cosyvoice']['styles']['neutral'] & object>) => ({
  referenceAudio: '',
  referenceText: '',
  referenceLanguage: 'zh' as const,
  style: '',
  ...patch,
});

describe('CosyVoice', () => {
  async function open(patch: Partial<VoiceServerSettings['cosyvoice']>, rateHz?: number) {
    const server = await startCosyVoice(rateHz);
    const voice = openVoice(createCosyVoice(), { ...defaults.cosyvoice, enabled: true, url: server.url, ...patch });
    ending.push(server.close, voice.close);
    return { server, voice };
  }
  const fieldsOf = (server: FakeVoiceServer, path: string) => {
    const request = server.to(path).at(-1);
    const fields = formFields(request?.body ?? Buffer.alloc(0), request?.headers['content-type']);
    return Object.fromEntries([...fields].map(([name, { value }]) => [name, value.toString('utf8')]));
  };

  it('reads raw sound at the rate of its generation, or at the one that was set', async () => {
    const { server, voice } = await open({});
    const first = await voice.say();
    expect(first.sampleRateHz).toBe(22_050);
    expect(secondsOf(first)).toBeCloseTo(0.56, 1);
    expect(fieldsOf(server, '/inference_sft')).toEqual({ tts_text: '今晚月色真好。', spk_id: '中文女' });
    voice.change({ sampleRate: '24000' });
    expect((await voice.say()).sampleRateHz).toBe(24_000);
  });

  it('sends a recording, its words and an instruction as the mode wants them', async () => {
    const calm = style({ referenceAudio: recording(), referenceText: '希望你以后能够做的比我还好呦。', style: '用开心的语气说' });
    const { server, voice } = await open({ mode: 'zero-shot', styles: { neutral: calm } }, 24_000);
    expect((await voice.say()).sampleRateHz).toBe(24_000);
    expect(fieldsOf(server, '/inference_zero_shot')).toMatchObject({
      prompt_text: calm.referenceText,
      prompt_wav: 'RIFF-not-really',
    });
    voice.change({ mode: 'cross-lingual' });
    await voice.say();
    expect(Object.keys(fieldsOf(server, '/inference_cross_lingual'))).toEqual(['tts_text', 'prompt_wav']);
    voice.change({ mode: 'instruct2' });
    await voice.say();
    expect(fieldsOf(server, '/inference_instruct2')).toMatchObject({ instruct_text: '用开心的语气说' });
    voice.change({ mode: 'instruct' });
    await voice.say({ language: 'ja', text: 'こんばんは。' });
    expect(fieldsOf(server, '/inference_instruct')).toMatchObject({ spk_id: '日语男', instruct_text: '用开心的语气说' });
    voice.change({ mode: 'zero-shot', styles: { neutral: { ...calm, referenceAudio: '/nowhere/calm.wav' } } });
    expect(await voice.problem()).toMatchObject({ code: 'needs-reference', detail: '/nowhere/calm.wav' });
  });

  it('tells of an unknown speaker, of words in place of sound, and of another program', async () => {
    const { server, voice } = await open({ speaker: '派蒙' });
    expect((await voice.problem()).code).toBe('silent');
    voice.change({ speaker: '' });
    server.misbehave('html');
    expect(await voice.problem()).toMatchObject({ code: 'refused', detail: 'Jupyter Lab' });
    server.misbehave('error');
    expect(await voice.problem()).toMatchObject({ code: 'refused', detail: 'tts failed: CUDA out of memory' });
    const other = await startBertVits2('hiyori');
    ending.push(other.close);
    voice.change({ url: other.url });
    expect(await voice.engine.describe()).toMatchObject({ available: false, problem: { code: 'refused' } });
  });
});

describe('Bert-VITS2', () => {
  async function open(kind: BertKind, patch: Partial<VoiceServerSettings['bertVits2']> = {}) {
    const server = await startBertVits2(kind);
    const voice = openVoice(createBertVits2(), { ...defaults.bertVits2, enabled: true, url: server.url, ...patch });
    ending.push(server.close, voice.close);
    return { server, voice };
  }
  const query = (server: FakeVoiceServer) => Object.fromEntries(server.to('/voice').at(-1)?.query ?? []);

  it('speaks through hiyoriUI with speaker, language, length and an emotion for the mood', async () => {
    const { server, voice } = await open('hiyori', { styles: { happy: style({ style: '7' }) } });
    const said = await voice.say({ rate: 2, emotion: 'happy' });
    expect(said.sampleRateHz).toBe(44_100);
    expect(secondsOf(said)).toBeCloseTo(0.28, 1);
    expect(query(server)).toMatchObject({ speaker_name: '丹恒', model_id: '0', language: 'ZH', length: '0.500', emotion: '7' });
    await voice.say({ language: 'ja', text: 'こんばんは。', voice: '三月七' });
    expect(query(server)).toMatchObject({ speaker_name: '三月七', language: 'JP' });
    expect(server.to('/voice').every(({ method }) => method === 'GET')).toBe(true);
  });

  it('sends long sentences and recordings in a form', async () => {
    const { server, voice } = await open('hiyori', { styles: { neutral: style({ referenceAudio: recording() }) } });
    await voice.say();
    expect(server.to('/voice').at(-1)).toMatchObject({ method: 'POST' });
    voice.change({ styles: {} });
    const text = '这一句话特别长。'.repeat(300);
    await voice.say({ text });
    const request = server.to('/voice').at(-1)!;
    expect(formFields(request.body, request.headers['content-type']).get('text')?.value.toString('utf8')).toBe(text);
    expect(query(server).text).toBeUndefined();
  });

  it('passes on errors that come with status 200, and knows which models are loaded', async () => {
    const { voice } = await open('hiyori', { speaker: '派蒙' });
    expect(await voice.problem({ voice: '' })).toMatchObject({ code: 'refused', detail: '角色speaker_name=派蒙不存在' });
    voice.change({ modelId: 5 });
    expect(await voice.engine.describe()).toMatchObject({ available: false, problem: { code: 'needs-voice', detail: '5' } });
  });

  it('names styles of Style-Bert-VITS2, and says which there are', async () => {
    const { server, voice } = await open('style', {
      styles: { happy: style({ style: 'Happy' }), sad: style({ style: 'Gloomy' }) },
    });
    await voice.say({ emotion: 'happy' });
    expect(query(server)).toMatchObject({ style: 'Happy' });
    expect(query(server).emotion).toBeUndefined();
    expect(await voice.problem({ emotion: 'sad' })).toMatchObject({ code: 'needs-voice', detail: 'Gloomy' });
  });

  it('speaks through the classic server once a speaker is typed', async () => {
    const { server, voice } = await open('classic');
    expect((await voice.problem()).code).toBe('needs-voice');
    voice.change({ speaker: '胡桃' });
    await voice.say();
    expect(query(server)).toMatchObject({ speaker: '胡桃', language: 'ZH', format: 'wav' });
  });
});

describe('an OpenAI-style server', () => {
  async function open(
    options: OpenAiSpeechOptions & { secret?: string } = {},
    patch: Partial<VoiceServerSettings['openai']> = {},
  ) {
    const server = await startOpenAiSpeech(options);
    const settings = { ...defaults.openai, enabled: true, url: `${server.url}/v1/`, ...patch };
    const voice: OpenedVoice<VoiceServerSettings['openai']> = openVoice(
      createOpenAiSpeech(),
      settings,
      options.secret === undefined ? {} : { secret: options.secret },
    );
    ending.push(server.close, voice.close);
    return { server, voice };
  }
  const asked = (server: FakeVoiceServer) =>
    JSON.parse(server.to('/v1/audio/speech').at(-1)?.body.toString('utf8') ?? '{}') as Record<string, unknown>;

  it('streams WAV, bare samples and MP3', async () => {
    const mp3 = readFileSync(join(import.meta.dirname, '../../../../tests/golden/mp3/edge-24000-mono.mp3'));
    const { server, voice } = await open({ mp3 });
    const wav = await voice.say({ rate: 1.5 });
    expect(asked(server)).toEqual({
      model: 'tts-1',
      input: '今晚月色真好。',
      voice: 'alloy',
      response_format: 'wav',
      speed: 1.5,
    });
    voice.change({ format: 'pcm' });
    const pcm = await voice.say({ rate: 1.5 });
    expect(secondsOf(pcm)).toBeCloseTo(secondsOf(wav), 2);
    voice.change({ format: 'mp3' });
    const packed = await voice.say();
    expect(packed.sampleRateHz).toBe(24_000);
    expect(secondsOf(packed)).toBeGreaterThan(0.6);
  });

  it('sends instructions for the mood to models that take them', async () => {
    const { server, voice } = await open({}, { styles: { happy: style({ style: 'Speak like somebody who just won.' }) } });
    await voice.say({ emotion: 'happy' });
    expect(asked(server).instructions).toBeUndefined();
    voice.change({ model: 'gpt-4o-mini-tts' });
    await voice.say({ emotion: 'happy' });
    expect(asked(server).instructions).toBe('Speak like somebody who just won.');
  });

  it('lists the voices of servers that tell them, by language where the name says it', async () => {
    const { server, voice } = await open({ voices: { voices: ['af_bella', { id: 'zf_xiaobei', name: 'Xiaobei' }, 'mine'] } });
    const { voices } = await voice.engine.describe();
    expect(voices.filter(({ language }) => language === 'zh').map(({ id }) => id)).toEqual(['zf_xiaobei', 'mine']);
    await voice.say();
    expect(asked(server).voice).toBe('zf_xiaobei');
    await voice.say({ voice: 'mine' });
    expect(asked(server).voice).toBe('mine');
  });

  it('shows the key to this server only, and says when it is refused', async () => {
    const { server, voice } = await open({ key: 'sk-right', secret: 'sk-right' });
    await voice.say();
    const stranger = await startOpenAiSpeech();
    ending.push(stranger.close);
    const refused = await open({ key: 'sk-right', secret: 'sk-wrong' });
    expect(await refused.voice.engine.describe()).toMatchObject({
      available: false,
      problem: { code: 'unauthorized', detail: 'Incorrect API key provided.' },
    });
    expect((await refused.voice.problem()).code).toBe('unauthorized');
    expect(server.requests.every(({ headers }) => headers.authorization === 'Bearer sk-right')).toBe(true);
  });
});
