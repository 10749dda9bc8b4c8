import { createOnnxGraph, noise, type OnnxGraph } from './onnx-graph.ts';

/** Samples that the tiny voices make of one symbol, at normal speed. */
export const SAMPLES_PER_SYMBOL = 1280;
const SYMBOLS = 256;

/**
 * With the signature of Piper (VITS): `input` int64 [1,N], `input_lengths` int64 [1], `scales` float [3] (noise, length, noise width) → `output` float [1,1,1,T].
 * Each symbol is a tone of its own, 1280 samples long times the length scale: the same symbols give the same samples.
 */
export function piperModel(): Uint8Array {
  return slowPiperModel(0);
}

/** The same voice, which multiplies `depth` matrices of 256 × 256 before it speaks: a millisecond or so each. */
export function slowPiperModel(depth: number): Uint8Array {
  const graph = createOnnxGraph('tiny-piper');
  const ids = graph.input('input', 'int64', [1, 'N']);
  graph.input('input_lengths', 'int64', [1]);
  const scales = graph.input('scales', 'float', [3]);
  const lengthScale = graph.node('Slice', [scales, ints(graph, 'one', [1]), ints(graph, 'two', [2])]);
  const sound = stretched(graph, tones(graph, ids), depth === 0 ? lengthScale : delayed(graph, lengthScale, depth));
  graph.node('Reshape', [sound, ints(graph, 'shape', [1, 1, 1, -1])], {}, 'output');
  graph.output('output', 'float', [1, 1, 1, 'T']);
  return graph.bytes();
}

/** `value` [1], once much has been multiplied: the products are so small that nothing of them is left. */
function delayed(graph: OnnxGraph, value: string, depth: number): string {
  const size = 256;
  const square = graph.floats('square', [size, size], noise(size * size, 1, 1e-4));
  // Depends on the input, so that it cannot be worked out while loading.
  let product = graph.node('Mul', [square, value]);
  for (let i = 0; i < depth; i++) product = graph.node('Tanh', [graph.node('MatMul', [product, square])]);
  const nothing = graph.node('ReduceMean', [product], { axes: [0, 1], keepdims: 0 });
  return graph.node('Add', [value, graph.node('Mul', [nothing, graph.floats('naught', [], Float32Array.of(0))])]);
}

/** With the signature of Kokoro: `input_ids` int64 [1,N], `style` float [1,256], `speed` float [1] → `waveform` float [1,T]. */
export function kokoroModel(): Uint8Array {
  const graph = createOnnxGraph('tiny-kokoro');
  const ids = graph.input('input_ids', 'int64', [1, 'N']);
  const style = graph.input('style', 'float', [1, 256]);
  const speed = graph.input('speed', 'float', [1]);
  const slowness = graph.node('Div', [graph.floats('unit', [1], Float32Array.of(1)), speed]);
  const sound = stretched(graph, tones(graph, ids), slowness);
  const mean = graph.node('ReduceMean', [style], { axes: [0, 1], keepdims: 0 });
  const flat = graph.node('Reshape', [sound, ints(graph, 'shape', [1, -1])]);
  graph.node('Add', [flat, graph.node('Mul', [mean, graph.floats('little', [], Float32Array.of(0.001))])], {}, 'waveform');
  graph.output('waveform', 'float', [1, 'T']);
  return graph.bytes();
}

/** Piper's signature, but every sample is no number. */
export function nanModel(): Uint8Array {
  const graph = createOnnxGraph('nan');
  const ids = graph.input('input', 'int64', [1, 'N']);
  graph.input('input_lengths', 'int64', [1]);
  graph.input('scales', 'float', [3]);
  const zero = graph.node('Mul', [tones(graph, ids), graph.floats('zero', [], Float32Array.of(0))]);
  graph.node('Reshape', [graph.node('Div', [zero, zero]), ints(graph, 'shape', [1, 1, 1, -1])], {}, 'output');
  graph.output('output', 'float', [1, 1, 1, 'T']);
  return graph.bytes();
}

/** `x` float [N,N] → `y`, through `depth` products of matrices: as slow as wished (N = 512, depth = 8: about 2 Gflop). */
export function slowModel(depth: number): Uint8Array {
  const graph = createOnnxGraph('slow');
  const x = graph.input('x', 'float', ['N', 'N']);
  let y = x;
  for (let i = 0; i < depth; i++) y = graph.node('Tanh', [graph.node('MatMul', [y, x])]);
  graph.node('Identity', [y], {}, 'y');
  graph.output('y', 'float', ['N', 'N']);
  return graph.bytes();
}

/**
 * What providers are tried with: matrices `a` [N,N] and a picture `x` [1,32,H,H] through products, convolutions and the activations of a voice → `y`,
 * the matrix, then the picture, in a line. A convolution, LeakyRelu and Tanh in a row are what WebGPU fuses wrongly (see worker/sessions.ts).
 */
export function providerProbeModel(): Uint8Array {
  const graph = createOnnxGraph('provider-probe');
  const a = graph.input('a', 'float', ['N', 'N']);
  const x = graph.input('x', 'float', [1, 32, 'H', 'H']);
  const w = graph.input('w', 'float', [32, 32, 3, 3]);
  let matrix = a;
  for (let i = 0; i < 6; i++) matrix = graph.node('Tanh', [graph.node('MatMul', [matrix, a])]);
  let picture = x;
  for (let i = 0; i < 4; i++)
    picture = graph.node('LeakyRelu', [graph.node('Conv', [picture, w], { pads: [1, 1, 1, 1], kernel_shape: [3, 3] })], {
      alpha: { float: 0.1 },
    });
  const line = ints(graph, 'line', [-1]);
  const both = [matrix, graph.node('Tanh', [picture])].map((part) => graph.node('Reshape', [part, line]));
  graph.node('Concat', both, { axis: 0 }, 'y');
  graph.output('y', 'float', ['M']);
  return graph.bytes();
}

const ints = (graph: OnnxGraph, name: string, values: readonly number[]): string => graph.ints(name, [values.length], values);

/** [1,N] symbols → [1,1,N × 1280] samples. */
function tones(graph: OnnxGraph, ids: string): string {
  const table = new Float32Array(SYMBOLS * SAMPLES_PER_SYMBOL);
  for (let symbol = 0; symbol < SYMBOLS; symbol++)
    for (let i = 0; i < SAMPLES_PER_SYMBOL; i++)
      table[symbol * SAMPLES_PER_SYMBOL + i] = 0.3 * Math.sin((2 * Math.PI * i * (2 + (symbol % 60))) / SAMPLES_PER_SYMBOL);
  const looked = graph.node('Gather', [graph.floats('table', [SYMBOLS, SAMPLES_PER_SYMBOL], table), ids], { axis: 0 });
  return graph.node('Reshape', [looked, ints(graph, 'line', [1, 1, -1])]);
}

/** [1,1,T] → [1,1,T × scale], linear. */
function stretched(graph: OnnxGraph, sound: string, scale: string): string {
  const ones = graph.floats('ones', [2], Float32Array.of(1, 1));
  const scales = graph.node('Concat', [ones, scale], { axis: 0 });
  return graph.node('Resize', [sound, '', scales], { mode: 'linear', coordinate_transformation_mode: 'asymmetric' });
}
