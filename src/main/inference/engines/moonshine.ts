import { readFile } from 'node:fs/promises';
import { Tensor } from 'onnxruntime-common';
import type { EngineModel, EngineSession, InferenceEngine, LoadedModelSource } from '#main/inference/inference.types.ts';
import { StudioError } from '#shared/errors.ts';
import { type AsrEvent, asrInputSchema, moonshineOptionsSchema } from '#shared/inference/asr-options.ts';
import { readTokens, type TokenReader } from './moonshine-tokens.ts';
import { cutAtQuiet } from './sound-cuts.ts';

/**
 * Useful Sensors' Moonshine (arXiv 2410.15608) as two ONNX files: an encoder over raw sound, and a decoder that writes one token a step and hands its keys and
 * values back (`present.*` → `past_key_values.*`). Its first step reads the encoder's states, later ones their cached keys (`use_cache_branch`).
 */
export function createMoonshineEngine(): InferenceEngine {
  return {
    async load(source, context) {
      const options = moonshineOptionsSchema.parse(source.options);
      const tokens = readTokens(await readFile(fileOf(source, 'tokens')));
      const encoder = await context.session(fileOf(source, 'encoder'));
      const decoder = await context.session(fileOf(source, 'decoder'));
      return moonshineModel({ encoder, decoder, tokens, ...options });
    },
  };
}

interface Moonshine {
  readonly encoder: EngineSession;
  readonly decoder: EngineSession;
  readonly tokens: TokenReader;
  readonly tokensPerSecond: number;
  readonly heads: number;
}

const RATE_HZ = 16_000;
/** It was trained on pieces of up to 30 s; its attention grows with the square. */
const PIECE_SECONDS = 24;
/** Its three convolutions swallow 895 samples; less than a fifth of a second it cannot read. */
const SHORTEST_SAMPLES = RATE_HZ / 4;
const START_TOKEN = 1;
const END_TOKEN = 2;

function moonshineModel(model: Moonshine): EngineModel {
  return {
    async run(op, input, emit, signal) {
      if (op !== 'transcribe') throw new StudioError('invalid-input', `Moonshine knows "transcribe", not "${op}"`);
      const { samples } = asrInputSchema.parse(input);
      const texts: string[] = [];
      for (const piece of cutAtQuiet(samples, RATE_HZ, PIECE_SECONDS)) {
        if (signal.aborted) break;
        texts.push(await transcribe(model, piece, signal));
        emit({ final: false, text: texts.join(' ') } satisfies AsrEvent);
      }
      emit({ final: true, text: texts.join(' ') } satisfies AsrEvent);
      return { soundSeconds: samples.length / RATE_HZ };
    },
    async release() {
      await model.encoder.release();
      await model.decoder.release();
    },
  };
}

async function transcribe(model: Moonshine, sound: Float32Array, signal: AbortSignal): Promise<string> {
  const states = await encode(model.encoder, padded(sound));
  const [, length, width] = states.dims;
  if (length === undefined || width === undefined) throw new StudioError('voice', 'the encoder gave states of a wrong shape');
  const most = Math.ceil((sound.length / RATE_HZ) * model.tokensPerSecond) + 4;
  const ids: number[] = [];
  let past = emptyPast(model.decoder, model.heads, Math.floor(width / model.heads));
  for (let token = START_TOKEN; ids.length < most && !signal.aborted; ) {
    const step = await decode(model.decoder, { states, past, token, first: ids.length === 0 });
    token = step.token;
    past = step.past;
    if (token === END_TOKEN) break;
    ids.push(token);
  }
  return model.tokens.text(ids);
}

async function encode(encoder: EngineSession, sound: Float32Array): Promise<Tensor> {
  const feeds: Record<string, Tensor> = { input_values: new Tensor('float32', sound, [1, sound.length]) };
  if (encoder.inputNames.includes('attention_mask')) feeds.attention_mask = ones(sound.length);
  const states = (await encoder.run(feeds))[encoder.outputNames[0] ?? ''];
  if (!states) throw new StudioError('voice', 'the encoder of the Moonshine model gave nothing');
  return states;
}

type Cache = Readonly<Record<string, Tensor>>;

interface Step {
  readonly states: Tensor;
  readonly past: Cache;
  readonly token: number;
  readonly first: boolean;
}

async function decode(decoder: EngineSession, step: Step): Promise<{ readonly token: number; readonly past: Cache }> {
  const feeds: Record<string, Tensor> = {
    ...step.past,
    input_ids: new Tensor('int64', BigInt64Array.of(BigInt(step.token)), [1, 1]),
    encoder_hidden_states: step.states,
    use_cache_branch: new Tensor('bool', Uint8Array.of(step.first ? 0 : 1), [1]),
  };
  if (decoder.inputNames.includes('encoder_attention_mask')) feeds.encoder_attention_mask = ones(step.states.dims[1] ?? 0);
  const results = await decoder.run(feeds);
  const past: Record<string, Tensor> = {};
  for (const [name, held] of Object.entries(step.past)) {
    // The keys of the sound come once, with the first step; later steps hand back empty ones.
    const keep = !step.first && name.includes('.encoder.');
    past[name] = (keep ? held : results[name.replace('past_key_values', 'present')]) ?? held;
  }
  return { token: likeliest(results.logits), past };
}

function emptyPast(decoder: EngineSession, heads: number, width: number): Cache {
  const names = decoder.inputNames.filter((name) => name.startsWith('past_key_values.'));
  return Object.fromEntries(names.map((name) => [name, new Tensor('float32', new Float32Array(0), [1, heads, 0, width])]));
}

/** Index of the largest value of the last row. */
function likeliest(logits: Tensor | undefined): number {
  const data = logits?.data;
  const size = logits?.dims.at(-1) ?? 0;
  if (!(data instanceof Float32Array) || size === 0)
    throw new StudioError('voice', 'the decoder of the Moonshine model gave no scores');
  const from = data.length - size;
  let best = 0;
  for (let i = 1; i < size; i++) if ((data[from + i] ?? 0) > (data[from + best] ?? 0)) best = i;
  return best;
}

function padded(sound: Float32Array): Float32Array {
  if (sound.length >= SHORTEST_SAMPLES) return sound;
  const longer = new Float32Array(SHORTEST_SAMPLES);
  longer.set(sound);
  return longer;
}

function ones(length: number): Tensor {
  return new Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]);
}

function fileOf(source: LoadedModelSource, role: string): string {
  const file = source.files[role];
  if (file === undefined) throw new StudioError('unavailable', `the model ${source.key} names no file with the role "${role}"`);
  return file;
}
