import type { onnx as Wire } from 'onnx-proto';
import onnxProto from 'onnx-proto';

/** A dimension: a number, or a name for one that is known when the model runs. */
export type Dimension = number | string;
type ElementType = 'float' | 'int64' | 'bool' | 'int8';

interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly Dimension[];
}

/** Builds small ONNX files (opset 17, IR 8) by hand, so that tests need no one's weights. */
export interface OnnxGraph {
  input(name: string, type: ElementType, dims: readonly Dimension[]): string;
  /** A constant. */
  floats(name: string, dims: readonly number[], values: Float32Array): string;
  int8s(name: string, dims: readonly number[], values: Int8Array): string;
  ints(name: string, dims: readonly number[], values: readonly number[]): string;
  /** Adds a node and returns the name of its (first) output. */
  node(op: string, inputs: readonly string[], attributes?: Attributes, output?: string): string;
  /** Adds a node of several outputs and returns their names. */
  nodes(op: string, inputs: readonly string[], outputs: number, attributes?: Attributes): string[];
  output(name: string, type: ElementType, dims: readonly Dimension[]): void;
  /** `metadata_props`: what some runtimes read their configuration from. */
  metadata(key: string, value: string): void;
  bytes(): Uint8Array;
}

type Attributes = Readonly<Record<string, number | readonly number[] | string | { readonly float: number }>>;

/** A CommonJS package: not every loader finds its names. */
const { onnx } = onnxProto;

const ELEMENT = {
  float: onnx.TensorProto.DataType.FLOAT,
  int64: onnx.TensorProto.DataType.INT64,
  bool: onnx.TensorProto.DataType.BOOL,
  int8: onnx.TensorProto.DataType.INT8,
} as const;

export function createOnnxGraph(name: string): OnnxGraph {
  const inputs: Value[] = [];
  const outputs: Value[] = [];
  const nodes: Wire.INodeProto[] = [];
  const initializer: Wire.ITensorProto[] = [];
  const metadataProps: Wire.IStringStringEntryProto[] = [];
  const constant = (type: ElementType, constantName: string, dims: readonly number[], raw: Uint8Array): string => {
    initializer.push({ name: constantName, dataType: ELEMENT[type], dims: [...dims], rawData: raw });
    return constantName;
  };
  return {
    input(inputName, type, dims) {
      inputs.push({ name: inputName, type, dims });
      return inputName;
    },
    floats: (constantName, dims, values) =>
      constant('float', constantName, dims, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
    int8s: (constantName, dims, values) =>
      constant('int8', constantName, dims, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
    ints: (constantName, dims, values) =>
      constant('int64', constantName, dims, new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer)),
    node(opType, nodeInputs, attributes = {}, output = `v${nodes.length}`) {
      nodes.push({
        opType,
        input: [...nodeInputs],
        output: [output],
        attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
      });
      return output;
    },
    nodes(opType, nodeInputs, count, attributes = {}) {
      const output = Array.from({ length: count }, (_, i) => `v${nodes.length}_${i}`);
      const attributeList = Object.entries(attributes).map(([key, value]) => attribute(key, value));
      nodes.push({ opType, input: [...nodeInputs], output, attribute: attributeList });
      return output;
    },
    metadata: (key, value) => void metadataProps.push({ key, value }),
    output: (outputName, type, dims) => void outputs.push({ name: outputName, type, dims }),
    bytes() {
      const model = {
        irVersion: 8,
        opsetImport: [{ domain: '', version: 17 }],
        producerName: 'yingxi',
        metadataProps,
        graph: { name, node: nodes, initializer, input: inputs.map(valueInfo), output: outputs.map(valueInfo) },
      };
      return onnx.ModelProto.encode(onnx.ModelProto.create(model)).finish();
    },
  };
}

function valueInfo({ name, type, dims }: Value): Wire.IValueInfoProto {
  const dim = dims.map((one) => (typeof one === 'number' ? { dimValue: one } : { dimParam: one }));
  return { name, type: { tensorType: { elemType: ELEMENT[type], shape: { dim } } } };
}

function attribute(name: string, value: Attributes[string]): Wire.IAttributeProto {
  const { AttributeType } = onnx.AttributeProto;
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: value };
  if (typeof value === 'string') return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: [...value] };
}

/** The same numbers on every machine, −1…1. */
export function noise(length: number, seed = 1, scale = 1): Float32Array {
  const values = new Float32Array(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = (state / 2 ** 31 - 1) * scale;
  }
  return values;
}
