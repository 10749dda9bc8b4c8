import { ImportFailure } from '../import-failure.ts';
import { damaged } from './glb.ts';
import { createNumberScan } from './gltf-numbers.ts';
import { COMPONENT_BYTES, ELEMENTS, type Gltf, type GltfAccessor } from './gltf-schema.ts';

/** Deeper trees would overflow the stack of whoever walks them; skeletons with hair and skirts stay below a hundred. */
const MAX_DEPTH = 500;
/** Bytes that all morph targets may take on the graphics card (16 per vertex and target). */
const MAX_MORPH_BYTES = 1_500_000_000;

/** Checks everything that a loader would follow blindly: indices, ranges inside the binary chunk, trees, numbers. Throws `ImportFailure`. */
export function checkGltf(gltf: Gltf, bin: Uint8Array, name: string): void {
  checkBuffers(gltf, bin, name);
  for (const [index, accessor] of gltf.accessors.entries()) checkAccessor(gltf, accessor, index, name);
  checkNodes(gltf, name);
  const scan = createNumberScan(gltf, bin, name);
  checkMeshes(gltf, name, scan.integersBelow);
  checkSkins(gltf, name, scan.integersBelow);
  checkAnimations(gltf, name);
  checkTextures(gltf, name);
  for (const index of gltf.accessors.keys()) scan.finite(index);
}

function checkBuffers(gltf: Gltf, bin: Uint8Array, name: string): void {
  for (const [index, buffer] of gltf.buffers.entries()) {
    if (buffer.uri !== undefined || index > 0) throw external(name, buffer.uri ?? `buffer ${index}`);
    // The chunk may be padded by up to three bytes.
    if (buffer.byteLength > bin.length)
      throw damaged(name, `its buffer should have ${buffer.byteLength} bytes and has ${bin.length}`);
  }
  for (const [index, view] of gltf.bufferViews.entries()) {
    const buffer = gltf.buffers[view.buffer];
    if (buffer === undefined || view.byteOffset + view.byteLength > buffer.byteLength)
      throw damaged(name, `buffer view ${index} reaches beyond the file`);
  }
}

function checkAccessor(gltf: Gltf, accessor: GltfAccessor, index: number, name: string): void {
  const component = COMPONENT_BYTES[accessor.componentType] ?? 4;
  const element = component * (ELEMENTS[accessor.type] ?? 1);
  if (accessor.count * element > 1_000_000_000) throw damaged(name, `accessor ${index} has ${accessor.count} entries`);
  if (accessor.bufferView !== undefined) {
    const stride = gltf.bufferViews[accessor.bufferView]?.byteStride ?? element;
    if (stride < element || stride % component !== 0) throw damaged(name, `accessor ${index} does not fit its stride`);
    checkRange(
      gltf,
      {
        view: accessor.bufferView,
        offset: accessor.byteOffset,
        bytes: stride * (accessor.count - 1) + element,
        align: component,
      },
      `accessor ${index}`,
      name,
    );
  }
  const { sparse } = accessor;
  if (sparse === undefined) return;
  const indexBytes = COMPONENT_BYTES[sparse.indices.componentType] ?? 4;
  if (sparse.count > accessor.count) throw damaged(name, `accessor ${index} replaces more entries than it has`);
  checkRange(
    gltf,
    { view: sparse.indices.bufferView, offset: sparse.indices.byteOffset, bytes: indexBytes * sparse.count, align: indexBytes },
    `accessor ${index}`,
    name,
  );
  checkRange(
    gltf,
    { view: sparse.values.bufferView, offset: sparse.values.byteOffset, bytes: element * sparse.count, align: component },
    `accessor ${index}`,
    name,
  );
}

/** A typed array over the range must be possible: inside its view, and at a multiple of its component's size. */
function checkRange(
  gltf: Gltf,
  range: { view: number; offset: number; bytes: number; align: number },
  what: string,
  name: string,
): void {
  const view = gltf.bufferViews[range.view];
  if (view === undefined || range.offset + range.bytes > view.byteLength)
    throw damaged(name, `${what} reaches beyond its buffer view`);
  if ((view.byteOffset + range.offset) % range.align !== 0)
    throw damaged(name, `${what} does not begin at a multiple of ${range.align} bytes`);
}

function checkNodes(gltf: Gltf, name: string): void {
  const count = gltf.nodes.length;
  const parent = new Int32Array(count).fill(-1);
  for (const [index, { children, mesh, skin }] of gltf.nodes.entries()) {
    if ((mesh !== undefined && mesh >= gltf.meshes.length) || (skin !== undefined && skin >= gltf.skins.length))
      throw damaged(name, `node ${index} has a mesh or skin that is not there`);
    for (const child of children) {
      if (child >= count || child === index || parent[child] !== -1)
        throw damaged(name, `node ${index} has a child that is not there or belongs to another`);
      parent[child] = index;
    }
  }
  const depth = new Int32Array(count);
  for (let start = 0; start < count; start += 1) checkDepth(start, parent, depth, name);
  for (const scene of gltf.scenes)
    if (scene.nodes.some((node) => node >= count)) throw damaged(name, 'its scene names a node that is not there');
  if (gltf.scenes.length === 0 || (gltf.scene ?? 0) >= gltf.scenes.length) throw damaged(name, 'it has no scene');
}

