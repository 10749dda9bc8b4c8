import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { voiceServersSchema } from '#shared/settings/settings.ts';
import type { VisemeCue } from '#shared/speech/cues.ts';
import type { FakeVoiceServer } from '../../../../tests/fakes/voice-servers/http-server.ts';
import { startVoicevox } from '../../../../tests/fakes/voice-servers/voicevox-server.ts';
import { type OpenedVoice, openVoice, type Said, secondsOf } from './server-voices.testkit.ts';
import type { CommonServerSettings } from './voice-server.types.ts';
import { createVoicevox } from './voicevox.ts';

const defaults = voiceServersSchema.parse({});
const hello = { text: 'こんばんは、元気ですか？', language: 'ja' } as const;

/** Loudness of the sound at a time. */
const levelAt = ({ samples, sampleRateHz }: Said, ms: number): number =>
  Math.abs(samples[Math.round((ms * sampleRateHz) / 1000)] ?? 0);
const visemesOf = (said: Said): readonly VisemeCue[] =>
  said.events.flatMap((event) => (event.type === 'cues' ? event.visemes : []));
const middle = (cue: { startMs: number; endMs: number }): number => (cue.startMs + cue.endMs) / 2;

describe('VOICEVOX', () => {
  let server: FakeVoiceServer;
  let voice: OpenedVoice<CommonServerSettings>;
  beforeEach(async () => {
    server = await startVoicevox();
    voice = openVoice(createVoicevox('voicevox'), { ...defaults.voicevox, enabled: true, url: server.url });
  });
  afterEach(async () => {
    await voice.close();
    await server.close();
  });
  const styles = (): (string | null)[] => server.to('/synthesis').map(({ query }) => query.get('speaker'));

  it.each([1, 0.83, 1.6])('gives each sound its exact mouth time at %f times the speed', async (rate) => {
    const said = await voice.say({ ...hello, rate });
    const visemes = visemesOf(said);
    const lengthMs = secondsOf(said) * 1000;
    // A consonant is faint in this engine's sound, "a" is loud, a pause is silent: half a frame on either side of a border shows it.
    for (const cue of visemes.filter((one) => one.endMs < lengthMs - 12)) {
      for (const ms of [cue.startMs + 3, middle(cue), cue.endMs - 3]) {
        const level = levelAt(said, ms);
        if (cue.viseme === 'aa') expect(level).toBeCloseTo(0.8, 2);
        else if (cue.viseme === 'sil') expect(level).toBe(0);
        else if (['kk', 'PP', 'DD', 'SS'].includes(cue.viseme)) expect(level).toBeCloseTo(0.05, 2);
        else expect(level).toBeGreaterThan(0.04);
      }
    }
    expect(visemes.map(({ viseme }) => viseme).join(' ')).toContain('kk O nn PP aa nn U aa sil kk E nn kk I DD E SS U kk aa aa');
    // Two frames of silence are what is asked for behind the speech.
    expect(visemes.filter(({ viseme }) => viseme !== 'sil').at(-1)!.endMs).toBeCloseTo(lengthMs - 2000 / 93.75, 0);
  });

  it('shows words between the pauses in which they are said', async () => {
    const said = await voice.say(hello);
    const pause = visemesOf(said).find(({ viseme, endMs, startMs }) => viseme === 'sil' && endMs - startMs > 200)!;
    const before = said.words.filter(({ textEnd }) => textEnd <= 5);
    const after = said.words.filter(({ textStart }) => textStart >= 6);
    expect(before.length + after.length).toBe(said.words.length);
    expect(Math.max(...before.map(({ endMs }) => endMs))).toBeCloseTo(pause.startMs, 0);
    expect(Math.min(...after.map(({ startMs }) => startMs))).toBeCloseTo(pause.endMs, 0);
  });

  it('takes the speaker of the voice or of the settings, and for a mood a style of the same speaker', async () => {
    await voice.say(hello);
    await voice.say({ ...hello, voice: '2' });
    await voice.say({ ...hello, voice: 'espeak-voice', emotion: 'angry' });
    await voice.say({ ...hello, emotion: 'sad' });
    // 四国めたん has no other style.
    await voice.say({ ...hello, voice: '2', emotion: 'sad' });
    voice.change({ speaker: '2' });
    await voice.say(hello);
    expect(styles()).toEqual(['3', '2', '7', '76', '2', '2']);
  });

  it('takes the style that the streamer named for a mood, and says which there are when it is unknown', async () => {
    const style = (name: string) => ({ referenceAudio: '', referenceText: '', referenceLanguage: 'ja' as const, style: name });
    voice.change({ styles: { happy: style('あまあま') } });
    await voice.say({ ...hello, emotion: 'happy' });
    expect(styles()).toEqual(['1']);
    voice.change({ styles: { happy: style('ささやき') } });
    expect(await voice.problem({ ...hello, emotion: 'happy' })).toMatchObject({ code: 'needs-voice', detail: 'ささやき' });
  });

  it('raises each mora by exact semitones', async () => {
    await voice.say({ ...hello, pitch: 12 });
    const sent = JSON.parse(server.to('/synthesis')[0]!.body.toString('utf8')) as {
      accent_phrases: { moras: { pitch: number }[] }[];
    };
    expect(sent.accent_phrases[0]!.moras[0]!.pitch).toBeCloseTo(5.71 + Math.LN2, 6);
    // Unvoiced ones stay so.
    expect(sent.accent_phrases[1]!.moras[2]!.pitch).toBe(0);
  });

  it('lists talking styles only, in Japanese only', async () => {
    const about = await voice.engine.describe();
    expect(about.voices.map(({ id, name }) => `${id} ${name}`)).toEqual([
      '3 ずんだもん・ノーマル',
      '1 ずんだもん・あまあま',
      '7 ずんだもん・ツンツン',
      '76 ずんだもん・なみだめ',
      '2 四国めたん・ノーマル',
    ]);
    expect(about).toMatchObject({ languages: ['ja'], exactTiming: true });
    expect((await voice.problem({ language: 'en', text: 'Hello.' })).code).toBe('language');
    expect(server.to('/audio_query')).toHaveLength(0);
  });
});

it('leaves the mouth to the sound where AivisSpeech tells no lengths', async () => {
  const server = await startVoicevox('aivis');
  const voice = openVoice(createVoicevox('aivis'), { ...defaults.aivis, enabled: true, url: server.url });
  try {
    const said = await voice.say(hello);
    expect(secondsOf(said)).toBeCloseTo(60 / 93.75, 2);
    expect(said.events.filter(({ type }) => type === 'cues')).toEqual([]);
    expect(await voice.engine.describe()).toMatchObject({ exactTiming: false, pitch: false });
  } finally {
    await voice.close();
    await server.close();
  }
});
