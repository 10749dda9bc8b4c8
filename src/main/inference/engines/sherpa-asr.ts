import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineModel, EngineStream, InferenceEngine } from '#main/inference/inference.types.ts';
import { StudioError } from '#shared/errors.ts';
import {
  type AsrEvent,
  type AsrInput,
  asrInputSchema,
  isStreamingKind,
  type SherpaAsrOptions,
  sherpaAsrOptionsSchema,
  takesHotWords,
} from '#shared/inference/asr-options.ts';
import { LANGUAGES } from '#shared/speech/lists.ts';
import { type SherpaAsrSetup, sherpaAsrConfig } from './sherpa-asr-config.ts';
import { loadSherpa, type Sherpa } from './sherpa-module.ts';
import { cutAtQuiet } from './sound-cuts.ts';

type Offline = InstanceType<Sherpa['OfflineRecognizer']>;
type Online = InstanceType<Sherpa['OnlineRecognizer']>;

const RATE_HZ = 16_000;
/** Whisper hears 30 s at most, and others need memory with the square; with the silence behind it this stays below. */
const PIECE_SECONDS = 26;
/** Shorter sound makes some models divide by nothing: it is followed by silence up to this. */
const SHORTEST_SAMPLES = RATE_HZ / 2;
/** Silence that pushes a streaming model's last words out. */
const TAIL_SAMPLES = RATE_HZ * 0.6;

/**
 * sherpa-onnx's recognisers: an optional package, for it links eSpeak NG (GPL-3). It decodes in threads of its own, so the process goes on hearing.
 * NOTICE: sherpa-onnx ends the whole process (`exit(-1)`) when a file is not what its configuration says; files are looked for first, and
 * the rest is a crash of this process only.
 */
export function createSherpaAsrEngine(): InferenceEngine {
  return {
    async load(source, context) {
      const options = sherpaAsrOptionsSchema.parse(source.options);
      for (const file of Object.values(source.files)) {
        if (!existsSync(file)) throw new StudioError('unavailable', `the model file ${file} is gone: install the model again`);
      }
      const sherpa = await loadSherpa();
      const setup = { key: source.key, files: source.files, options, threads: context.threads, hotWordsFile: undefined };
      return isStreamingKind(options.kind) ? loadStreaming(sherpa, setup) : loadWhole(sherpa, setup);
    },
  };
}

async function loadWhole(sherpa: Sherpa, setup: SherpaAsrSetup): Promise<EngineModel> {
  const recognizer = await sherpa.OfflineRecognizer.createAsync(sherpaAsrConfig(setup));
  return {
    async run(op, raw, emit, signal) {
      if (op !== 'transcribe') throw unknownOp(op, 'transcribe');
      const input = asrInputSchema.parse(raw);
      let text = '';
      let language: string | undefined;
      for (const piece of cutAtQuiet(input.samples, RATE_HZ, PIECE_SECONDS)) {
        if (signal.aborted) break;
        const heard = await decode(recognizer, setup, padded(piece), input);
        text = `${text} ${heard.text}`.trim();
        language ??= heard.lang || undefined;
        emit({ final: false, text } satisfies AsrEvent);
      }
      emit({ final: true, text, ...(language === undefined ? {} : { language }) } satisfies AsrEvent);
      return { soundSeconds: input.samples.length / RATE_HZ };
    },
    // The binding frees the native model with the object.
    release: async () => {},
  };
}

/** Whisper takes short or accented speech for any of its hundred languages: one that nobody speaks here is heard again as the usual one. */
async function decode(recognizer: Offline, setup: SherpaAsrSetup, samples: Float32Array, input: AsrInput) {
  const { kind } = setup.options;
  if (kind !== 'whisper') return decodeAs(recognizer, samples, takesHotWords(kind) ? input.hotWords : []);
  const seconds = samples.length / RATE_HZ;
  const speak = (language: string): void =>
    recognizer.setConfig(sherpaAsrConfig({ ...setup, seconds, options: { ...setup.options, language } }));
  speak(input.language);
  const heard = await decodeAs(recognizer, samples, []);
  if (input.language !== 'auto' || isOneOf(LANGUAGES, heard.lang)) return heard;
  speak(input.usualLanguage);
  return { ...(await decodeAs(recognizer, samples, [])), lang: input.usualLanguage };
}

function isOneOf(known: readonly string[], language: string | undefined): boolean {
  return language === undefined || language === '' || known.includes(language);
}

async function decodeAs(recognizer: Offline, samples: Float32Array, hotWords: readonly string[]) {
  const stream = recognizer.createStream(hotWords.length > 0 ? hotWords.map(plainWord).join('/') : undefined);
  stream.acceptWaveform({ samples, sampleRate: RATE_HZ });
  return recognizer.decodeAsync(stream);
}

async function loadStreaming(sherpa: Sherpa, setup: SherpaAsrSetup): Promise<EngineModel> {
  const folder = await mkdtemp(join(tmpdir(), 'yingxi-hot-words-'));
  try {
    const hotWordsFile = await writeHotWords(folder, setup.options);
    const recognizer = new sherpa.OnlineRecognizer(sherpaAsrConfig({ ...setup, hotWordsFile }));
    return {
      async run(op) {
        throw unknownOp(op, 'listen');
      },
      stream(op, _input, emit) {
        if (op !== 'listen') throw unknownOp(op, 'listen');
        return streamOf(recognizer, emit);
      },
      release: async () => {},
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One utterance: partial texts while it is pushed, and a final one when it is told 'end'. */
function streamOf(recognizer: Online, emit: (event: AsrEvent) => void): EngineStream {
  const stream = recognizer.createStream();
  let last = '';
  const decodeAll = (): string => {
    while (recognizer.isReady(stream)) recognizer.decode(stream);
    return recognizer.getResult(stream).text.trim();
  };
  return {
    async push(samples) {
      stream.acceptWaveform({ samples, sampleRate: RATE_HZ });
      const text = decodeAll();
      if (text === last) return;
      last = text;
      emit({ final: false, text });
    },
    async tell(message) {
      if (message !== 'end') throw new StudioError('invalid-input', 'a stream of speech can only be told "end"');
      stream.acceptWaveform({ samples: new Float32Array(TAIL_SAMPLES), sampleRate: RATE_HZ });
      stream.inputFinished();
      emit({ final: true, text: decodeAll() });
    },
    close() {},
  };
}

async function writeHotWords(folder: string, options: SherpaAsrOptions): Promise<string | undefined> {
  if (options.kind !== 'streaming-transducer' || options.hotWords.length === 0) return undefined;
  const file = join(folder, 'hot-words.txt');
  await writeFile(file, `${options.hotWords.map(plainWord).join('\n')}\n`);
  return file;
}

/** A hot word is data: without the marks that sherpa's lists know (`/` separates, `:` and `#` and `@` give scores). */
function plainWord(word: string): string {
  return word.replace(/[/:#@\s]+/gu, ' ').trim();
}

function padded(sound: Float32Array): Float32Array {
  if (sound.length >= SHORTEST_SAMPLES) return sound;
  const longer = new Float32Array(SHORTEST_SAMPLES);
  longer.set(sound);
  return longer;
}

function unknownOp(op: string, known: string): StudioError {
  return new StudioError('invalid-input', `this recogniser knows "${known}", not "${op}"`);
}
