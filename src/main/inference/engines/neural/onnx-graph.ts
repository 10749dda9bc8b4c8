/** Fields of ONNX's protobuf that are walked here: onnx.proto, messages ModelProto, GraphProto, NodeProto, ValueInfoProto, TensorProto. */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const GRAPH_OUTPUT = 12;
const NODE_INPUT = 1;
const NODE_OUTPUT = 2;
const NODE_OP_TYPE = 4;
const TENSOR_NAME = 8;
const TENSOR_RAW = 9;

export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

interface Field {
  readonly number: number;
  /** Contents of a length-delimited field; others are passed over. */
  readonly from: number;
  readonly to: number;
}

/** Nodes of a serialised model, weights skipped: a few thousand nodes take some 50 ms. Throws `RangeError` for bytes that are no protobuf. */
export function nodesFromModel(model: Uint8Array): readonly GraphNode[] {
  const nodes: GraphNode[] = [];
  for (const graph of fieldsOf(model, 0, model.length)) {
    if (graph.number !== MODEL_GRAPH) continue;
    for (const field of fieldsOf(model, graph.from, graph.to))
      if (field.number === GRAPH_NODE) nodes.push(nodeFrom(model, field));
  }
  return nodes;
}

/** Initializers that are written as raw bytes, read as float32, by name. The caller knows which of them are floats. Throws as above. */
export function floatsOfModel(model: Uint8Array): ReadonlyMap<string, Float32Array> {
  const floats = new Map<string, Float32Array>();
  for (const graph of fieldsOf(model, 0, model.length)) {
    if (graph.number !== MODEL_GRAPH) continue;
    for (const field of fieldsOf(model, graph.from, graph.to)) {
      if (field.number !== GRAPH_INITIALIZER) continue;
      let name = '';
      let raw = new Uint8Array();
      for (const part of fieldsOf(model, field.from, field.to)) {
        if (part.number === TENSOR_NAME) name = textOf(model, part);
        // A copy: the numbers need not lie on a multiple of four bytes.
        if (part.number === TENSOR_RAW) raw = new Uint8Array(model.subarray(part.from, part.to));
      }
      floats.set(name, new Float32Array(raw.buffer, 0, Math.floor(raw.length / 4)));
    }
  }
  return floats;
}

/**
 * Bytes to append to a serialised model so that it also gives `tensor`, which lies inside its graph. Protobuf joins two occurrences of an
 * embedded message, so nothing of the model has to be rewritten.
 */
export function furtherOutput(tensor: string): Uint8Array {
  const name = message(1, new TextEncoder().encode(tensor));
  // An empty type: the runtime finds it out by itself.
  return message(MODEL_GRAPH, message(GRAPH_OUTPUT, name));
}

function nodeFrom(model: Uint8Array, field: Field): GraphNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let op = '';
  for (const part of fieldsOf(model, field.from, field.to)) {
    if (part.number === NODE_INPUT) inputs.push(textOf(model, part));
    else if (part.number === NODE_OUTPUT) outputs.push(textOf(model, part));
    else if (part.number === NODE_OP_TYPE) op = textOf(model, part);
  }
  return { op, inputs, outputs };
}

function textOf(model: Uint8Array, { from, to }: Field): string {
  return Buffer.from(model.buffer, model.byteOffset + from, to - from).toString('utf8');
}

function* fieldsOf(bytes: Uint8Array, from: number, to: number): Generator<Field> {
  let at = from;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      if (at >= to) throw new RangeError('the file ends in the middle of a field');
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new RangeError('a number has more than ten bytes');
  };
  while (at < to) {
    const key = varint();
    const wire = key % 8;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      if (at + length > to) throw new RangeError('a field is longer than what holds it');
      yield { number: Math.floor(key / 8), from: at, to: at + length };
      at += length;
    } else throw new RangeError(`wire type ${wire} is not used by ONNX`);
  }
}

function message(number: number, content: Uint8Array): Uint8Array {
  const head = [...varintBytes(number * 8 + 2), ...varintBytes(content.length)];
  const bytes = new Uint8Array(head.length + content.length);
  bytes.set(head);
  bytes.set(content, head.length);
  return bytes;
}

function varintBytes(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}
