import { MToonMaterial } from '@pixiv/three-vrm';
import { type Material, Mesh, MeshBasicMaterial, type Object3D } from 'three';
import type { Quality } from '../../render/governor.ts';

/** Switches a model between looks of different cost. */
export interface VrmQuality {
  set(quality: Quality): void;
  dispose(): void;
}

type Looks = Readonly<Record<Quality, Material | Material[]>>;

/** Outlines are second materials of a mesh, drawn again with all its triangles; MToon's shading costs about twice a flat picture. */
export function createVrmQuality(root: Object3D): VrmQuality {
  const looks: { readonly mesh: Mesh; readonly looks: Looks }[] = [];
  const flats = new Map<Material, Material>();
  root.traverse((object) => {
    if (object instanceof Mesh) looks.push({ mesh: object, looks: looksOf(object.material, flats) });
  });
  let shown: Quality = 'full';
  return {
    set(quality) {
      if (quality === shown) return;
      shown = quality;
      for (const { mesh, looks: of } of looks) mesh.material = of[quality];
    },
    dispose() {
      for (const flat of flats.values()) flat.dispose();
    },
  };
}

function looksOf(full: Material | Material[], flats: Map<Material, Material>): Looks {
  if (!Array.isArray(full)) return { full, plain: full, flat: flatOf(full, flats) };
  // Groups that lose their material are not drawn.
  const plain = full.filter((material) => !(material instanceof MToonMaterial && material.isOutline));
  return { full, plain, flat: plain.map((material) => flatOf(material, flats)) };
}

function flatOf(material: Material, flats: Map<Material, Material>): Material {
  if (!(material instanceof MToonMaterial)) return material;
  const known = flats.get(material);
  if (known !== undefined) return known;
  const { map, alphaTest, transparent, side, depthWrite, opacity } = material;
  const flat = new MeshBasicMaterial({ map, alphaTest, transparent, side, depthWrite, opacity });
  // Shared, not copied: expressions that tint the material tint both.
  flat.color = material.color;
  flats.set(material, flat);
  return flat;
}
