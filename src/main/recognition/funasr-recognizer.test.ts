import { describe, expect, it } from 'vitest';
import { hearingSettingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createImpatientClock } from '../../../tests/fakes/impatient-clock.ts';
import { type FunasrServerOptions, startFunasrServer } from '../../../tests/fakes/recognition-servers/funasr-server.ts';
import { startTranscriptionServer } from '../../../tests/fakes/recognition-servers/transcription-server.ts';
import { createFunasrRecognizer } from './funasr-recognizer.ts';
import { createCloser, heard, recognitionOptions, results, sound } from './recognition.testkit.ts';

const closing = createCloser();
const STRETCHES = [
  { online: ['今天', '我们'], offline: '今天我们' },
  { online: ['玩什么'], offline: '玩什么游戏？' },
];

async function server(options: Partial<FunasrServerOptions> = {}) {
  return closing(await startFunasrServer({ kind: 'cpp', stretches: STRETCHES, ...options }));
}
/** Waits up to a second are over at once; longer ones when the test says so. */
function recognizer(url: string) {
  const clock = createImpatientClock(1000);
  const { servers } = hearingSettingsSchema.parse({ servers: { funasr: { enabled: true, url } } });
  return { clock, ...createFunasrRecognizer({ settings: () => servers.funasr, clock }) };
}

describe('a FunASR server', () => {
  it.each(['cpp', 'python'] as const)('writes down an utterance with words on the way (%s)', async (kind) => {
    const fake = await server({ kind });
    const all = await heard(recognizer(fake.url).open(recognitionOptions()), sound(2.5));
    expect(all.at(-1)).toEqual({ final: true, text: '今天我们玩什么游戏？', language: undefined });
  });

  it('shows words of the first pass until the second one puts them right', async () => {
    const fake = await server({ stretches: [{ online: ['今天', '玩撒'], offline: '今天玩啥' }], fault: 'late' });
    const stream = recognizer(fake.url).open(recognitionOptions());
    const reading = stream.results[Symbol.asyncIterator]();
    stream.push(sound(0.7));
    expect((await reading.next()).value).toMatchObject({ final: false, text: '今天' });
    stream.push(sound(0.7));
    expect((await reading.next()).value).toMatchObject({ final: false, text: '今天玩撒' });
    stream.end();
    await fake.ends(1);
    fake.release();
    expect((await reading.next()).value).toMatchObject({ final: true, text: '今天玩啥' });
  });

  it('sends its configuration first, then sound of 60 ms a message, to the last sample', async () => {
    const fake = await server();
    const samples = sound(1.01);
    await heard(recognizer(fake.url).open(recognitionOptions({ hotWords: ['影戏', '达摩 院'] })), samples);
    const utterance = fake.utterances.at(-1);
    expect(utterance?.config).toMatchObject({
      mode: '2pass',
      audio_fs: 16_000,
      wav_format: 'pcm',
      chunk_size: [5, 10, 5],
      hotwords: JSON.stringify({ 影戏: 20, '达摩 院': 20 }),
      is_speaking: false,
    });
    expect(new Set(utterance?.messages.slice(0, -1))).toEqual(new Set([960]));
    expect(utterance?.samples).toBe(samples.length);
  });

  it('finds out once that a server knows no subprotocol', async () => {
    const fake = await server();
    const { open } = recognizer(fake.url);
    await heard(open(recognitionOptions()), sound(2.5));
    await heard(open(recognitionOptions()), sound(2.5));
    expect(fake.utterances.filter((one) => one.ended)).toHaveLength(2);
    expect(fake.utterances).toHaveLength(3);
  });

  it('does not wait long for a server whose last stretch was over before the sound', async () => {
    const fake = await server({ kind: 'python', fault: 'ends-before' });
    const { open, clock } = recognizer(fake.url);
    const work = heard(open(recognitionOptions()), sound(2.5));
    await fake.ends(1);
    await settled();
    clock.advance(3000);
    expect((await work).at(-1)).toMatchObject({ final: true, text: '今天我们玩什么游戏？' });
  });

  it('takes the words of the first pass when the second one never comes', async () => {
    const fake = await server({ fault: 'online-only', stretches: [{ online: ['hello', 'there'], offline: '' }] });
    const { open, clock } = recognizer(fake.url);
    const work = heard(open(recognitionOptions()), sound(1.5));
    await fake.ends(1);
    await settled();
    clock.advance(11_000);
    expect((await work).at(-1)).toMatchObject({ final: true, text: 'hello there' });
  });

  it('fails when a long utterance brings no word at all, and believes the silence of a short one', async () => {
    const fake = await server({ fault: 'never-final' });
    const { open, clock } = recognizer(fake.url);
    const long = heard(open(recognitionOptions()), sound(2));
    const short = heard(open(recognitionOptions()), sound(0.4));
    await fake.ends(2);
    await settled();
    clock.advance(11_000);
    await expect(long).rejects.toMatchObject({ code: 'timeout', message: expect.stringMatching(/no text/) });
    expect((await short).at(-1)).toMatchObject({ final: true, text: '' });
  });

  it.each([
    ['hangs up in the middle', 'cut', 'network', /hung up/],
    ['speaks another protocol', 'not-funasr', 'provider', /protocol/],
    ['sends no JSON', 'not-json', 'provider', /protocol/],
  ] as const)('says so when the server %s', async (_, fault, code, message) => {
    const fake = await server({ fault });
    const work = heard(recognizer(fake.url).open(recognitionOptions()), sound(1));
    await expect(work).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('tells a web server from FunASR, and a missing server from both', async () => {
    const web = closing(await startTranscriptionServer({ plans: [] }));
    const work = heard(recognizer(web.origin.replace('http', 'ws')).open(recognitionOptions()), sound(0.3));
    await expect(work).rejects.toMatchObject({ code: 'network', message: expect.stringMatching(/web server/) });
    await web.close();
    const gone = heard(recognizer(web.origin.replace('http', 'ws')).open(recognitionOptions()), sound(0.3));
    await expect(gone).rejects.toMatchObject({ code: 'network', message: expect.stringMatching(/start the FunASR server/) });
  });

  it('gives up a connection that does not come about within 5 s', async () => {
    const clock = createFakeClock();
    const { servers } = hearingSettingsSchema.parse({ servers: { funasr: { enabled: true, url: 'ws://192.0.2.1:10095' } } });
    const stream = createFunasrRecognizer({ settings: () => servers.funasr, clock }).open(recognitionOptions());
    const work = results(stream);
    clock.advance(5000);
    await expect(work).rejects.toMatchObject({ code: expect.stringMatching(/timeout|network/) });
  });

  it('hangs up when it is cancelled', async () => {
    const fake = await server({ fault: 'late' });
    const stop = new AbortController();
    const work = heard(recognizer(fake.url).open(recognitionOptions({ signal: stop.signal })), sound(1));
    await fake.ends(1);
    stop.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('tells what is missing before it is asked', async () => {
    const info = (url: string) => recognizer(url).describe();
    expect(await info('')).toMatchObject({ available: false, reason: expect.stringMatching(/no address/) });
    expect(await info('127.0.0.1:10095')).toMatchObject({ available: true, online: false, streaming: true });
    expect(await info('wss://asr.example.com')).toMatchObject({ available: true, online: true });
  });
});

/** Messages that are already under way arrive. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}
