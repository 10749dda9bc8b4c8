import { createOnnxGraph, type OnnxGraph } from '../onnx-graph.ts';
import type { Weight } from './ct2-weights.ts';

/** Sizes of a Whisper model. */
export interface WhisperShape {
  readonly layers: number;
  readonly state: number;
  readonly heads: number;
  readonly textContext: number;
  readonly vocabulary: number;
}

type Weights = ReadonlyMap<string, Weight>;

/** Builds nodes with Whisper's weights: `x` float [1,L,state] throughout. */
function createWhisperNodes(graph: OnnxGraph, weights: Weights, { state, heads }: WhisperShape) {
  const width = state / heads;
  let constants = 0;
  const ints = (...values: number[]): string => graph.ints(`i${constants++}`, [values.length], values);
  const number = (value: number): string => graph.floats(`f${constants++}`, [], Float32Array.of(value));
  const weight = (name: string): Weight => {
    const found = weights.get(name);
    if (!found) throw new Error(`the weights have no ${name}`);
    return found;
  };
  const tensor = (name: string, dims = weight(name).dims): string =>
    graph.floats(`${name}#${constants++}`, dims, weight(name).values);

  /** A product with a matrix [rows, columns] of the weights, turned; its columns are kept in 8 bits, each with a scale of its own. */
  const product = (x: string, name: string): string => {
    const { dims, values } = weight(name);
    const [rows = 0, columns = 0] = dims;
    const { bytes, scales } = quantized(values, rows, columns);
    const [small = '', scale = '', zero = ''] = graph.nodes('DynamicQuantizeLinear', [x], 3);
    const matrix = graph.int8s(`${name}#${constants++}`, [columns, rows], bytes);
    const whole = graph.node('Cast', [graph.node('MatMulInteger', [small, matrix, zero])], { to: 1 });
    return graph.node('Mul', [whole, graph.node('Mul', [scale, graph.floats(`s${constants++}`, [rows], scales)])]);
  };
  const linear = (x: string, name: string): string => graph.node('Add', [product(x, `${name}/weight`), tensor(`${name}/bias`)]);
  const norm = (x: string, name: string): string =>
    graph.node('LayerNormalization', [x, tensor(`${name}/gamma`), tensor(`${name}/beta`)], {
      axis: -1,
      epsilon: { float: 1e-5 },
    });
  const gelu = (x: string): string => {
    const erf = graph.node('Erf', [graph.node('Div', [x, number(Math.SQRT2)])]);
    return graph.node('Mul', [graph.node('Mul', [x, number(0.5)]), graph.node('Add', [erf, number(1)])]);
  };
  const byHead = (x: string): string =>
    graph.node('Transpose', [graph.node('Reshape', [x, ints(1, -1, heads, width)])], { perm: [0, 2, 1, 3] });
  const attention = (q: string, k: string, v: string, mask?: string): string => {
    const scaled = graph.node('Mul', [byHead(q), number(width ** -0.5)]);
    const keys = graph.node('Transpose', [byHead(k)], { perm: [0, 1, 3, 2] });
    const scores = graph.node('MatMul', [scaled, keys]);
    const masked = mask === undefined ? scores : graph.node('Add', [scores, mask]);
    const mixed = graph.node('MatMul', [graph.node('Softmax', [masked], { axis: -1 }), byHead(v)]);
    return graph.node('Reshape', [graph.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), ints(1, -1, state)]);
  };
  const split = (x: string, parts: number): string[] =>
    graph.nodes('Split', [x, ints(...Array.from({ length: parts }, () => state))], parts, { axis: 2 });
  const feedForward = (x: string, name: string): string => {
    const inner = gelu(linear(norm(x, `${name}/layer_norm`), `${name}/linear_0`));
    return graph.node('Add', [x, linear(inner, `${name}/linear_1`)]);
  };
  return { graph, ints, number, tensor, product, linear, norm, gelu, attention, split, feedForward };
}

/** sherpa-onnx's form of the encoder: `mel` float [1,80,T] → keys and values of the sound for each layer of the decoder, float [layers,1,T/2,state]. */
export function whisperEncoder(weights: Weights, shape: WhisperShape, metadata: Readonly<Record<string, string>>): Uint8Array {
  const graph = createOnnxGraph('whisper-encoder');
  const { ints, tensor, linear, norm, gelu, attention, split, feedForward } = createWhisperNodes(graph, weights, shape);
  const mel = graph.input('mel', 'float', [1, 80, 'T']);
  const conv = (x: string, name: string, stride: number): string =>
    gelu(
      graph.node('Conv', [x, tensor(`${name}/weight`), tensor(`${name}/bias`)], {
        kernel_shape: [3],
        pads: [1, 1],
        strides: [stride],
      }),
    );
  const frames = graph.node('Transpose', [conv(conv(mel, 'encoder/conv1', 1), 'encoder/conv2', 2)], { perm: [0, 2, 1] });
  const length = graph.node('Slice', [graph.node('Shape', [frames]), ints(1), ints(2)]);
  const places = graph.node('Slice', [tensor('encoder/position_encodings/encodings'), ints(0), length, ints(0)]);
  let x = graph.node('Add', [frames, places]);
  for (let layer = 0; layer < shape.layers; layer++) {
    const name = `encoder/layer_${layer}`;
    const [q = '', k = '', v = ''] = split(
      linear(norm(x, `${name}/self_attention/layer_norm`), `${name}/self_attention/linear_0`),
      3,
    );
    x = graph.node('Add', [x, linear(attention(q, k, v), `${name}/self_attention/linear_1`)]);
    x = feedForward(x, `${name}/ffn`);
  }
  x = norm(x, 'encoder/layer_norm');
  const pairs = Array.from({ length: shape.layers }, (_, layer) =>
    split(linear(x, `decoder/layer_${layer}/attention/linear_1`), 2),
  );
  for (const [at, output] of ['n_layer_cross_k', 'n_layer_cross_v'].entries()) {
    const stacked = pairs.map((pair) => graph.node('Unsqueeze', [pair[at] ?? '', ints(0)]));
    graph.node('Concat', stacked, { axis: 0 }, output);
    graph.output(output, 'float', [shape.layers, 1, 'F', shape.state]);
  }
  for (const [key, value] of Object.entries(metadata)) graph.metadata(key, value);
  return graph.bytes();
}

