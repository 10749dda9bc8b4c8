import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import { jsonPost } from './gpt-sovits.ts';
import { soundOf } from './reply-sound.ts';
import { jsonOf } from './reply-text.ts';
import { voiceProblem } from './voice-problem.ts';
import type { CommonServerSettings, ServerCall, ServerSentence, ServerVoice, VoiceServer } from './voice-server.types.ts';
import { type AudioQuery, audioQuerySchema, speakersSchema } from './voicevox.wire.ts';
import { timingFromQuery, type VoicevoxTiming } from './voicevox-timing.ts';

/** Silence that is asked for around the speech, s: the engine puts 0.1 there by itself. */
const EDGE_SECONDS = 0.02;
/** One semitone of a natural logarithm. */
const SEMITONE = Math.LN2 / 12;

/**
 * VOICEVOX ENGINE, and AivisSpeech Engine which speaks the same API: POST /audio_query (text → phonemes with their lengths), then
 * POST /synthesis (that, changed as we like → WAV). A voice is a style id of a speaker; moods take another style of the same speaker.
 */
export function createVoicevox(id: 'voicevox' | 'aivis'): VoiceServer<CommonServerSettings> {
  const isAivis = id === 'aivis';
  return {
    id,
    parallel: 2,
    advice: isAivis ? 'Start AivisSpeech and check the address under Voice' : 'Start VOICEVOX and check the address under Voice',
    about: () => ({
      kind: 'server',
      languages: ['ja'],
      exactTiming: !isAivis,
      streaming: false,
      cloning: false,
      emotion: true,
      speed: true,
      pitch: !isAivis,
      licence: isAivis
        ? 'LGPL-3.0; each voice has its own terms'
        : 'LGPL-3.0; each voice asks for a credit like "VOICEVOX:ずんだもん"',
    }),
    async look(call) {
      const url = `${call.url}/speakers`;
      const reply = await call.http.open({ method: 'GET', url, waitMs: call.settings.firstSoundTimeoutMs, signal: call.signal });
      const speakers = speakersSchema.safeParse(await jsonOf(reply, url));
      if (!speakers.success)
        throw voiceProblem('not-sound', `${url} answers, but not as VOICEVOX does: is another program there?`, call.url);
      return { voices: voicesFrom(speakers.data) };
    },
    async *speak(call, sentence) {
      const style = styleIdOf(call.settings, sentence);
      const query = changed(await ask(call, sentence.text, style), sentence, isAivis);
      const timing = timingFromQuery(query, sentence.text);
      const url = `${call.url}/synthesis`;
      const reply = await call.http.open({
        ...jsonPost(`${url}?speaker=${style}&enable_interrogative_upspeak=true`, query),
        waitMs: call.settings.firstSoundTimeoutMs,
        signal: call.signal,
      });
      yield* timed(soundOf(reply, url, { kind: 'wav' }), timing);
    },
  };
}

function voicesFrom(speakers: (typeof speakersSchema)['_output']): ServerVoice[] {
  return speakers.flatMap(({ name, styles }) =>
    styles
      // Others sing.
      .filter(({ type }) => type === undefined || type === 'talk')
      .map((style) => ({ id: String(style.id), name: `${name}・${style.name}`, language: 'ja' as const })),
  );
}

async function ask(call: ServerCall<CommonServerSettings>, text: string, style: string): Promise<AudioQuery> {
  const url = `${call.url}/audio_query`;
  const reply = await call.http.open({
    method: 'POST',
    url: `${url}?${new URLSearchParams({ text, speaker: style })}`,
    waitMs: call.settings.firstSoundTimeoutMs,
    signal: call.signal,
  });
  const query = audioQuerySchema.safeParse(await jsonOf(reply, url));
  if (!query.success)
    throw voiceProblem('not-sound', `${url} sent a query that cannot be read: ${query.error.message.slice(0, 200)}`, call.url);
  return query.data;
}

