import { asciiJson } from './ascii-json.ts';

/** A glTF 2.0 binary that holds nodes and one animation, nothing to draw. */
export interface GlbNode {
  readonly name: string;
  readonly parent: string | undefined;
  readonly translation: readonly [number, number, number];
}
export interface GlbTrack {
  readonly node: string;
  readonly path: 'rotation' | 'translation';
  /** Seconds, rising. */
  readonly times: readonly number[];
  /** x y z (w) of each time. */
  readonly values: readonly number[];
}
export interface AnimationGlb {
  readonly nodes: readonly GlbNode[];
  readonly tracks: readonly GlbTrack[];
  /** Of the whole file. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

const GLB = { magic: 0x46546c67, json: 0x4e4f534a, bin: 0x004e4942 } as const;
const FLOAT = 5126;

export function writeAnimationGlb({ nodes, tracks, extensions }: AnimationGlb): Uint8Array {
  const place = new Map(nodes.map(({ name }, index) => [name, index]));
  const floats: number[] = [];
  const bufferViews: object[] = [];
  const accessors: object[] = [];
  const accessor = (values: readonly number[], type: 'SCALAR' | 'VEC3' | 'VEC4', limits: object): number => {
    bufferViews.push({ buffer: 0, byteOffset: floats.length * 4, byteLength: values.length * 4 });
    for (const value of values) floats.push(value);
    const width = type === 'SCALAR' ? 1 : type === 'VEC3' ? 3 : 4;
    accessors.push({ bufferView: accessors.length, componentType: FLOAT, count: values.length / width, type, ...limits });
    return accessors.length - 1;
  };
  const samplers = tracks.map(({ path, times, values }) => ({
    input: accessor(times, 'SCALAR', { min: [times[0] ?? 0], max: [times.at(-1) ?? 0] }),
    output: accessor(values, path === 'rotation' ? 'VEC4' : 'VEC3', {}),
    interpolation: 'LINEAR',
  }));
  const json = {
    asset: { version: '2.0', generator: 'Yingxi' },
    extensionsUsed: Object.keys(extensions),
    extensions,
    scene: 0,
    scenes: [{ nodes: nodes.flatMap(({ parent }, index) => (parent === undefined ? [index] : [])) }],
    nodes: nodes.map(({ name, translation }) => {
      const children = nodes.flatMap((node, index) => (node.parent === name ? [index] : []));
      return { name, translation, ...(children.length === 0 ? {} : { children }) };
    }),
    ...(tracks.length === 0
      ? {}
      : {
          animations: [
            {
              name: 'performance',
              samplers,
              channels: tracks.map(({ node, path }, sampler) => ({ sampler, target: { node: place.get(node) ?? 0, path } })),
            },
          ],
          buffers: [{ byteLength: floats.length * 4 }],
          bufferViews,
          accessors,
        }),
  };
  return glb(asciiJson(json), Float32Array.from(floats));
}

/** Chunks of a GLB are padded to four bytes: JSON with spaces. */
function glb(json: Uint8Array, floats: Float32Array): Uint8Array {
  const jsonBytes = Math.ceil(json.byteLength / 4) * 4;
  const total = 12 + 8 + jsonBytes + 8 + floats.byteLength;
  const bytes = new Uint8Array(total).fill(0x20);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, GLB.magic, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, total, true);
  view.setUint32(12, jsonBytes, true);
  view.setUint32(16, GLB.json, true);
  bytes.set(json, 20);
  const at = 20 + jsonBytes;
  view.setUint32(at, floats.byteLength, true);
  view.setUint32(at + 4, GLB.bin, true);
  floats.forEach((value, index) => {
    view.setFloat32(at + 8 + index * 4, value, true);
  });
  return bytes;
}
