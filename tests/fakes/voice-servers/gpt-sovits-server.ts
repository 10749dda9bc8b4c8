import { type FakeReply, type FakeVoiceServer, type SeenRequest, startFake } from './http-server.ts';
import { int16From, speechLike, wavOf } from './sounds.ts';

export const GPT_SOVITS_HZ = 32_000;

/**
 * GPT-SoVITS as its api_v2.py is documented: POST /tts with JSON (fields are checked in this order: ref_audio_path, text, text_lang, prompt_lang),
 * GET /set_gpt_weights and /set_sovits_weights. Streamed replies open with a header of length 0 and carry bare samples after it.
 */
export function startGptSovits(port = 0): Promise<FakeVoiceServer> {
  return startFake((request) => {
    if (request.path === '/tts') return tts(request);
    if (request.path === '/set_gpt_weights' || request.path === '/set_sovits_weights') return weights(request);
    return { status: 404, type: 'application/json', parts: ['{"detail":"Not Found"}'] };
  }, port);
}

const LANGUAGES = ['auto', 'auto_yue', 'en', 'zh', 'ja', 'yue', 'ko', 'all_zh', 'all_ja', 'all_yue', 'all_ko'];

function tts({ body }: SeenRequest): FakeReply {
  const fields = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  for (const name of ['ref_audio_path', 'text', 'text_lang', 'prompt_lang'])
    if (typeof fields[name] !== 'string' || fields[name] === '') return refuse({ message: `${name} is required` });
  if (!LANGUAGES.includes(String(fields.text_lang)))
    return refuse({ message: `text_lang: ${String(fields.text_lang)} is not supported in version v2` });
  if (String(fields.ref_audio_path).includes('long'))
    return refuse({ message: 'tts failed', Exception: '参考音频在3~10秒范围外，请更换！' });
  const seconds = Math.max(0.4, String(fields.text).length * 0.1) / Number(fields.speed_factor ?? 1);
  const samples = speechLike(seconds, GPT_SOVITS_HZ);
  if (!fields.streaming_mode) return { type: 'audio/wav', parts: [wavOf(samples, { rateHz: GPT_SOVITS_HZ })], isSound: true };
  const header = wavOf(new Float32Array(0), { rateHz: GPT_SOVITS_HZ });
  const third = Math.ceil(samples.length / 3);
  const parts = [0, 1, 2].map((i) => int16From(samples.subarray(i * third, (i + 1) * third)));
  return { type: 'audio/wav', parts: [header, ...parts], isSound: true };
}

function weights({ query }: SeenRequest): FakeReply {
  const path = query.get('weights_path') ?? '';
  if (path === '') return refuse({ message: 'gpt weight path is required' });
  if (path.includes('missing')) return refuse({ message: 'change gpt weight failed', Exception: `No such file: ${path}` });
  return { type: 'application/json', parts: ['{"message":"success"}'] };
}

const refuse = (body: unknown): FakeReply => ({ status: 400, type: 'application/json', parts: [JSON.stringify(body)] });
