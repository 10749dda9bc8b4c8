import { onnx } from 'onnx-proto';

/** What a small model is made of. Weights are there so that the file has a size; they are counted bytes, not noise. */
export interface TinyOnnx {
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly weightBytes?: number;
  /** Weights lie in this file instead. */
  readonly external?: string;
}

/** A real ONNX file whose first input goes through one Identity node. */
export function onnxFile(model: TinyOnnx): Buffer {
  const Type = onnx.TensorProto.DataType;
  const value = (name: string): onnx.IValueInfoProto => ({
    name,
    type: { tensorType: { elemType: Type.FLOAT, shape: { dim: [{ dimParam: 'N' }] } } },
  });
  const outputs = model.outputs ?? ['output'];
  const floats = Math.ceil((model.weightBytes ?? 64) / 4);
  const raw = Buffer.alloc(floats * 4);
  for (let index = 0; index < floats; index += 1) raw.writeFloatLE(index / floats, index * 4);
  const weights: onnx.ITensorProto = {
    name: 'weights',
    dims: [floats],
    dataType: Type.FLOAT,
    ...(model.external === undefined
      ? { rawData: raw }
      : { dataLocation: 1, externalData: [{ key: 'location', value: model.external }] }),
  };
  const message = onnx.ModelProto.create({
    irVersion: 8,
    producerName: 'tests',
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'tiny',
      node: outputs.map((output) => ({ opType: 'Identity', input: [model.inputs[0] ?? 'input'], output: [output] })),
      initializer: [weights],
      input: model.inputs.map(value),
      output: outputs.map(value),
    },
    metadataProps: Object.entries(model.metadata ?? {}).map(([key, entry]) => ({ key, value: entry })),
  });
  return Buffer.from(onnx.ModelProto.encode(message).finish());
}

/** The two files of a Piper voice. */
export function piperFiles(name: string, code = 'zh_CN', weightBytes = 4000): Record<string, Buffer> {
  const config = {
    audio: { sample_rate: 22_050, quality: 'medium' },
    espeak: { voice: code.startsWith('zh') ? 'cmn' : 'en-us' },
    inference: { noise_scale: 0.667, length_scale: 1, noise_w: 0.8 },
    phoneme_id_map: { _: [0], '^': [1], $: [2], a: [14] },
    num_speakers: 1,
    speaker_id_map: {},
    language: { code, family: code.slice(0, 2) },
  };
  return {
    [`${name}.onnx`]: onnxFile({ inputs: ['input', 'input_lengths', 'scales'], weightBytes }),
    [`${name}.onnx.json`]: Buffer.from(JSON.stringify(config)),
  };
}