/** Speed, pitch (of each mora: exact semitones, where the engine heeds it) and short edges. */
function changed(query: AudioQuery, { rate, pitch }: ServerSentence, isAivis: boolean): AudioQuery {
  const shift = isAivis ? 0 : pitch * SEMITONE;
  return {
    ...query,
    speedScale: rate,
    prePhonemeLength: EDGE_SECONDS * rate,
    postPhonemeLength: EDGE_SECONDS * rate,
    outputStereo: false,
    accent_phrases: query.accent_phrases.map((phrase) => ({
      ...phrase,
      moras: phrase.moras.map((mora) => (mora.pitch > 0 ? { ...mora, pitch: mora.pitch + shift } : mora)),
    })),
  };
}

/** The whole WAV is there at once: the cues are fitted to its true length before it goes on. */
async function* timed(source: AsyncIterable<SynthesisEvent>, timing: VoicevoxTiming | undefined): AsyncGenerator<SynthesisEvent> {
  if (!timing) return yield* source;
  const events: SynthesisEvent[] = [];
  let rateHz = 1;
  let length = 0;
  for await (const event of source) {
    if (event.type === 'format') rateHz = event.sampleRateHz;
    if (event.type === 'pcm') length += event.samples.length;
    events.push(event);
  }
  // An engine of another version may round otherwise: a few ms over a sentence.
  const fit = (length * 1000) / rateHz / timing.lengthMs;
  const scaled = <T extends { readonly startMs: number; readonly endMs: number }>(cues: readonly T[]): T[] =>
    cues.map((cue) => ({ ...cue, startMs: cue.startMs * fit, endMs: cue.endMs * fit }));
  yield { type: 'cues', visemes: scaled(timing.cues.visemes), words: scaled(timing.cues.words) };
  yield* events;
}

function styleIdOf(settings: CommonServerSettings, sentence: ServerSentence): string {
  const { voices, voice, emotion, style } = sentence;
  const chosen =
    voices.find(({ id }) => id === voice) ??
    voices.find(({ id, name }) => id === settings.speaker || name === settings.speaker) ??
    voices[0];
  if (!chosen) throw voiceProblem('needs-voice', 'the server names no speaker: add one in its own program');
  const own = voices.filter(({ name }) => speakerOf(name) === speakerOf(chosen.name));
  const wanted = style?.style ?? '';
  if (wanted !== '') return wantedStyle(wanted, own, voices);
  return isPlain(chosen.name) ? (moodStyle(emotion, own)?.id ?? chosen.id) : chosen.id;
}

function wantedStyle(wanted: string, own: readonly ServerVoice[], all: readonly ServerVoice[]): string {
  const match =
    own.find(({ name }) => styleName(name) === wanted) ?? all.find(({ id, name }) => id === wanted || name === wanted);
  if (match) return match.id;
  throw voiceProblem(
    'needs-voice',
    `this speaker has no style ${JSON.stringify(wanted)}: it has ${own.map(({ name }) => styleName(name)).join(', ')}`,
    wanted,
  );
}

const speakerOf = (name: string): string => name.slice(0, name.lastIndexOf('・'));
const styleName = (name: string): string => name.slice(name.lastIndexOf('・') + 1);
const isPlain = (name: string): boolean => /^(?:ノーマル|normal|ふつう|通常)$/iu.test(styleName(name));

/** What speakers call the styles that suit a mood. Used when the streamer names none. */
const MOOD_STYLES: Partial<Record<Emotion, RegExp>> = {
  happy: /喜|嬉|楽し|うれし|たのし|上機嫌|happy|joy/iu,
  excited: /元気|テンション|喜|楽し|たのし|happy/iu,
  playful: /あまあま|小悪魔|たのし|楽し/u,
  loving: /あまあま|甘|ラブ/u,
  shy: /照れ|あまあま|恥/u,
  worried: /びえーん|不安|おどおど|悲/u,
  sad: /悲|哀|泣|なみだ|かなし|sad/iu,
  tired: /ヘロヘロ|ねむ|眠|低血圧|ヒソヒソ/u,
  scared: /怖|恐|びくびく|おどろき|fear/iu,
  angry: /怒|ツン|おこ|angry/iu,
  surprised: /驚|びっくり|おどろき/u,
};

function moodStyle(emotion: Emotion, own: readonly ServerVoice[]): ServerVoice | undefined {
  const pattern = MOOD_STYLES[emotion];
  return pattern && own.find(({ name }) => pattern.test(styleName(name)));
}
