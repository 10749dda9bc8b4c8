import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { InferenceEngine, LoadedModelSource } from '#main/inference/inference.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { KOKORO_IDS, KOKORO_SAMPLE_RATE_HZ } from './neural/kokoro-symbols.ts';
import { loadStyleVoice } from './neural/style-voice.ts';

/** `tokenizer.json` of transformers, `config.json` of the makers, or a plain `{ "vocab": … }`. */
const vocabularyFileSchema = z.union([
  z.object({ model: z.object({ vocab: z.record(z.string(), z.number().int().nonnegative()) }) }),
  z.object({ vocab: z.record(z.string(), z.number().int().nonnegative()) }),
]);
/** Length of the model's position table. */
const MOST_IDS = 512;

/** Kokoro-82M: many speakers, languages by the symbols that they are given, 24 kHz. */
export function createKokoroEngine(): InferenceEngine {
  return {
    async load(source, context) {
      const ids = await readIds(source);
      const idsOf = new Map([...ids].map(([symbol, id]) => [symbol, [id]]));
      const none: readonly number[] = [];
      return loadStyleVoice(source, context, {
        name: 'Kokoro',
        table: { idsOf, lead: [0], tail: [0], after: () => none },
        sampleRateHz: KOKORO_SAMPLE_RATE_HZ,
        mostIds: MOST_IDS,
      });
    },
  };
}

/** The model's own table where it brings one (v1.1-zh and fine-tuned models differ), else that of v1.0. A `config` may be about other things. */
async function readIds(source: LoadedModelSource): Promise<ReadonlyMap<string, number>> {
  const { tokens, config } = source.files;
  if (tokens === undefined && config === undefined) return KOKORO_IDS;
  const file = tokens ?? config ?? '';
  try {
    const parsed = vocabularyFileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) return new Map(Object.entries('model' in parsed.data ? parsed.data.model.vocab : parsed.data.vocab));
    if (tokens === undefined) return KOKORO_IDS;
    throw parsed.error;
  } catch (cause) {
    throw new StudioError(
      'unavailable',
      `${file} is no table of Kokoro's symbols (${messageFromUnknown(cause).slice(0, 200)}): leave it out, or download it again`,
      { cause },
    );
  }
}
