import type { VoiceServerSettings } from '#shared/settings/settings.ts';
import { LANGUAGES, type Language } from '#shared/speech/emotion.ts';
import { soundOf } from './reply-sound.ts';
import { refusal, textOf } from './reply-text.ts';
import { voiceProblem } from './voice-problem.ts';
import type { ServerCall, ServerSentence, VoiceServer } from './voice-server.types.ts';

type Settings = VoiceServerSettings['gptSovits'];

/** How the API names languages; each also reads English words in between. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: 'zh', en: 'en', ja: 'ja' };
/** `true` is understood by every version of the API: 2 and 3 came later. */
const STREAMING = { quality: true, balanced: 2, fast: 3 } as const;
/** Loading a model from disk. */
const WEIGHTS_MS = 120_000;

/**
 * GPT-SoVITS, api_v2.py. POST /tts answers with a WAV (streamed: header with length 0, then sound part by part), or 400 with
 * {"message", "Exception"}. Models are changed by GET /set_gpt_weights and /set_sovits_weights. It imitates a recording of 3 to 10 s which
 * lies on the server's computer, so each mood has its own.
 */
export function createGptSovits(): VoiceServer<Settings> {
  /** Weights that this server was told to load, by path of the API. */
  const loaded = new Map<string, string>();

  async function load(call: ServerCall<Settings>, path: string, weights: string): Promise<void> {
    if (weights === '' || loaded.get(path) === weights) return;
    const url = `${call.url}${path}?weights_path=${encodeURIComponent(weights)}`;
    const reply = await call.http.open({ method: 'GET', url, waitMs: WEIGHTS_MS, signal: call.signal });
    if (reply.status !== 200) throw await refusal(reply, `${call.url}${path}`);
    await textOf(reply);
    loaded.set(path, weights);
  }

  return {
    id: 'gpt-sovits',
    // It keeps the reference of the sentence in hand in one place: two at a time would mix.
    parallel: 1,
    advice: 'Start GPT-SoVITS with "python api_v2.py" and check the address under Voice',
    about: ({ streaming }) => ({
      kind: 'server',
      languages: [...LANGUAGES],
      exactTiming: false,
      streaming,
      cloning: true,
      emotion: true,
      speed: true,
      pitch: false,
      licence: 'MIT; a voice belongs to whoever spoke it',
    }),
    async look(call) {
      // Without fields the API says which one it misses: no sound is made, and another program there answers otherwise.
      const url = `${call.url}/tts`;
      const reply = await call.http.open({
        ...jsonPost(url, {}),
        waitMs: call.settings.firstSoundTimeoutMs,
        signal: call.signal,
      });
      const text = await textOf(reply);
      if (reply.status === 400 && /is required/u.test(text)) return { voices: [] };
      throw voiceProblem(
        'refused',
        `${url} answers (${reply.status}), but not as api_v2.py does: older versions start with api.py, which is another API`,
        `HTTP ${reply.status}`,
      );
    },
    async *speak(call, sentence) {
      const style = referenceOf(sentence);
      await load(call, '/set_gpt_weights', call.settings.gptWeights);
      await load(call, '/set_sovits_weights', call.settings.sovitsWeights);
      const url = `${call.url}/tts`;
      const reply = await call.http.open({
        ...jsonPost(url, {
          text: sentence.text,
          text_lang: LANGUAGE_NAMES[sentence.language],
          ref_audio_path: style.referenceAudio,
          prompt_text: style.referenceText,
          prompt_lang: LANGUAGE_NAMES[style.referenceLanguage],
          speed_factor: sentence.rate,
          media_type: 'wav',
          streaming_mode: call.settings.streaming ? STREAMING[call.settings.latency] : false,
        }),
        waitMs: call.settings.firstSoundTimeoutMs,
        signal: call.signal,
      });
      yield* soundOf(reply, url, { kind: 'wav' });
    },
    forget: () => loaded.clear(),
  };
}

function referenceOf({ style }: ServerSentence) {
  if (style && style.referenceAudio !== '') return style;
  throw voiceProblem(
    'needs-reference',
    'GPT-SoVITS speaks like a recording: name one (3 to 10 s) for the neutral mood under Voice',
  );
}

export function jsonPost(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  } as const;
}
