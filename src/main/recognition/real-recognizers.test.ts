import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soundFromWav } from '#main/speech/audio/wav.ts';
import { libraryOf } from '../../../tests/support/asr-library.ts';
import { edits, units } from '../../../tests/support/error-rate.ts';
import { buildInferenceWorker, inferenceRig } from '../../../tests/support/inference.ts';
import { type RealModel, realMoonshine, realWhisper } from '../../../tests/support/real-models/real-models.ts';
import { WITHOUT_WEIGHTS } from '../../../tests/support/without.ts';
import { createLocalRecognizer } from './local-recognizer.ts';
import { heard, recognitionOptions } from './recognition.testkit.ts';

/** A person reads Austen: Debian's pocketsphinx-testdata. */
const SPEECH = '/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0930.wav';
const SAID = 'he might even have been made amiable himself';

const wanted = process.env.YINGXI_REAL_MODELS === '1';

describe.skipIf(!wanted || !existsSync(SPEECH))('real weights', WITHOUT_WEIGHTS, () => {
  let worker: string;
  beforeAll(async () => {
    worker = await buildInferenceWorker('real-recognizers');
  });
  const rigs: ReturnType<typeof inferenceRig>[] = [];
  afterAll(() => Promise.all(rigs.map((rig) => rig.inference.close())));

  async function errors(id: 'sherpa' | 'moonshine', model: RealModel): Promise<number> {
    const rig = inferenceRig(worker);
    rigs.push(rig);
    const local = {
      library: libraryOf([model]),
      inference: rig.inference,
      hotWords: () => [],
      usualLanguage: () => 'en' as const,
    };
    const stream = createLocalRecognizer({ id, ...local }).open(recognitionOptions({ language: 'en' }));
    const text = (await heard(stream, soundFromWav(readFileSync(SPEECH)).samples)).at(-1)?.text ?? '';
    return edits(units(SAID), units(text));
  }

  it('Moonshine writes down what a person says', async ({ skip }) => {
    const model = await realMoonshine();
    if (!model) return skip(WITHOUT_WEIGHTS.meta.without);
    expect(await errors('moonshine', model)).toBeLessThanOrEqual(1);
  }, 400_000);

  it('Whisper writes it down through sherpa-onnx', async ({ skip }) => {
    const model = await realWhisper();
    if (!model) return skip(WITHOUT_WEIGHTS.meta.without);
    expect(await errors('sherpa', model)).toBeLessThanOrEqual(1);
  }, 400_000);
});
