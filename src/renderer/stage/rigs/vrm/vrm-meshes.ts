import type { VRM } from '@pixiv/three-vrm';
import { type Material, Mesh, SkinnedMesh, type Texture } from 'three';

/** A drawable part of the model. */
export interface VrmMesh {
  /** Unique; the mesh's name in the file. */
  readonly id: string;
  readonly mesh: Mesh;
  /** Names of its materials. */
  readonly tags: readonly string[];
}

/** Everything that is drawn, as seen by others: what the file keeps for the avatar's own eyes is hidden. */
export function collectMeshes(vrm: VRM): readonly VrmMesh[] {
  for (const { type, meshes } of vrm.firstPerson?.meshAnnotations ?? [])
    if (type === 'firstPersonOnly') for (const mesh of meshes) mesh.visible = false;
  const found: VrmMesh[] = [];
  const taken = new Set<string>();
  vrm.scene.traverseVisible((object) => {
    if (!(object instanceof Mesh)) return;
    const name = object.name === '' ? 'mesh' : object.name;
    let id = name;
    for (let count = 2; taken.has(id); count++) id = `${name} ${count}`;
    taken.add(id);
    found.push({ id, mesh: object, tags: materialNames(object) });
  });
  for (const { mesh } of found) prepare(mesh);
  return found;
}

function materialNames(mesh: Mesh): string[] {
  // Outlines are materials of their own with the name of the surface that they surround.
  const names = materialsOf(mesh).map(({ name }) => name.replace(/ \(Outline\)$/, ''));
  return [...new Set(names)].filter((name) => name !== '' && name.length <= 200);
}

export function materialsOf(mesh: Pick<Mesh, 'material'>): readonly Material[] {
  return Array.isArray(mesh.material) ? mesh.material : [mesh.material];
}

function prepare(mesh: Mesh): void {
  // Bounds do not follow bones and morphs: parts would vanish at the picture's edge.
  mesh.frustumCulled = false;
  // Without one the renderer would pose every vertex on the processor before the first picture, only to sort by depth.
  if (!(mesh instanceof SkinnedMesh)) return;
  if (mesh.geometry.boundingSphere === null) mesh.geometry.computeBoundingSphere();
  mesh.boundingSphere = mesh.geometry.boundingSphere?.clone() ?? null;
}

/** How many different textures the materials use, and the longest side of the largest. */
export function measureTextures(meshes: readonly VrmMesh[]): { count: number; largest: number } {
  const sources = new Set<unknown>();
  let largest = 0;
  for (const { mesh } of meshes)
    for (const material of materialsOf(mesh))
      for (const key of TEXTURE_SLOTS) {
        const texture: unknown = Reflect.get(material, key);
        if (!isTexture(texture)) continue;
        sources.add(texture.source);
        const { image } = texture;
        if (isSized(image)) largest = Math.max(largest, image.width, image.height);
      }
  return { count: sources.size, largest };
}

const TEXTURE_SLOTS = [
  'map',
  'normalMap',
  'emissiveMap',
  'shadeMultiplyTexture',
  'shadingShiftTexture',
  'matcapTexture',
  'rimMultiplyTexture',
  'outlineWidthMultiplyTexture',
  'uvAnimationMaskTexture',
] as const;

function isTexture(value: unknown): value is Texture {
  return typeof value === 'object' && value !== null && 'isTexture' in value;
}

function isSized(value: unknown): value is { width: number; height: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'width' in value &&
    'height' in value &&
    typeof value.width === 'number' &&
    typeof value.height === 'number'
  );
}
