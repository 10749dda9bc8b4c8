import { MToonMaterial } from '@pixiv/three-vrm';
import { type Material, MeshBasicMaterial } from 'three';
import type { Quality } from '../../render/governor.ts';
import type { VrmMaterials } from './vrm-materials.ts';
import type { VrmMesh } from './vrm-meshes.ts';

/** Switches a model between looks of different cost. */
export interface VrmQuality {
  set(quality: Quality): void;
  dispose(): void;
}

type Looks = Readonly<Record<Quality, Material | Material[]>>;

/** Outlines are second materials of a mesh, drawn again with all its triangles; MToon's shading costs about twice a flat picture. */
export function createVrmQuality(meshes: readonly VrmMesh[], materials: VrmMaterials): VrmQuality {
  const flats: Material[] = [];
  const flat = (material: Material): Material => {
    if (!(material instanceof MToonMaterial)) return material;
    const one = flatFrom(material);
    flats.push(one);
    materials.follow(material, one);
    return one;
  };
  const all = meshes.map(({ mesh }) => ({ mesh, looks: looksOf(mesh.material, flat) }));
  let shown: Quality = 'full';
  return {
    set(quality) {
      if (quality === shown) return;
      shown = quality;
      for (const { mesh, looks } of all) mesh.material = looks[quality];
    },
    dispose() {
      for (const one of flats) one.dispose();
    },
  };
}

function looksOf(full: Material | Material[], flat: (material: Material) => Material): Looks {
  if (!Array.isArray(full)) return { full, plain: full, flat: flat(full) };
  // Groups that lose their material are not drawn.
  const plain = full.filter((material) => !(material instanceof MToonMaterial && material.isOutline));
  return { full, plain, flat: plain.map(flat) };
}

function flatFrom(material: MToonMaterial): Material {
  const { map, alphaTest, transparent, side, depthWrite, opacity } = material;
  const flat = new MeshBasicMaterial({ map, alphaTest, transparent, side, depthWrite, opacity });
  // Shared, not copied: expressions and tints that change the colour change both.
  flat.color = material.color;
  return flat;
}
