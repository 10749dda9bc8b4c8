import { z } from 'zod';

/**
 * What of glTF 2.0 is checked before a model may reach a stage. zod refuses NaN and Infinity by itself; indices are checked against their lists in
 * `gltf-checks.ts`. Fields that are not named here are none of our business and stay untouched in the file.
 */
const index = z.number().int().min(0).max(10_000_000);
const size = z.number().int().min(0).max(4_294_967_295);
const name = z.string().max(1000).optional().catch(undefined);
const list = <T extends z.ZodType>(item: T, max: number) => z.array(item).max(max).default([]);

const extensions = z.record(z.string(), z.unknown()).optional();

export const COMPONENT_BYTES: Readonly<Record<number, number>> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
export const ELEMENTS: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 };
const componentType = z.number().refine((type) => type in COMPONENT_BYTES, 'unknown component type');

export const accessorSchema = z.object({
  bufferView: index.optional(),
  byteOffset: size.default(0),
  componentType,
  count: z.number().int().min(1).max(100_000_000),
  type: z.string().refine((type) => type in ELEMENTS, 'unknown accessor type'),
  sparse: z
    .object({
      count: z.number().int().min(1).max(100_000_000),
      indices: z.object({ bufferView: index, byteOffset: size.default(0), componentType }),
      values: z.object({ bufferView: index, byteOffset: size.default(0) }),
    })
    .optional(),
});
export type GltfAccessor = z.infer<typeof accessorSchema>;

const attributes = z.record(z.string().max(100), index);
const primitiveSchema = z.object({
  attributes,
  indices: index.optional(),
  material: index.optional(),
  mode: z.number().int().min(0).max(6).default(4),
  targets: z.array(attributes).max(2000).optional(),
  extensions,
});

const numbers = (count: number) => z.array(z.number()).length(count).optional();
const nodeSchema = z.object({
  name,
  children: list(index, 100_000),
  mesh: index.optional(),
  skin: index.optional(),
  matrix: numbers(16),
  translation: numbers(3),
  rotation: numbers(4),
  scale: numbers(3),
  weights: z.array(z.number()).max(2000).optional(),
});

export const gltfSchema = z.object({
  asset: z.object({ version: z.string().max(20), generator: z.string().max(500).optional().catch(undefined) }),
  extensionsUsed: list(z.string().max(200), 500),
  extensionsRequired: list(z.string().max(200), 500),
  scene: index.optional(),
  scenes: list(z.object({ nodes: list(index, 100_000) }), 100),
  nodes: list(nodeSchema, 65_535),
  meshes: list(
    z.object({ name, primitives: z.array(primitiveSchema).min(1).max(2000), weights: z.array(z.number()).max(2000).optional() }),
    10_000,
  ),
  skins: list(
    z.object({ inverseBindMatrices: index.optional(), joints: z.array(index).min(1).max(10_000), skeleton: index.optional() }),
    5000,
  ),
  animations: list(
    z.object({
      channels: z
        .array(z.object({ sampler: index, target: z.object({ node: index.optional(), path: z.string().max(100) }) }))
        .max(50_000),
      samplers: z.array(z.object({ input: index, output: index })).max(50_000),
    }),
    2000,
  ),
  accessors: list(accessorSchema, 200_000),
  bufferViews: list(
    z.object({
      buffer: index,
      byteOffset: size.default(0),
      byteLength: size.min(1),
      byteStride: z.number().int().min(4).max(252).optional(),
      extensions,
    }),
    200_000,
  ),
  buffers: list(z.object({ uri: z.string().optional(), byteLength: size }), 100),
  materials: list(z.looseObject({ name }), 10_000),
  textures: list(z.object({ source: index.optional(), sampler: index.optional(), extensions }), 10_000),
  samplers: list(z.unknown(), 10_000),
  images: list(
    z.object({ name, uri: z.string().optional(), bufferView: index.optional(), mimeType: z.string().max(100).optional() }),
    10_000,
  ),
  extensions,
});
export type Gltf = z.infer<typeof gltfSchema>;