/** sherpa-onnx's form of the decoder: `tokens` int64 [1,n] from place `offset`, with caches of fixed length that come out with the new keys and values in them. */
export function whisperDecoder(weights: Weights, shape: WhisperShape): Uint8Array {
  const graph = createOnnxGraph('whisper-decoder');
  const nodes = createWhisperNodes(graph, weights, shape);
  const { ints, number, tensor, product, linear, norm, attention, split, feedForward } = nodes;
  const cacheDims = [shape.layers, 1, shape.textContext, shape.state];
  const tokens = graph.input('tokens', 'int64', [1, 'n']);
  const caches = ['k', 'v'].map((one) => graph.input(`in_n_layer_self_${one}_cache`, 'float', cacheDims));
  const cross = ['k', 'v'].map((one) => graph.input(`n_layer_cross_${one}`, 'float', [shape.layers, 1, 'F', shape.state]));
  const offset = graph.input('offset', 'int64', [1]);
  const end = graph.node('Add', [offset, graph.node('Slice', [graph.node('Shape', [tokens]), ints(1), ints(2)])]);
  const table = tensor('decoder/embeddings/weight');
  const places = graph.node('Slice', [tensor('decoder/position_encodings/encodings'), offset, end, ints(0)]);
  let x = graph.node('Add', [graph.node('Gather', [table, tokens], { axis: 0 }), places]);
  const mask = causalMask(graph, offset, end, ints, number);
  const kept: string[][] = [[], []];
  for (let layer = 0; layer < shape.layers; layer++) {
    const name = `decoder/layer_${layer}`;
    const [q = '', ...fresh] = split(linear(norm(x, `${name}/self_attention/layer_norm`), `${name}/self_attention/linear_0`), 3);
    const now = fresh.map((values, at) => {
      const old = graph.node('Gather', [caches[at] ?? '', graph.ints(`layer-${layer}-${at}`, [], [layer])], { axis: 0 });
      const before = graph.node('Slice', [old, ints(0), offset, ints(1)]);
      const after = graph.node('Slice', [old, end, ints(shape.textContext), ints(1)]);
      const used = graph.node('Concat', [before, values], { axis: 1 });
      kept[at]?.push(graph.node('Unsqueeze', [graph.node('Concat', [used, after], { axis: 1 }), ints(0)]));
      return used;
    });
    x = graph.node('Add', [x, linear(attention(q, now[0] ?? '', now[1] ?? '', mask), `${name}/self_attention/linear_1`)]);
    const [crossK = '', crossV = ''] = cross.map((input, at) =>
      graph.node('Gather', [input, graph.ints(`cross-${layer}-${at}`, [], [layer])], { axis: 0 }),
    );
    const question = linear(norm(x, `${name}/attention/layer_norm`), `${name}/attention/linear_0`);
    x = graph.node('Add', [x, linear(attention(question, crossK, crossV), `${name}/attention/linear_2`)]);
    x = feedForward(x, `${name}/ffn`);
  }
  x = norm(x, 'decoder/layer_norm');
  graph.node('Identity', [product(x, 'decoder/embeddings/weight')], {}, 'logits');
  graph.output('logits', 'float', [1, 'n', shape.vocabulary]);
  for (const [at, one] of ['k', 'v'].entries()) {
    graph.node('Concat', kept[at] ?? [], { axis: 0 }, `out_n_layer_self_${one}_cache`);
    graph.output(`out_n_layer_self_${one}_cache`, 'float', cacheDims);
  }
  return graph.bytes();
}

/** [n, end]: nothing where a token may look, minus a lot where it may not. */
function causalMask(
  graph: OnnxGraph,
  offset: string,
  end: string,
  ints: (...values: number[]) => string,
  number: (value: number) => string,
): string {
  const scalar = (x: string): string => graph.node('Squeeze', [x]);
  const one = graph.ints('step', [], [1]);
  const asked = graph.node('Unsqueeze', [graph.node('Range', [scalar(offset), scalar(end), one]), ints(1)]);
  const seen = graph.node('Unsqueeze', [graph.node('Range', [graph.ints('from', [], [0]), scalar(end), one]), ints(0)]);
  const future = graph.node('Cast', [graph.node('Greater', [seen, asked])], { to: 1 });
  return graph.node('Mul', [future, number(-1e9)]);
}

/** [rows, columns] → int8 [columns, rows], with the scale of each row. */
function quantized(
  values: Float32Array,
  rows: number,
  columns: number,
): { readonly bytes: Int8Array; readonly scales: Float32Array } {
  const bytes = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    let largest = 1e-12;
    for (let c = 0; c < columns; c++) largest = Math.max(largest, Math.abs(values[r * columns + c] ?? 0));
    const scale = largest / 127;
    scales[r] = scale;
    for (let c = 0; c < columns; c++) bytes[c * rows + r] = Math.round((values[r * columns + c] ?? 0) / scale);
  }
  return { bytes, scales };
}
