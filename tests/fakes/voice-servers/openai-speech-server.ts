import { type FakeReply, type FakeVoiceServer, type SeenRequest, startFake } from './http-server.ts';
import { int16From, speechLike, wavOf } from './sounds.ts';

export interface OpenAiSpeechOptions {
  /** Requests without it get 401 as from OpenAI. */
  readonly key?: string;
  /** What GET /audio/voices answers; undefined: 404, as at OpenAI. */
  readonly voices?: unknown;
  /** MP3 file to answer with when that format is asked for. */
  readonly mp3?: Buffer;
}

/** POST /v1/audio/speech as OpenAI defines it: WAV of unknown length as it is made, bare samples at 24 kHz, or MP3; errors as {"error": {…}}. */
export function startOpenAiSpeech(options: OpenAiSpeechOptions = {}): Promise<FakeVoiceServer> {
  return startFake((request) => {
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`)
      return error(401, 'Incorrect API key provided.', 'invalid_api_key');
    if (request.path === '/v1/audio/voices' && options.voices !== undefined) return json(options.voices);
    if (request.path === '/v1/models') return json({ object: 'list', data: [{ id: 'tts-1', object: 'model' }] });
    if (request.path === '/v1/audio/speech') return speech(request, options);
    return error(404, `Invalid URL (${request.method} ${request.path})`, 'not_found');
  });
}

function speech({ body }: SeenRequest, { mp3 }: OpenAiSpeechOptions): FakeReply {
  const fields = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  if (typeof fields.input !== 'string' || fields.input === '')
    return error(400, "Missing required parameter: 'input'.", 'missing_required_parameter');
  if (String(fields.model).startsWith('tts-1') && fields.instructions !== undefined)
    return error(400, 'instructions are not supported by this model', 'unsupported');
  const samples = speechLike(Math.max(0.4, fields.input.length * 0.06) / Number(fields.speed ?? 1), 24_000);
  const format = fields.response_format ?? 'mp3';
  if (format === 'pcm')
    return { type: 'audio/pcm', parts: [int16From(samples.subarray(0, 777)), int16From(samples.subarray(777))], isSound: true };
  if (format === 'mp3')
    return { type: 'audio/mpeg', parts: mp3 ? [mp3.subarray(0, 1000), mp3.subarray(1000)] : [], isSound: true };
  const file = wavOf(samples, { rateHz: 24_000, dataLength: 0xffff_ffff });
  return { type: 'audio/wav', parts: [file.subarray(0, 1000), file.subarray(1000)], isSound: true };
}

const json = (value: unknown): FakeReply => ({ type: 'application/json', parts: [JSON.stringify(value)] });
const error = (status: number, message: string, code: string): FakeReply => ({
  status,
  type: 'application/json',
  parts: [JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } })],
});
