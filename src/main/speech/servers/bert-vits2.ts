import { z } from 'zod';
import type { VoiceServerSettings } from '#shared/settings/settings.ts';
import { LANGUAGES, type Language } from '#shared/speech/emotion.ts';
import { multipart } from './multipart.ts';
import { referenceFile } from './reference-file.ts';
import { soundOf } from './reply-sound.ts';
import { jsonOf, textOf } from './reply-text.ts';
import { voiceProblem } from './voice-problem.ts';
import type { ServerCall, ServerSentence, ServerVoice, VoiceServer } from './voice-server.types.ts';

type Settings = VoiceServerSettings['bertVits2'];

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: 'ZH', en: 'EN', ja: 'JP' };
/** Longest query: servers refuse lines of 64 KB, proxies far shorter ones. */
const MOST_QUERY = 6000;

const modelSchema = z.looseObject({
  spk2id: z.record(z.string(), z.number()),
  /** Style-Bert-VITS2 only. */
  style2id: z.record(z.string(), z.number()).optional(),
});
const modelsSchema = z.record(z.string(), modelSchema);

/** What was found at an address. `classic`: server.py of the first versions, which has no list of models. */
interface Found {
  readonly kind: 'hiyori' | 'style' | 'classic';
  readonly styles: readonly string[];
}

/**
 * Bert-VITS2: hiyoriUI.py and server_fastapi.py (GET or POST /voice, GET /models/info), the classic server.py (GET /voice?speaker=), and
 * Style-Bert-VITS2's server (the same route with `style`). Errors of hiyoriUI come as JSON {"status", "detail"} with HTTP status 200.
 */
export function createBertVits2(): VoiceServer<Settings> {
  let found: Found | undefined;
  return {
    id: 'bert-vits2',
    parallel: 1,
    advice: 'Start hiyoriUI.py (or server_fastapi.py) of Bert-VITS2 and check the address under Voice',
    about: () => ({
      kind: 'server',
      languages: [...LANGUAGES],
      exactTiming: false,
      streaming: false,
      cloning: false,
      emotion: true,
      speed: true,
      pitch: false,
      licence: 'AGPL-3.0; a voice belongs to whoever spoke it',
    }),
    async look(call) {
      const url = `${call.url}/models/info`;
      const reply = await call.http.open({ method: 'GET', url, waitMs: call.settings.firstSoundTimeoutMs, signal: call.signal });
      if (reply.status === 404) {
        await textOf(reply);
        found = { kind: 'classic', styles: [] };
        return { voices: [] };
      }
      const models = modelsSchema.safeParse(await jsonOf(reply, url));
      const model = models.success ? models.data[String(call.settings.modelId)] : undefined;
      if (!model) throw noModel(call, models.success ? Object.keys(models.data) : []);
      found = { kind: model.style2id ? 'style' : 'hiyori', styles: Object.keys(model.style2id ?? {}) };
      return { voices: voicesFrom(Object.keys(model.spk2id)) };
    },
    async *speak(call, sentence) {
      const at = found ?? { kind: 'hiyori', styles: [] };
      const request = await requestFor(call, sentence, at);
      const reply = await call.http.open({ ...request, waitMs: call.settings.firstSoundTimeoutMs, signal: call.signal });
      yield* soundOf(reply, `${call.url}/voice`, { kind: 'wav' });
    },
    forget() {
      found = undefined;
    },
  };
}

function noModel({ settings, url }: ServerCall<Settings>, ids: readonly string[]) {
  const loaded = ids.length === 0 ? 'no model is loaded there' : `models ${ids.join(', ')} are loaded`;
  return voiceProblem(
    'needs-voice',
    `the server at ${url} has no model ${settings.modelId}: ${loaded}`,
    String(settings.modelId),
  );
}

function voicesFrom(speakers: readonly string[]): ServerVoice[] {
  return speakers.flatMap((name) => LANGUAGES.map((language) => ({ id: name, name, language })));
}

type Query = Record<string, string>;

async function requestFor(call: ServerCall<Settings>, sentence: ServerSentence, found: Found) {
  const { style, text } = sentence;
  const url = `${call.url}/voice`;
  const speaker = speakerOf(call.settings, sentence);
  const length = (1 / sentence.rate).toFixed(3);
  const language = LANGUAGE_NAMES[sentence.language];
  if (found.kind === 'classic') {
    if (speaker === '')
      throw voiceProblem(
        'needs-voice',
        'this old Bert-VITS2 server does not list its speakers: type the name of one under Voice',
      );
    return { method: 'GET', url: withQuery(url, { text, speaker, length, language, format: 'wav' }) } as const;
  }
  const query: Query = {
    model_id: String(call.settings.modelId),
    ...(speaker === '' ? { speaker_id: '0' } : { speaker_name: speaker }),
    length,
    language,
    ...moodOf(sentence, found),
  };
  const whole = withQuery(url, { text, ...query });
  const upload = found.kind === 'hiyori' && style !== undefined && style.referenceAudio !== '';
  if (!upload && (whole.length <= MOST_QUERY || found.kind === 'style')) return { method: 'GET', url: whole } as const;
  const { contentType, body } = multipart({
    text,
    ...(upload ? { reference_audio: await referenceFile(style.referenceAudio) } : {}),
  });
  return { method: 'POST', url: withQuery(url, query), headers: { 'content-type': contentType }, body } as const;
}

/** `style` names a style of Style-Bert-VITS2, or an emotion (0 … 9, or words) of Bert-VITS2 2.x; a text beside it colours the reading. */
function moodOf({ style }: ServerSentence, found: Found): Query {
  if (!style) return {};
  const text = style.referenceText === '' ? {} : { [found.kind === 'style' ? 'assist_text' : 'style_text']: style.referenceText };
  if (style.style === '') return text;
  if (found.kind === 'hiyori') return { emotion: style.style, ...text };
  if (!found.styles.includes(style.style))
    throw voiceProblem(
      'needs-voice',
      `this voice has no style ${JSON.stringify(style.style)}: it has ${found.styles.join(', ')}`,
      style.style,
    );
  return { style: style.style, ...text };
}

function withQuery(url: string, query: Query): string {
  return `${url}?${new URLSearchParams(query)}`;
}

function speakerOf(settings: Settings, { voice, voices }: ServerSentence): string {
  if (voices.some(({ id }) => id === voice)) return voice;
  return settings.speaker === '' ? (voices[0]?.id ?? '') : settings.speaker;
}
