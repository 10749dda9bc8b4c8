import { z } from 'zod';
import type { VoiceServerSettings } from '#shared/settings/settings.ts';
import { LANGUAGES, type Language } from '#shared/speech/emotion.ts';
import { multipart } from './multipart.ts';
import { referenceFile } from './reference-file.ts';
import { soundOf } from './reply-sound.ts';
import { jsonOf } from './reply-text.ts';
import { voiceProblem } from './voice-problem.ts';
import type { ServerCall, ServerSentence, ServerVoice, VoiceServer } from './voice-server.types.ts';

type Settings = VoiceServerSettings['cosyvoice'];
type Fields = Parameters<typeof multipart>[0];

/** The speakers of CosyVoice-300M-SFT and -Instruct; the server has no list. */
const SPEAKERS: readonly ServerVoice[] = [
  { id: '中文女', name: '中文女', language: 'zh' },
  { id: '中文男', name: '中文男', language: 'zh' },
  { id: '英文女', name: '英文女', language: 'en' },
  { id: '英文男', name: '英文男', language: 'en' },
  { id: '日语男', name: '日语男', language: 'ja' },
];
const FIRST: Readonly<Record<Language, string>> = { zh: '中文女', en: '英文女', ja: '日语男' };
const ROUTES = {
  sft: '/inference_sft',
  'zero-shot': '/inference_zero_shot',
  'cross-lingual': '/inference_cross_lingual',
  instruct: '/inference_instruct',
  instruct2: '/inference_instruct2',
} as const;

const openApiSchema = z.looseObject({ paths: z.record(z.string(), z.unknown()) });

/**
 * CosyVoice's FastAPI server: one route for each way to speak, a form in, raw samples of 16 bits out (no header, no rate), as they are made.
 * A wrong speaker shows as a reply without sound, for the error comes after the head.
 */
export function createCosyVoice(): VoiceServer<Settings> {
  return {
    id: 'cosyvoice',
    parallel: 1,
    advice: 'Start runtime/python/fastapi/server.py of CosyVoice and check the address under Voice',
    about: ({ mode }) => ({
      kind: 'server',
      languages: [...LANGUAGES],
      exactTiming: false,
      streaming: true,
      cloning: mode !== 'sft' && mode !== 'instruct',
      emotion: mode !== 'sft',
      speed: false,
      pitch: false,
      licence: 'Apache-2.0; a voice belongs to whoever spoke it',
    }),
    async look(call) {
      const url = `${call.url}/openapi.json`;
      const reply = await call.http.open({ method: 'GET', url, waitMs: call.settings.firstSoundTimeoutMs, signal: call.signal });
      const api = openApiSchema.safeParse(await jsonOf(reply, url));
      const route = ROUTES[call.settings.mode];
      if (!api.success || !(route in api.data.paths))
        throw voiceProblem(
          'refused',
          `the server at ${call.url} has no ${route}: choose another mode, or check that it is CosyVoice`,
          route,
        );
      return { voices: call.settings.mode === 'sft' || call.settings.mode === 'instruct' ? SPEAKERS : [] };
    },
    async *speak(call, sentence) {
      const url = `${call.url}${ROUTES[call.settings.mode]}`;
      const { contentType, body } = multipart(await fieldsOf(call.settings, sentence));
      const reply = await call.http.open({
        method: 'POST',
        url,
        headers: { 'content-type': contentType },
        body,
        waitMs: call.settings.firstSoundTimeoutMs,
        signal: call.signal,
      });
      yield* soundOf(reply, url, { kind: 'pcm', sampleRateHz: rateOf(call) });
    },
  };
}

function rateOf({ settings }: ServerCall<Settings>): number {
  if (settings.sampleRate !== 'auto') return Number(settings.sampleRate);
  return settings.mode === 'sft' || settings.mode === 'instruct' ? 22_050 : 24_000;
}

async function fieldsOf(settings: Settings, sentence: ServerSentence): Promise<Fields> {
  const tts_text = sentence.text;
  const { mode } = settings;
  if (mode === 'sft' || mode === 'instruct') {
    const spk_id = speakerOf(settings, sentence);
    if (mode === 'sft') return { tts_text, spk_id };
    return { tts_text, spk_id, instruct_text: sentence.style?.style ?? '' };
  }
  const { style } = sentence;
  if (!style || style.referenceAudio === '')
    throw voiceProblem(
      'needs-reference',
      `CosyVoice in mode "${mode}" speaks like a recording: name one for the neutral mood under Voice`,
    );
  const prompt_wav = await referenceFile(style.referenceAudio);
  if (mode === 'zero-shot') return { tts_text, prompt_text: style.referenceText, prompt_wav };
  if (mode === 'cross-lingual') return { tts_text, prompt_wav };
  return { tts_text, instruct_text: style.style, prompt_wav };
}

function speakerOf(settings: Settings, { voice, language }: ServerSentence): string {
  if (SPEAKERS.some(({ id }) => id === voice)) return voice;
  return settings.speaker === '' ? FIRST[language] : settings.speaker;
}
