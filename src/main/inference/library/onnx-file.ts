import { type FileHandle, open } from 'node:fs/promises';
import { ModelFailure } from './model-failure.ts';

/** What an ONNX file says of itself, read without loading or running it. */
export interface OnnxFacts {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** `metadata_props`: sherpa-onnx and Piper write what the model is there. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Files beside it that hold weights. */
  readonly externalFiles: readonly string[];
}

/** Field numbers of onnx.proto (ModelProto, GraphProto, ValueInfoProto, TensorProto, StringStringEntryProto). */
const MODEL = { irVersion: 1, graph: 7, opset: 8, metadata: 14 } as const;
const GRAPH = { initializer: 5, input: 11, output: 12 } as const;
const NAME_OF_VALUE = 1;
const EXTERNAL_DATA = 13;

const WINDOW = 64 * 1024;
/** Far more than any graph has; a file that claims more was made to waste time. */
const MAX_FIELDS = 2_000_000;
const MAX_TEXT = 100_000;

/**
 * Walks the protobuf fields of the file and skips their contents. Throws `damaged` when it is no ONNX model or is cut off. A weight of a hundred
 * megabytes costs one seek.
 */
export async function readOnnxFacts(file: string, name: string): Promise<OnnxFacts> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const reader = createReader(handle, size, name);
    const facts = {
      inputs: [] as string[],
      outputs: [] as string[],
      metadata: {} as Record<string, string>,
      externalFiles: new Set<string>(),
    };
    let graphs = 0;
    let opsets = 0;
    let irVersion = 0;
    for await (const field of reader.fields(0, size)) {
      if (field.number === MODEL.irVersion && field.kind === 'number') irVersion = field.value;
      if (field.kind !== 'bytes') continue;
      if (field.number === MODEL.opset) opsets += 1;
      if (field.number === MODEL.metadata) Object.assign(facts.metadata, await readEntry(reader, field));
      if (field.number !== MODEL.graph) continue;
      graphs += 1;
      await readGraph(reader, field, facts);
    }
    if (graphs !== 1 || opsets === 0 || irVersion < 1 || irVersion > 100 || facts.outputs.length === 0)
      throw broken(name, 'it holds no model');
    return { ...facts, externalFiles: [...facts.externalFiles] };
  } finally {
    await handle.close();
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}
type Field =
  | { readonly kind: 'number'; readonly number: number; readonly value: number }
  | ({ readonly kind: 'bytes'; readonly number: number } & Span);
interface Reader {
  fields(start: number, end: number): AsyncGenerator<Field, void>;
  text(span: Span): Promise<string>;
}

async function readGraph(
  reader: Reader,
  graph: Span,
  facts: { inputs: string[]; outputs: string[]; externalFiles: Set<string> },
): Promise<void> {
  for await (const field of reader.fields(graph.start, graph.end)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === GRAPH.input) facts.inputs.push(await readName(reader, field));
    if (field.number === GRAPH.output) facts.outputs.push(await readName(reader, field));
    if (field.number !== GRAPH.initializer) continue;
    for await (const inner of reader.fields(field.start, field.end)) {
      if (inner.kind !== 'bytes' || inner.number !== EXTERNAL_DATA) continue;
      const { location } = await readEntry(reader, inner);
      if (location !== undefined) facts.externalFiles.add(location);
    }
  }
}

async function readName(reader: Reader, value: Span): Promise<string> {
  for await (const field of reader.fields(value.start, value.end))
    if (field.kind === 'bytes' && field.number === NAME_OF_VALUE) return reader.text(field);
  return '';
}

/** A pair of key and value. */
async function readEntry(reader: Reader, entry: Span): Promise<Record<string, string>> {
  let key = '';
  let value = '';
  for await (const field of reader.fields(entry.start, entry.end)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) key = await reader.text(field);
    if (field.number === 2) value = await reader.text(field);
  }
  return { [key]: value };
}

function createReader(handle: FileHandle, size: number, name: string): Reader {
  const window = Buffer.alloc(WINDOW);
  let from = 0;
  let filled = 0;
  let fieldsRead = 0;

  /** Makes at least `count` bytes from `position` on readable; returns their place in the window. */
  async function at(position: number, count: number): Promise<number> {
    if (position < 0 || position + count > size) throw broken(name, 'it is cut off');
    if (position < from || position + count > from + filled) {
      from = position;
      filled = (await handle.read(window, 0, WINDOW, position)).bytesRead;
      if (filled < count) throw broken(name, 'it is cut off');
    }
    return position - from;
  }

  async function varint(position: number): Promise<{ value: number; next: number }> {
    let value = 0;
    for (let index = 0; index < 10; index += 1) {
      const byte = window[await at(position + index, 1)] ?? 0;
      // Numbers beyond 2^53 lose their last digits: none of those that matter here is as large.
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return { value, next: position + index + 1 };
    }
    throw broken(name, 'a number in it has no end');
  }

  return {
    async *fields(start, end) {
      let position = start;
      while (position < end) {
        fieldsRead += 1;
        if (fieldsRead > MAX_FIELDS) throw broken(name, 'it has too many parts');
        const tag = await varint(position);
        const number = Math.floor(tag.value / 8);
        const type = tag.value % 8;
        if (number === 0) throw broken(name, 'it is no ONNX file');
        if (type === 0) {
          const { value, next } = await varint(tag.next);
          position = next;
          yield { kind: 'number', number, value };
        } else if (type === 2) {
          const length = await varint(tag.next);
          const stop = length.next + length.value;
          if (stop > end) throw broken(name, 'it is cut off');
          yield { kind: 'bytes', number, start: length.next, end: stop };
          position = stop;
        } else if (type === 1 || type === 5) position = tag.next + (type === 1 ? 8 : 4);
        else throw broken(name, 'it is no ONNX file');
      }
      if (position !== end) throw broken(name, 'it is cut off');
    },
    async text({ start, end }) {
      const length = Math.min(end - start, MAX_TEXT);
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await handle.read(bytes, 0, length, start);
      return bytes.subarray(0, bytesRead).toString('utf8');
    },
  };
}

const broken = (name: string, why: string): ModelFailure =>
  new ModelFailure(
    'damaged',
    `${name}: ${why}`,
    `${name} is no ONNX model that can be read: ${why}. Download it again from its author.`,
  );
