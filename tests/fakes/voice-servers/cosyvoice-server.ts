import { formFields } from './forms.ts';
import { type FakeReply, type FakeVoiceServer, type SeenRequest, startFake } from './http-server.ts';
import { int16From, speechLike } from './sounds.ts';

const ROUTES: Readonly<Record<string, readonly string[]>> = {
  '/inference_sft': ['tts_text', 'spk_id'],
  '/inference_zero_shot': ['tts_text', 'prompt_text', 'prompt_wav'],
  '/inference_cross_lingual': ['tts_text', 'prompt_wav'],
  '/inference_instruct': ['tts_text', 'spk_id', 'instruct_text'],
  '/inference_instruct2': ['tts_text', 'instruct_text', 'prompt_wav'],
};
const SPEAKERS = ['中文女', '中文男', '日语男', '粤语女', '英文女', '英文男', '韩语女'];

/** CosyVoice's FastAPI server: forms in, raw 16-bit samples out without any type; 422 for missing fields; an unknown speaker breaks the stream off. */
export function startCosyVoice(rateHz = 22_050): Promise<FakeVoiceServer> {
  return startFake((request) => {
    if (request.path === '/openapi.json')
      return {
        type: 'application/json',
        parts: [
          JSON.stringify({
            openapi: '3.1.0',
            paths: Object.fromEntries(Object.keys(ROUTES).map((path) => [path, { post: {} }])),
          }),
        ],
      };
    return speak(request, rateHz);
  });
}

function speak({ path, body, headers }: SeenRequest, rateHz: number): FakeReply {
  const wanted = ROUTES[path];
  if (!wanted) return { status: 404, type: 'application/json', parts: ['{"detail":"Not Found"}'] };
  const fields = formFields(body, headers['content-type']);
  const missing = wanted.filter((name) => !fields.has(name));
  if (missing.length > 0)
    return {
      status: 422,
      type: 'application/json',
      parts: [
        JSON.stringify({ detail: missing.map((name) => ({ type: 'missing', loc: ['body', name], msg: 'Field required' })) }),
      ],
    };
  const speaker = fields.get('spk_id')?.value.toString('utf8');
  if (speaker !== undefined && !SPEAKERS.includes(speaker)) return { parts: ['', ''], isSound: true };
  const samples = speechLike(Math.max(0.4, (fields.get('tts_text')?.value.toString('utf8').length ?? 0) * 0.08), rateHz);
  const half = Math.ceil(samples.length / 2);
  return { parts: [int16From(samples.subarray(0, half)), int16From(samples.subarray(half))], isSound: true };
}
