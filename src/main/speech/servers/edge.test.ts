import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '#main/platform/host.ts';
import { type VoiceServerSettings, voiceServersSchema } from '#shared/settings/settings.ts';
import { type FakeEdge, startEdge } from '../../../../tests/fakes/voice-servers/edge-server.ts';
import { createEdge } from './edge.ts';
import { type OpenedVoice, openVoice, realClock, secondsOf } from './server-voices.testkit.ts';

const defaults = voiceServersSchema.parse({}).edge;
const mp3 = readFileSync(join(import.meta.dirname, '../../../../tests/golden/mp3/edge-24000-mono.mp3'));
const text = 'Salt & pepper, please.';

describe("Edge's voices", () => {
  let server: FakeEdge;
  let voice: OpenedVoice<VoiceServerSettings['edge']>;
  /** How far this computer's clock is behind the service's, ms. */
  let behindMs = 0;
  const clock: Clock = { now: () => realClock.now() - behindMs, after: realClock.after };
  beforeEach(async () => {
    behindMs = 0;
    server = await startEdge({ mp3, now: realClock.now });
    voice = openVoice(createEdge(clock), { ...defaults, enabled: true, url: server.url }, { clock });
  });
  afterEach(async () => {
    await voice.close();
    await server.close();
  });

  it('gives sound, and words at their exact times, moved with the silence that is cut off', async () => {
    const said = await voice.say({ text, language: 'en' });
    expect(said.sampleRateHz).toBe(24_000);
    expect(secondsOf(said)).toBeGreaterThan(0.55);
    expect(said.words.map(({ textStart, textEnd }) => text.slice(textStart, textEnd))).toEqual(['Salt', '&', 'pepper', 'please']);
    const [first, second] = said.words;
    expect(second!.startMs - first!.startMs).toBeCloseTo(100, 3);
    expect(first!.startMs).toBeLessThan(100);
    // Words come before any sound: whoever shows them begins with them.
    expect(said.events.findIndex(({ type }) => type === 'cues')).toBeLessThan(
      said.events.findIndex(({ type }) => type === 'pcm'),
    );
  });

  it('asks in the way of the browser: MP3 with times of words, escaped SSML, speed and pitch', async () => {
    await voice.say({ text: 'a < b & "c"', language: 'en', rate: 1.2, pitch: 12 });
    expect(server.configs[0]).toContain('"outputFormat":"audio-24khz-48kbitrate-mono-mp3"');
    expect(server.configs[0]).toContain('"wordBoundaryEnabled":"true"');
    expect(server.ssml[0]).toContain(
      "<voice name='en-US-EmmaMultilingualNeural'><prosody pitch='+200Hz' rate='+20%' volume='+0%'>a &lt; b &amp; &quot;c&quot;</prosody>",
    );
    await voice.say({ voice: 'zh-CN-YunxiNeural' });
    expect(server.ssml[1]).toContain("name='zh-CN-YunxiNeural'");
  });

  it('sends a long text in pieces that join to the whole, with words counted on', async () => {
    const long = '今晚的月色真的很好看，'.repeat(200);
    const said = await voice.say({ text: long });
    const spoken = server.ssml.map((message) => /<prosody[^>]*>([\s\S]*)<\/prosody>/.exec(message)?.[1] ?? '');
    expect(spoken.length).toBeGreaterThan(1);
    expect(spoken.join('')).toBe(long);
    const starts = said.words.map(({ textStart }) => textStart);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts.at(-1)).toBeGreaterThan(2000);
  });

  it('learns the right time from a refusal when the clock of this computer is wrong', async () => {
    expect(secondsOf(await voice.say())).toBeGreaterThan(0.5);
    behindMs = 3_600_000;
    expect(secondsOf(await voice.say())).toBeGreaterThan(0.5);
    expect(server.refused).toBe(1);
    await voice.say();
    expect(server.refused).toBe(1);
    expect(
      await openVoice(createEdge(clock), { ...defaults, enabled: true, url: server.url }, { clock }).engine.describe(),
    ).toMatchObject({
      available: true,
    });
  });

  it('lists Chinese, English and Japanese voices', async () => {
    const { voices, kind } = await voice.engine.describe();
    expect(kind).toBe('online');
    expect(voices.map(({ name }) => name)).toEqual([
      'Xiaoxiao (zh-CN)',
      'Yunxi (zh-CN)',
      'EmmaMultilingual (en-US)',
      'Nanami (ja-JP)',
    ]);
  });

  it.each([
    ['hang-up', 'cut-off'],
    ['no-sound', 'not-sound'],
  ] as const)('tells plainly when the service does "%s", and says the next sentence', async (how, code) => {
    server.misbehave(how);
    expect((await voice.problem()).code).toBe(code);
    server.misbehave(undefined);
    expect(secondsOf(await voice.say())).toBeGreaterThan(0.5);
  });

  it('stops at once, and says when nobody is there', async () => {
    server.misbehave('hang');
    const stop = new AbortController();
    const stopped = voice.say({}, stop.signal).catch((error: unknown) => error);
    await expect.poll(() => server.ssml.length).toBe(1);
    stop.abort();
    expect(await stopped).toMatchObject({ code: 'cancelled' });
    await server.close();
    expect((await voice.problem()).code).toBe('unreachable');
  });
});