/** Every node has one parent at most, so the way up either ends or is a circle. */
function checkDepth(start: number, parent: Int32Array, depth: Int32Array, name: string): void {
  let steps = 0;
  let at = start;
  while (at !== -1 && depth[at] === 0) {
    steps += 1;
    if (steps > MAX_DEPTH) throw damaged(name, `its nodes hang in each other, or more than ${MAX_DEPTH} deep`);
    at = parent[at] ?? -1;
  }
  const base = at === -1 ? 0 : (depth[at] ?? 0);
  if (base + steps > MAX_DEPTH) throw damaged(name, `its nodes are more than ${MAX_DEPTH} deep`);
  at = start;
  for (let left = steps; left > 0 && at !== -1; left -= 1) {
    depth[at] = base + left;
    at = parent[at] ?? -1;
  }
}

type IntegersBelow = (accessor: number, bound: number, what: string) => void;

function checkMeshes(gltf: Gltf, name: string, integersBelow: IntegersBelow): void {
  let morphBytes = 0;
  for (const [index, mesh] of gltf.meshes.entries()) {
    for (const primitive of mesh.primitives) {
      const what = `mesh ${mesh.name ?? index}`;
      const position = accessorOf(gltf, primitive.attributes.POSITION, `${what}, positions`, name);
      if (position.type !== 'VEC3') throw damaged(name, `${what} has positions that are not three numbers`);
      if (primitive.material !== undefined && primitive.material >= gltf.materials.length)
        throw damaged(name, `${what} has a material that is not there`);
      for (const set of [primitive.attributes, ...(primitive.targets ?? [])])
        for (const [attribute, accessor] of Object.entries(set))
          if (accessorOf(gltf, accessor, `${what}, ${attribute}`, name).count !== position.count)
            throw damaged(name, `${what}: ${attribute} has another length than the positions`);
      if (primitive.indices !== undefined) {
        const { type, componentType } = accessorOf(gltf, primitive.indices, `${what}, indices`, name);
        if (type !== 'SCALAR' || ![5121, 5123, 5125].includes(componentType))
          throw damaged(name, `${what} has indices that are no whole numbers`);
        integersBelow(primitive.indices, position.count, `${what}, indices`);
      }
      morphBytes += 16 * position.count * (primitive.targets ?? []).reduce((sum, target) => sum + Object.keys(target).length, 0);
    }
    if (morphBytes > MAX_MORPH_BYTES)
      throw new ImportFailure(
        'too-large',
        name,
        `${name} has more face shapes than a graphics card can hold (${Math.round(morphBytes / 1e6)} MB). Export it with fewer shapes or fewer corners.`,
      );
  }
}

function checkSkins(gltf: Gltf, name: string, integersBelow: IntegersBelow): void {
  for (const [index, skin] of gltf.skins.entries()) {
    if (skin.joints.some((joint) => joint >= gltf.nodes.length))
      throw damaged(name, `skin ${index} has a joint that is not there`);
    if (skin.inverseBindMatrices === undefined) continue;
    const matrices = accessorOf(gltf, skin.inverseBindMatrices, `skin ${index}`, name);
    if (matrices.type !== 'MAT4' || matrices.componentType !== 5126 || matrices.count < skin.joints.length)
      throw damaged(name, `skin ${index} lacks matrices`);
  }
  for (const node of gltf.nodes) {
    const joints = node.skin === undefined ? undefined : gltf.skins[node.skin]?.joints.length;
    if (joints === undefined || node.mesh === undefined) continue;
    for (const { attributes } of gltf.meshes[node.mesh]?.primitives ?? [])
      for (const [attribute, accessor] of Object.entries(attributes))
        if (attribute.startsWith('JOINTS_')) integersBelow(accessor, joints, `${attribute} of ${node.name ?? 'a node'}`);
  }
}

function checkAnimations(gltf: Gltf, name: string): void {
  for (const { channels, samplers } of gltf.animations) {
    for (const { input, output } of samplers) {
      accessorOf(gltf, input, 'an animation', name);
      accessorOf(gltf, output, 'an animation', name);
    }
    for (const { sampler, target } of channels)
      if (sampler >= samplers.length || (target.node !== undefined && target.node >= gltf.nodes.length))
        throw damaged(name, 'an animation moves something that is not there');
  }
}

function checkTextures(gltf: Gltf, name: string): void {
  for (const image of gltf.images) {
    if (image.uri !== undefined) throw external(name, image.uri);
    if (image.bufferView === undefined || image.bufferView >= gltf.bufferViews.length)
      throw damaged(name, `texture ${image.name ?? ''} has no picture`);
  }
  for (const texture of gltf.textures)
    if (texture.source !== undefined && texture.source >= gltf.images.length)
      throw damaged(name, 'a texture has a picture that is not there');
  for (const material of gltf.materials) checkTextureInfos(material, gltf.textures.length, 0, name);
}

/** Materials name textures in many places (MToon has a dozen): every object with an `index` under a key that ends with "Texture". */
function checkTextureInfos(value: unknown, textures: number, depth: number, name: string): void {
  if (typeof value !== 'object' || value === null || depth > 8) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    const index: unknown = 'index' in inner && key.endsWith('Texture') ? inner.index : undefined;
    if (index !== undefined && (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= textures))
      throw damaged(name, `a material has a ${key} that is not there`);
    checkTextureInfos(inner, textures, depth + 1, name);
  }
}

function accessorOf(gltf: Gltf, index: number | undefined, what: string, name: string): GltfAccessor {
  const accessor = index === undefined ? undefined : gltf.accessors[index];
  if (accessor === undefined) throw damaged(name, `${what}: the numbers are not there`);
  return accessor;
}

function external(name: string, uri: string): ImportFailure {
  const short = uri.slice(0, 100);
  return new ImportFailure(
    'external-reference',
    `${name}: ${short}`,
    `${name} wants to load ${JSON.stringify(short)} from elsewhere. Export it as one .vrm file that holds everything.`,
  );
}
