import { subtract, type Vec3 } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';
import type { Skeleton } from '../skeleton.ts';
import type { MeshData } from './assemble-mesh.ts';
import { createGlbBuffer, FLOAT, type GlbBuffer, glbFile, INDICES, UBYTE, USHORT, VERTICES } from './glb.ts';
import { materialsOf } from './materials.ts';
import { springExtension, vrmExtension } from './vrm-extensions.ts';

/**
 * Says to loaders that know it that the file is as good as optimised: one skeleton for all meshes, no vertex without a triangle, and one morph for
 * each thing that an expression does. Readers that do not know it lose nothing.
 */
export const OPTIMISED_MARK = { optimised: 1 } as const;

export interface VrmParts {
  readonly options: AvatarOptions;
  readonly skeleton: Skeleton;
  readonly meshes: readonly MeshData[];
  /** PNG files in the order of the materials' texture indices. */
  readonly textures: readonly { readonly name: string; readonly png: Uint8Array }[];
}

export function writeVrm({ options, skeleton, meshes, textures }: VrmParts): Uint8Array {
  const buffer = createGlbBuffer();
  const firstMeshNode = skeleton.bones.length;
  const meshJson = meshes.map((mesh) => meshOf(buffer, mesh));
  const json = {
    asset: { version: '2.0', generator: 'Yingxi avatar generator', extras: { yingxi: { ...OPTIMISED_MARK, recipe: options } } },
    extensionsUsed: ['KHR_materials_unlit', 'VRMC_vrm', 'VRMC_materials_mtoon', 'VRMC_springBone'],
    scene: 0,
    scenes: [{ nodes: [0, ...meshes.map((_, i) => firstMeshNode + i)] }],
    nodes: [...boneNodes(skeleton), ...meshes.map(({ name }, mesh) => ({ name, mesh, skin: 0 }))],
    meshes: meshJson,
    materials: materialsOf(options),
    skins: [{ joints: skeleton.bones.map((_, i) => i), inverseBindMatrices: inverseBinds(buffer, skeleton), skeleton: 0 }],
    images: textures.map(({ name, png }) => ({ name, mimeType: 'image/png', bufferView: buffer.addView(png) })),
    textures: textures.map((_, source) => ({ sampler: 0, source })),
    samplers: [{ magFilter: 9729, minFilter: 9987, wrapS: 33071, wrapT: 33071 }],
    accessors: buffer.accessors,
    bufferViews: buffer.views,
    extensions: {
      VRMC_vrm: vrmExtension(options.name, skeleton, meshes, firstMeshNode),
      VRMC_springBone: springExtension(skeleton),
    },
  };
  const binary = buffer.bytes();
  return glbFile({ ...json, buffers: [{ byteLength: binary.length }] }, binary);
}

function boneNodes({ bones, indexOf }: Skeleton): object[] {
  return bones.map(({ name, parent, position }, index) => {
    const from: Vec3 = parent === undefined ? [0, 0, 0] : (bones[indexOf(parent)]?.position ?? [0, 0, 0]);
    const children = bones.flatMap((bone, i) => (bone.parent === name && i !== index ? [i] : []));
    return {
      name,
      translation: subtract(position, from).map((x) => Number(x.toFixed(5))),
      ...(children.length > 0 ? { children } : {}),
    };
  });
}

function inverseBinds(buffer: GlbBuffer, { bones }: Skeleton): number {
  const matrices = new Float32Array(bones.length * 16);
  bones.forEach(({ position: [x, y, z] }, i) => {
    matrices.set([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -x, -y, -z, 1], i * 16);
  });
  return buffer.addAccessor(matrices, { componentType: FLOAT, count: bones.length, type: 'MAT4' });
}

function meshOf(buffer: GlbBuffer, mesh: MeshData): object {
  const count = mesh.positions.length / 3;
  const primitive = {
    attributes: {
      POSITION: buffer.addAccessor(
        mesh.positions,
        { componentType: FLOAT, count, type: 'VEC3', ...bounds(mesh.positions) },
        VERTICES,
      ),
      NORMAL: buffer.addAccessor(mesh.normals, { componentType: FLOAT, count, type: 'VEC3' }, VERTICES),
      TEXCOORD_0: buffer.addAccessor(mesh.uvs, { componentType: FLOAT, count, type: 'VEC2' }, VERTICES),
      JOINTS_0: buffer.addAccessor(mesh.joints, { componentType: UBYTE, count, type: 'VEC4' }, VERTICES),
      WEIGHTS_0: buffer.addAccessor(mesh.weights, { componentType: UBYTE, count, type: 'VEC4', normalized: true }, VERTICES),
    },
    indices: buffer.addAccessor(mesh.indices, { componentType: USHORT, count: mesh.indices.length, type: 'SCALAR' }, INDICES),
    material: mesh.material,
    mode: 4,
  };
  if (mesh.morphs.length === 0) return { name: mesh.name, primitives: [primitive] };
  const targets = mesh.morphs.map(({ vertices, offsets }) => ({
    POSITION: buffer.addSparse({ componentType: FLOAT, count, type: 'VEC3', ...bounds(offsets, true) }, vertices, offsets),
  }));
  return {
    name: mesh.name,
    primitives: [{ ...primitive, targets }],
    weights: mesh.morphs.map(() => 0),
    extras: { targetNames: mesh.morphs.map(({ name }) => name) },
  };
}

/** Per axis. A sparse accessor also holds zeros. */
function bounds(values: Float32Array, withZero = false): { min: number[]; max: number[] } {
  const start = withZero ? 0 : Number.NaN;
  const min = [start, start, start];
  const max = [start, start, start];
  values.forEach((value, i) => {
    const axis = i % 3;
    const [low, high] = [min[axis] ?? Number.NaN, max[axis] ?? Number.NaN];
    if (!(low <= value)) min[axis] = value;
    if (!(high >= value)) max[axis] = value;
  });
  return { min, max };
}
