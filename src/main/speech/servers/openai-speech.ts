import { z } from 'zod';
import type { VoiceServerSettings } from '#shared/settings/settings.ts';
import { LANGUAGES, type Language } from '#shared/speech/emotion.ts';
import { jsonPost } from './gpt-sovits.ts';
import { soundOf } from './reply-sound.ts';
import { jsonOf, refusal, textOf } from './reply-text.ts';
import type { ServerCall, ServerSentence, ServerVoice, VoiceServer } from './voice-server.types.ts';

type Settings = VoiceServerSettings['openai'];

/** Of OpenAI's own service; those that imitate it take some of them. */
const VOICES = ['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer', 'verse', 'marin', 'cedar'];
/** `pcm` means this rate, 16 bits, mono. */
const PCM_HZ = 24_000;
const SLOWEST = 0.25;
const FASTEST = 4;

const named = z.union([z.string(), z.looseObject({ id: z.string() }), z.looseObject({ name: z.string() })]);
const voicesSchema = z.looseObject({ voices: z.array(named) });

/** POST /audio/speech as OpenAI defines it, of any server (Kokoro-FastAPI, openai-edge-tts, …). The address ends in /v1. */
export function createOpenAiSpeech(): VoiceServer<Settings> {
  return {
    id: 'openai-speech',
    parallel: 2,
    advice: 'Check the address (it ends in /v1) and the key under Voice',
    about: ({ url, model }) => ({
      kind: isNear(url) ? 'server' : 'online',
      languages: [...LANGUAGES],
      exactTiming: false,
      streaming: true,
      cloning: false,
      emotion: takesInstructions(model),
      speed: true,
      pitch: false,
      licence: "the service's own terms",
    }),
    async look(call) {
      const voices = await ownVoices(call);
      if (voices) return { voices };
      const url = `${call.url}/models`;
      const reply = await call.http.open({
        method: 'GET',
        url,
        headers: keyHeader(call),
        waitMs: call.settings.firstSoundTimeoutMs,
        signal: call.signal,
      });
      // Not every server lists its models; a refused key is news.
      if (reply.status === 401 || reply.status === 403) throw await refusal(reply, call.url);
      await textOf(reply);
      return { voices: voicesFrom(VOICES) };
    },
    async *speak(call, sentence) {
      const { model, format } = call.settings;
      const url = `${call.url}/audio/speech`;
      const instructions = sentence.style?.style ?? '';
      const reply = await call.http.open({
        ...jsonPost(
          url,
          {
            model,
            input: sentence.text,
            voice: voiceOf(call.settings, sentence),
            response_format: format,
            speed: Math.min(FASTEST, Math.max(SLOWEST, sentence.rate)),
            ...(instructions !== '' && takesInstructions(model) ? { instructions } : {}),
          },
          keyHeader(call),
        ),
        waitMs: call.settings.firstSoundTimeoutMs,
        signal: call.signal,
      });
      yield* soundOf(reply, url, format === 'pcm' ? { kind: 'pcm', sampleRateHz: PCM_HZ } : { kind: format });
    },
  };
}

/** GET /audio/voices is no part of OpenAI's API, but of most servers that imitate it. */
async function ownVoices(call: ServerCall<Settings>): Promise<readonly ServerVoice[] | undefined> {
  const url = `${call.url}/audio/voices`;
  const reply = await call.http.open({
    method: 'GET',
    url,
    headers: keyHeader(call),
    waitMs: call.settings.firstSoundTimeoutMs,
    signal: call.signal,
  });
  if (reply.status !== 200) {
    await textOf(reply);
    return undefined;
  }
  const list = voicesSchema.safeParse(await jsonOf(reply, url).catch(() => undefined));
  if (!list.success || list.data.voices.length === 0) return undefined;
  return voicesFrom(list.data.voices.map(nameOf));
}

function nameOf(voice: z.infer<typeof named>): string {
  if (typeof voice === 'string') return voice;
  return 'id' in voice ? String(voice.id) : voice.name;
}

/** First letter of Kokoro's voice names: "zf_xiaobei" is a Chinese woman. */
const KOKORO_LETTERS: Readonly<Record<string, Language>> = { a: 'en', b: 'en', j: 'ja', z: 'zh' };

/** A voice speaks every language, unless its name says which. */
function voicesFrom(names: readonly string[]): ServerVoice[] {
  return names.flatMap((name) => {
    const own = KOKORO_LETTERS[/^([abjz])[fm]_/u.exec(name)?.[1] ?? ''];
    return LANGUAGES.filter((language) => own === undefined || own === language).map((language) => ({
      id: name,
      name,
      language,
    }));
  });
}

function voiceOf(settings: Settings, { voice, voices, language }: ServerSentence): string {
  if (voices.some(({ id }) => id === voice)) return voice;
  if (settings.speaker !== '') return settings.speaker;
  return voices.find((one) => one.language === language)?.id ?? VOICES[0] ?? '';
}

function keyHeader({ secret }: ServerCall<Settings>): Record<string, string> {
  return secret === undefined || secret === '' ? {} : { authorization: `Bearer ${secret}` };
}

/** tts-1 and tts-1-hd refuse them. */
const takesInstructions = (model: string): boolean => !/^tts-1/u.test(model);

/** On this computer or in the local network. */
function isNear(address: string): boolean {
  try {
    const host = new URL(address).hostname;
    return /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|.*\.local$)/u.test(host);
  } catch {
    return true;
  }
}
