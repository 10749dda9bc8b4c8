import { MToonMaterial } from '@pixiv/three-vrm';
import type { Material, Object3D } from 'three';
import type { Quality } from '../../render/governor.ts';
import { type Coarsen, coarsenInWorker } from './figure/coarsen-in-worker.ts';
import { createFlatFigure, type FlatFigure } from './figure/flat-figure.ts';
import type { VrmMaterials } from './vrm-materials.ts';
import { materialsOf, type VrmMesh } from './vrm-meshes.ts';

/** Switches a model between looks of different cost. */
export interface VrmQuality {
  /** What of the scene is drawn now. */
  readonly drawn: Object3D;
  set(quality: Quality): void;
  /** Before each picture, after the last change of the pose. */
  beforePicture(): void;
  dispose(): void;
}

export interface VrmQualityOptions {
  readonly scene: Object3D;
  readonly meshes: readonly VrmMesh[];
  readonly materials: VrmMaterials;
  readonly coarsen?: Coarsen;
}

/** Cameras look at layer 0. */
const SEEN = 0;
const UNSEEN = 1;

/** Outlines are second materials of a mesh, drawn again with all its triangles; flat is another figure in the model's place. */
export function createVrmQuality({ scene, meshes, materials, coarsen = coarsenInWorker }: VrmQualityOptions): VrmQuality {
  const all = meshes.map(({ mesh }) => ({ mesh, full: mesh.material, plain: withoutOutline(mesh.material) }));
  let shown: Quality = 'full';
  let figure: FlatFigure | undefined;
  return {
    get drawn() {
      return shown === 'flat' && figure !== undefined ? figure.group : scene;
    },
    set(quality) {
      if (quality === shown) return;
      shown = quality;
      const flat = quality === 'flat';
      // Made before anything is switched: it looks at the full materials.
      if (flat) figure ??= createFlatFigure({ scene, meshes, follow: materials.follow, coarsen });
      if (figure !== undefined) figure.group.visible = flat;
      for (const { mesh, full, plain } of all) {
        mesh.layers.set(flat ? UNSEEN : SEEN);
        mesh.material = quality === 'plain' ? plain : full;
      }
    },
    beforePicture() {
      if (shown === 'flat') figure?.update();
    },
    dispose() {
      figure?.dispose();
      for (const { mesh, full } of all) mesh.material = full;
    },
  };
}

/** A mesh has one surface. Alone, it covers all triangles; in a list, clicks would ask for the outline's sides too. */
function withoutOutline(full: Material | Material[]): Material | Material[] {
  return materialsOf({ material: full }).find((material) => !(material instanceof MToonMaterial && material.isOutline)) ?? full;
}
