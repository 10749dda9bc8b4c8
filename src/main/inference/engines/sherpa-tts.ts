import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { EngineModel, InferenceEngine, LoadedModelSource } from '#main/inference/inference.types.ts';
import { StudioError } from '#shared/errors.ts';
import { type SynthesisSound, synthesisInputSchema } from '#shared/inference/synthesis.ts';
import { speechIn } from './neural/model-sound.ts';
import { loadSherpa, type Sherpa } from './sherpa-module.ts';

const optionsSchema = z.object({ kind: z.enum(['vits', 'kokoro', 'kitten', 'matcha']) });
type Kind = z.infer<typeof optionsSchema>['kind'];
type Tts = InstanceType<Sherpa['OfflineTts']>;

/** Files that each family cannot do without. */
const NEEDED: Readonly<Record<Kind, readonly string[]>> = {
  vits: ['model', 'tokens'],
  kokoro: ['model', 'tokens', 'voices'],
  kitten: ['model', 'tokens', 'voices'],
  matcha: ['model', 'tokens', 'vocoder'],
};

/**
 * Voices that sherpa-onnx runs (VITS, Kokoro, Kitten, Matcha as it packs them). It reads text by itself and tells no times.
 * NOTICE: sherpa-onnx ends the whole process (`exit(-1)`) when a file is not what its configuration says; files are looked for first, and
 * the rest is a crash of this process only.
 */
export function createSherpaTtsEngine(): InferenceEngine {
  return {
    async load(source, context) {
      const { kind } = optionsSchema.parse(source.options);
      for (const role of NEEDED[kind])
        if (!existsSync(source.files[role] ?? ''))
          throw new StudioError(
            'unavailable',
            `the voice ${source.key} lacks its file "${role}": install the whole folder again`,
          );
      const sherpa = await loadSherpa();
      return sherpaModel(await sherpa.OfflineTts.createAsync(configFrom(source, kind, context.threads)));
    },
  };
}

function sherpaModel(tts: Tts): EngineModel {
  return {
    async run(op, raw, emit, signal) {
      if (op !== 'synthesize') throw new StudioError('invalid-input', `sherpa-onnx's voices know "synthesize", not "${op}"`);
      const { said, voice, speed } = synthesisInputSchema.parse(raw);
      if (!('text' in said)) throw new StudioError('invalid-input', 'sherpa-onnx reads text by itself');
      const sid = voice === '' ? 0 : Number(voice);
      if (!Number.isInteger(sid) || sid < 0 || sid >= Math.max(1, tts.numSpeakers))
        throw new StudioError('invalid-input', `this voice has no speaker "${voice}": it has ${tts.numSpeakers}, counted from 0`);
      // Text without a letter makes it end the process.
      if (!/[\p{L}\p{N}]/u.test(said.text)) throw new StudioError('voice', 'there is nothing to say');
      if (signal.aborted) return { soundSeconds: 0 };
      const { samples: made, sampleRate } = await tts.generateAsync({ text: said.text, sid, speed, enableExternalBuffer: false });
      const { samples } = speechIn(made, sampleRate);
      emit({ type: 'sound', sampleRateHz: sampleRate, samples, unknown: [] } satisfies SynthesisSound);
      return { soundSeconds: samples.length / sampleRate };
    },
    // The binding frees the native model with the object.
    release: async () => {},
  };
}

function configFrom({ files }: LoadedModelSource, kind: Kind, threads: number): object {
  const tokens = files.tokens ?? '';
  const shared = { tokens, dataDir: folderOf(files, 'data:'), lexicon: listOf(files, /^lexicon(?::|$)/u) };
  const family = {
    vits: { ...shared, model: files.model, dictDir: folderOf(files, 'dict:') },
    kokoro: { ...shared, model: files.model, voices: files.voices },
    kitten: { tokens, dataDir: shared.dataDir, model: files.model, voices: files.voices },
    matcha: { ...shared, acousticModel: files.model, vocoder: files.vocoder },
  }[kind];
  return {
    model: { [kind]: family, numThreads: threads, debug: false, provider: 'cpu' },
    ruleFsts: listOf(files, /^fst:.*\.fst$/iu),
    ruleFars: listOf(files, /^fst:.*\.far$/iu),
    maxNumSentences: 1,
  };
}

/** The folder in which files of this role prefix lie; the rest of the role is their path in it. '' = there are none. */
function folderOf(files: Readonly<Record<string, string>>, prefix: string): string {
  const [role, path] = Object.entries(files).find(([name]) => name.startsWith(prefix)) ?? [];
  if (role === undefined || path === undefined) return '';
  return path.slice(0, path.length - (role.length - prefix.length) - 1);
}

function listOf(files: Readonly<Record<string, string>>, role: RegExp): string {
  return Object.entries(files)
    .filter(([name]) => role.test(name))
    .map(([, path]) => path)
    .join(',');
}
