import { readFile } from 'node:fs/promises';
import { Tensor } from 'onnxruntime-common';
import type { EngineModel, InferenceEngine, LoadedModelSource } from '#main/inference/inference.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type PiperConfig, piperConfigSchema } from '#shared/inference/piper-config.ts';
import { type SynthesisInput, synthesisInputSchema } from '#shared/inference/synthesis.ts';
import { soundFromModel } from './neural/model-sound.ts';
import { idsFromSymbols, type SymbolTable } from './neural/symbol-ids.ts';
import { openTimedSession, type TimedSession } from './neural/timed-session.ts';

/**
 * Piper voices (VITS): `input` int64[1,N] symbol ids, `input_lengths` int64[1], `scales` float[3] (noise, length, noise of lengths), with several
 * speakers `sid` int64[1] → sound float[1,1,1,T] at the rate of the config.
 */
export function createPiperEngine(): InferenceEngine {
  return {
    async load(source, context) {
      const config = await readConfig(source);
      const model = source.files.model;
      if (model === undefined)
        throw new StudioError('unavailable', `the voice ${source.key} has no file with the role "model": install it again`);
      const timed = await openTimedSession(context, model, 'Ceil', source.files.data !== undefined);
      checkInputs(source.key, timed.session.inputNames);
      return piperModel(config, timed);
    },
  };
}

async function readConfig(source: LoadedModelSource): Promise<PiperConfig> {
  const file = source.files.config;
  if (file === undefined)
    throw new StudioError(
      'unavailable',
      `the voice ${source.key} lacks its .onnx.json file: put it beside the .onnx file and add the voice again`,
    );
  try {
    return piperConfigSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new StudioError(
      'unavailable',
      `${file} is not the description of a Piper voice (${messageFromUnknown(cause).slice(0, 200)}): download the voice again`,
      { cause },
    );
  }
}

function checkInputs(key: string, names: readonly string[]): void {
  const missing = ['input', 'input_lengths', 'scales'].filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new StudioError(
      'unavailable',
      `${key} is no Piper voice: its model lacks the input ${missing.join(', ')} (it has ${names.join(', ')})`,
    );
}

function piperModel(config: PiperConfig, { session, sound, durations }: TimedSession): EngineModel {
  const table = tableFrom(config);
  const isMultiSpeaker = session.inputNames.includes('sid');
  return {
    async run(op, raw, emit, signal) {
      if (op !== 'synthesize') throw new StudioError('invalid-input', `Piper knows "synthesize", not "${op}"`);
      const input = synthesisInputSchema.parse(raw);
      if (!('symbols' in input.said)) throw new StudioError('invalid-input', 'Piper takes symbols, not text');
      const symbols = idsFromSymbols(input.said.symbols, table);
      if (signal.aborted) return { soundSeconds: 0 };
      const outputs = await session.run({
        input: new Tensor('int64', BigInt64Array.from(symbols.ids, BigInt), [1, symbols.ids.length]),
        input_lengths: new Tensor('int64', BigInt64Array.of(BigInt(symbols.ids.length)), [1]),
        scales: new Tensor('float32', scalesFor(config, input), [3]),
        ...(isMultiSpeaker ? { sid: new Tensor('int64', BigInt64Array.of(BigInt(speakerId(config, input.voice))), [1]) } : {}),
      });
      const event = soundFromModel(
        outputs[sound],
        durations === undefined ? undefined : outputs[durations],
        symbols,
        config.audio.sample_rate,
      );
      emit(event);
      return { soundSeconds: event.samples.length / event.sampleRateHz };
    },
    release: () => session.release(),
  };
}

function scalesFor({ inference }: PiperConfig, { speed, liveliness }: SynthesisInput): Float32Array {
  return Float32Array.of(inference.noise_scale * liveliness, inference.length_scale / speed, inference.noise_w * liveliness);
}

function speakerId(config: PiperConfig, voice: string): number {
  const id = voice === '' ? 0 : (config.speaker_id_map[voice] ?? (/^\d+$/u.test(voice) ? Number(voice) : undefined));
  if (id === undefined || id >= config.num_speakers)
    throw new StudioError(
      'invalid-input',
      `this voice has no speaker "${voice}": choose one of ${Object.keys(config.speaker_id_map).slice(0, 10).join(', ')}`,
    );
  return id;
}

/** Marks and tones behind which a Mandarin syllable or pause is complete. */
const SYLLABLE_ENDS = /^[1-5。．.？?！!—…、，,：:；; ]$/u;

/** "^ _ a _ b _ $": a pad behind every symbol; Mandarin syllables have it once, behind the tone. */
function tableFrom(config: PiperConfig): SymbolTable {
  const idsOf = new Map(Object.entries(config.phoneme_id_map));
  const pad = idsOf.get('_') ?? [];
  const begin = idsOf.get('^') ?? [];
  const tail = idsOf.get('$') ?? [];
  return config.phoneme_type === 'pinyin'
    ? { idsOf, lead: begin, tail, after: (symbol) => (SYLLABLE_ENDS.test(symbol) ? pad : []) }
    : { idsOf, lead: [...begin, ...pad], tail, after: () => pad };
}
