import { describe, expect, it } from 'vitest';
import { hearingSettingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import {
  startTranscriptionServer,
  type TranscriptionPlan,
} from '../../../tests/fakes/recognition-servers/transcription-server.ts';
import { createOpenAiRecognizer } from './openai-recognizer.ts';
import { createCloser, heard, recognitionOptions, sound } from './recognition.testkit.ts';

const closing = createCloser();

async function server(
  plans: readonly TranscriptionPlan[],
  options: Partial<Parameters<typeof startTranscriptionServer>[0]> = {},
) {
  return closing(await startTranscriptionServer({ plans, ...options }));
}

function recognizer(url: string, options: { model?: string; key?: string } = {}) {
  const clock = createFakeClock();
  const settings = hearingSettingsSchema.parse({
    servers: { openai: { enabled: true, url, model: options.model ?? 'whisper-1' } },
  });
  const built = createOpenAiRecognizer({ settings: () => settings.servers.openai, apiKey: () => options.key, clock });
  return { clock, ...built };
}

describe('a server with OpenAI-style transcriptions', () => {
  it('gets the utterance as mono 16-bit WAV of 16 kHz, with language, model, hot words and key', async () => {
    const fake = await server([{ kind: 'json', text: ' Hello there. ' }], { key: 'sk-1' });
    const { open } = recognizer(`${fake.origin}/v1`, { key: 'sk-1', model: 'whisper-large' });
    const samples = sound(0.5);
    const all = await heard(open(recognitionOptions({ language: 'ja', hotWords: ['影', 'Yingxi'] })), samples);
    expect(all).toEqual([{ final: true, text: ' Hello there. ', language: undefined }]);
    const [request] = fake.seen;
    expect(request?.fields).toMatchObject({
      model: 'whisper-large',
      language: 'ja',
      prompt: '影, Yingxi',
      response_format: 'json',
    });
    expect(request?.sampleRateHz).toBe(16_000);
    expect(request?.samples.length).toBe(samples.length);
    expect(Math.abs((request?.samples[100] ?? 0) / 32_767 - (samples[100] ?? 0))).toBeLessThan(1e-4);
  });

  it('leaves the language out when it is not told, and takes the one that the server names', async () => {
    const fake = await server([{ kind: 'json', text: '你好', language: 'chinese' }]);
    const all = await heard(recognizer(fake.origin).open(recognitionOptions()), sound(0.3));
    expect(all.at(-1)?.language).toBe('zh');
    expect(fake.seen[0]?.fields.language).toBeUndefined();
  });

  it('gives words while they come as events, and the last text as it stands at the end', async () => {
    const fake = await server([{ kind: 'events', deltas: ['Good ', 'evening', '.'] }]);
    const all = await heard(recognizer(fake.origin, { model: 'gpt-4o-transcribe' }).open(recognitionOptions()), sound(0.3));
    expect(fake.seen[0]?.fields.stream).toBe('true');
    expect(all.at(-1)).toEqual({ final: true, text: 'Good evening.', language: undefined });
  });

  it('joins the segments of Speaches and reads plain text', async () => {
    const fake = await server([
      { kind: 'segments', texts: ['One.', 'Two.'] },
      { kind: 'plain', text: 'three' },
    ]);
    const { open } = recognizer(fake.origin, { model: 'faster-whisper-small' });
    expect((await heard(open(recognitionOptions()), sound(0.3))).at(-1)?.text).toBe('One. Two.');
    expect((await heard(open(recognitionOptions()), sound(0.3))).at(-1)?.text).toBe('three');
  });

  it('finds whisper.cpp at its own path and tells it to find the language out, once and for all', async () => {
    const fake = await server([{ kind: 'json', text: 'ok' }], { path: '/inference' });
    const { open } = recognizer(fake.origin);
    await heard(open(recognitionOptions()), sound(0.3));
    await heard(open(recognitionOptions()), sound(0.3));
    expect(fake.seen.map(({ path }) => path)).toEqual(['/inference', '/inference']);
    expect(fake.seen[0]?.fields).toMatchObject({ language: 'auto' });
    expect(fake.seen[0]?.fields.stream).toBeUndefined();
  });

  it('asks without events where a server refuses them', async () => {
    const fake = await server([{ kind: 'json', text: 'plain' }], { refusesStream: true });
    const all = await heard(recognizer(fake.origin, { model: 'other' }).open(recognitionOptions()), sound(0.3));
    expect(all.at(-1)?.text).toBe('plain');
  });

  it.each<[string, TranscriptionPlan, string, RegExp]>([
    [
      'a web page',
      { kind: 'raw', body: '<!doctype html><p>nginx', contentType: 'text/html' },
      'provider',
      /no transcription.*web page/,
    ],
    ['other JSON', { kind: 'raw', body: '{"result":"hi"}', contentType: 'application/json' }, 'provider', /no transcription/],
    ['a reply that is cut', { kind: 'cut' }, 'network', /cannot be reached/],
    ['events without a word', { kind: 'events', deltas: [], done: false }, 'provider', /broke off/],
    [
      'an event with an error',
      { kind: 'raw', body: 'data: {"error":{"message":"out of memory"}}\n\n', contentType: 'text/event-stream' },
      'provider',
      /out of memory/,
    ],
    [
      'a failure of its own',
      { kind: 'refuse', status: 500, body: '{"error":{"message":"CUDA out of memory"}}' },
      'provider',
      /500.*CUDA/,
    ],
    ['a used-up quota', { kind: 'refuse', status: 429, body: '{}' }, 'provider', /quota/],
    [
      'a reply beyond all measure',
      { kind: 'raw', body: 'x'.repeat(1_100_000), contentType: 'text/plain' },
      'provider',
      /more than a text/,
    ],
  ])('says what to do about %s', async (_, plan, code, message) => {
    const fake = await server([plan]);
    const work = heard(recognizer(fake.origin).open(recognitionOptions()), sound(0.3));
    await expect(work).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('says that the key is wrong, and never shows it', async () => {
    const fake = await server([{ kind: 'json', text: '' }], { key: 'sk-right' });
    const work = heard(recognizer(fake.origin, { key: 'sk-wrong-1234' }).open(recognitionOptions()), sound(0.3));
    await expect(work).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/key/) });
    await expect(work).rejects.not.toMatchObject({ message: expect.stringMatching(/sk-wrong/) });
  });

  it('gives a server that says nothing 20 s and the length of the sound', async () => {
    const fake = await server([{ kind: 'hang' }]);
    const { open, clock } = recognizer(fake.origin);
    const work = heard(open(recognitionOptions()), sound(2));
    await fake.requests(1);
    let over = false;
    work.catch(() => {
      over = true;
    });
    clock.advance(21_900);
    await new Promise((resolve) => setImmediate(resolve));
    expect(over).toBe(false);
    clock.advance(200);
    await expect(work).rejects.toMatchObject({ code: 'timeout' });
  });

  it('lets the request go when it is cancelled', async () => {
    const fake = await server([{ kind: 'hang' }]);
    const stop = new AbortController();
    const work = heard(recognizer(fake.origin).open(recognitionOptions({ signal: stop.signal })), sound(0.3));
    await fake.requests(1);
    stop.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('tells what is missing before it is asked, and whether sound leaves the house', async () => {
    const info = (url: string) => recognizer(url).describe();
    expect(await info('')).toMatchObject({ available: false, reason: expect.stringMatching(/address/) });
    expect(await info('ftp://x')).toMatchObject({ available: false, reason: expect.stringMatching(/no address/) });
    expect(await info('http://192.168.1.5:8000')).toMatchObject({ available: true, online: false });
    expect(await info('https://api.openai.com/v1')).toMatchObject({ available: true, online: true });
  });
});
