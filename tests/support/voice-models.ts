import { createOnnxGraph, type OnnxGraph } from './onnx-graph.ts';

const SYMBOLS = 256;
/** Samples of one frame: 256 in VITS, 600 in Kokoro. */
export const FRAME = { piper: 256, kokoro: 600 } as const;

/** Frames that a symbol lasts at normal speed. */
export const framesOf = (id: number): number => 2 + (id % 5);

/** Piper's signature with several speakers and a true length regulator inside: frames per symbol are rounded up, and only the sound comes out. */
export function timedPiperModel(): Uint8Array {
  const graph = createOnnxGraph('timed-piper');
  const ids = graph.input('input', 'int64', [1, 'N']);
  graph.input('input_lengths', 'int64', [1]);
  const scales = graph.input('scales', 'float', [3]);
  const speaker = graph.input('sid', 'int64', [1]);
  const lengthScale = graph.node('Slice', [scales, ints(graph, 'one', [1]), ints(graph, 'two', [2])]);
  const frames = graph.node('Ceil', [graph.node('Mul', [frameCounts(graph, ids), lengthScale])]);
  const sound = regulated(graph, ids, frames, FRAME.piper);
  // A speaker is louder the later it stands in the table.
  const loudness = graph.node('Gather', [graph.floats('loudness', [3], Float32Array.of(0.2, 0.5, 0.9)), speaker], { axis: 0 });
  graph.node('Reshape', [graph.node('Mul', [sound, loudness]), ints(graph, 'shape', [1, 1, 1, -1])], {}, 'output');
  graph.output('output', 'float', [1, 1, 1, 'T']);
  return graph.bytes();
}

/** Kokoro's signature, as its int8 export has it, with rounded and clamped frames inside; the style's mean is the loudness. */
export function timedKokoroModel(): Uint8Array {
  const graph = createOnnxGraph('timed-kokoro');
  const ids = graph.input('tokens', 'int64', [1, 'N']);
  const style = graph.input('style', 'float', [1, 256]);
  const speed = graph.input('speed', 'float', [1]);
  const rounded = graph.node('Round', [graph.node('Div', [frameCounts(graph, ids), speed])]);
  const frames = graph.node('Clip', [rounded, graph.floats('least', [], Float32Array.of(1)), '']);
  const loudness = graph.node('ReduceMean', [style], { axes: [0, 1], keepdims: 0 });
  const sound = graph.node('Mul', [regulated(graph, ids, frames, FRAME.kokoro), loudness]);
  graph.node('Reshape', [sound, ints(graph, 'shape', [-1])], {}, 'audio');
  graph.output('audio', 'float', ['T']);
  return graph.bytes();
}

/** Piper's signature, but the sound is `value` throughout: 0 is silence. */
export function constantPiperModel(value: number): Uint8Array {
  const graph = createOnnxGraph('constant-piper');
  const ids = graph.input('input', 'int64', [1, 'N']);
  graph.input('input_lengths', 'int64', [1]);
  graph.input('scales', 'float', [3]);
  const frames = graph.node('Gather', [graph.floats('still', [SYMBOLS, 100], new Float32Array(SYMBOLS * 100).fill(value)), ids], {
    axis: 0,
  });
  graph.node('Reshape', [frames, ints(graph, 'shape', [1, 1, 1, -1])], {}, 'output');
  graph.output('output', 'float', [1, 1, 1, 'T']);
  return graph.bytes();
}

/** A model that is no voice at all. */
export function otherModel(): Uint8Array {
  const graph = createOnnxGraph('other');
  graph.node('Identity', [graph.input('pixels', 'float', ['N'])], {}, 'label');
  graph.output('label', 'float', ['N']);
  return graph.bytes();
}

const ints = (graph: OnnxGraph, name: string, values: readonly number[]): string => graph.ints(name, [values.length], values);

/** [1,N] ids → [1,N] frames. */
function frameCounts(graph: OnnxGraph, ids: string): string {
  const counts = Float32Array.from({ length: SYMBOLS }, (_, id) => framesOf(id));
  return graph.node('Gather', [graph.floats('counts', [SYMBOLS], counts), ids], { axis: 0 });
}

/** Each symbol's own tone for as many frames as it lasts: [F × size] samples. */
function regulated(graph: OnnxGraph, ids: string, frames: string, size: number): string {
  const ends = graph.node('CumSum', [frames, graph.ints('axis', [], [1])]);
  const total = graph.node('ReduceMax', [ends], { keepdims: 0 });
  const zero = graph.floats('zero', [], Float32Array.of(0));
  const places = graph.node('Range', [zero, total, graph.floats('step', [], Float32Array.of(1))]);
  const column = graph.node('Unsqueeze', [places, ints(graph, 'second', [1])]);
  const past = graph.node('Cast', [graph.node('GreaterOrEqual', [column, ends])], { to: 1 });
  const index = graph.node('Cast', [graph.node('ReduceSum', [past, ints(graph, 'columns', [1])], { keepdims: 0 })], { to: 7 });
  const line = graph.node('Reshape', [ids, ints(graph, 'line', [-1])]);
  const symbols = graph.node('Gather', [line, index], { axis: 0 });
  const table = new Float32Array(SYMBOLS * size);
  for (let id = 0; id < SYMBOLS; id++)
    for (let i = 0; i < size; i++) table[id * size + i] = 0.8 * Math.sin((2 * Math.PI * i * (3 + (id % 20))) / size);
  return graph.node('Gather', [graph.floats('table', [SYMBOLS, size], table), symbols], { axis: 0 });
}
