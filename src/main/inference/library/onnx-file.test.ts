import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { onnxFile } from '../../../../tests/fakes/onnx-files.ts';
import { ModelFailure } from './model-failure.ts';
import { readOnnxFacts } from './onnx-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'yingxi-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const read = (bytes: Uint8Array) => {
  writeFileSync(join(folder, 'm.onnx'), bytes);
  return readOnnxFacts(join(folder, 'm.onnx'), 'm.onnx');
};

test('reads inputs, outputs, notes and outside weights without loading the model', async () => {
  const bytes = onnxFile({
    inputs: ['x', 'state'],
    outputs: ['y', 'z'],
    metadata: { model_type: 'sense_voice_ctc', comment: '声音' },
    external: 'weights.bin',
  });
  expect(await read(bytes)).toEqual({
    inputs: ['x', 'state'],
    outputs: ['y', 'z'],
    metadata: { model_type: 'sense_voice_ctc', comment: '声音' },
    externalFiles: ['weights.bin'],
  });
});

test('reads the models that ship with the program', async () => {
  const facts = await readOnnxFacts(join(process.cwd(), 'models', 'silero-vad', 'silero_vad_v5.onnx'), 'vad');
  expect([...facts.inputs].sort()).toEqual(['input', 'sr', 'state']);
});

test('a large weight costs no more than a small one', async () => {
  const facts = await read(onnxFile({ inputs: ['input'], weightBytes: 20_000_000 }));
  expect(facts.inputs).toEqual(['input']);
});

test('every cut of a model is called damaged', async () => {
  const whole = onnxFile({ inputs: ['input'], weightBytes: 400 });
  for (let length = 0; length < whole.length; length += 3)
    await expect(read(whole.subarray(0, length)), String(length)).rejects.toThrow(ModelFailure);
});

test('nothing that is no model makes it hang, crash or grow', async () => {
  const whole = onnxFile({ inputs: ['input'], weightBytes: 300 });
  const harmless = (error: unknown): void => {
    if (!(error instanceof ModelFailure)) throw error;
  };
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
      await read(bytes).then(() => undefined, harmless);
    }),
    { numRuns: 150 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
      const mutated = Buffer.from(whole);
      mutated[at] = value;
      await read(mutated).then(() => undefined, harmless);
    }),
    { numRuns: 150 },
  );
});
