import { BufferAttribute, BufferGeometry, DynamicDrawUsage, Group, type Material, Mesh, type Object3D, SkinnedMesh } from 'three';
import { materialsOf, type VrmMesh } from '../vrm-meshes.ts';
import { trianglesOf } from './attribute-values.ts';
import type { Coarsen } from './coarsen-in-worker.ts';
import { createFigureSkin, type FigureSkin } from './figure-skin.ts';
import { fineMeshOf } from './fine-mesh.ts';
import { createFlatSurface, type FlatSurface } from './flat-surface.ts';

/**
 * The model as it is drawn where pictures must be cheap: unshaded, posed by the page instead of by shaders (which where the processor draws pose a vertex
 * several times over, through textures), and after the first pictures with a fraction of its triangles.
 */
export interface FlatFigure {
  /** All that is drawn. */
  readonly group: Group;
  /** Brings it to the pose that the model has now. */
  update(): void;
  dispose(): void;
}

export interface FlatFigureOptions {
  readonly scene: Object3D;
  readonly meshes: readonly VrmMesh[];
  /** The surface's material shows the colours of another one from now on. */
  readonly follow: (material: Material, follower: Material) => void;
  readonly coarsen: Coarsen;
}

interface Part {
  readonly original: Mesh;
  readonly stand: Mesh;
  readonly surface: FlatSurface;
  skin: FigureSkin;
}

/** The first pictures come before all that makes the later ones cheaper. */
const PICTURES_BEFORE_COARSE = 2;

export function createFlatFigure({ scene, meshes, follow, coarsen }: FlatFigureOptions): FlatFigure {
  const group = new Group();
  // Vertices are posed in the world.
  group.matrixWorldAutoUpdate = false;
  const parts = meshes.flatMap(({ mesh }) => createPart(mesh, follow));
  for (const { stand } of parts) group.add(stand);
  const skeletons = [...new Set(meshes.flatMap(({ mesh }) => (mesh instanceof SkinnedMesh ? [mesh.skeleton] : [])))];
  const closing = new AbortController();
  let pictures = 0;
  scene.add(group);

  async function becomeCoarse(): Promise<void> {
    try {
      const lists = await coarsen(
        parts.map(({ original }) => fineMeshOf(original)),
        closing.signal,
      );
      parts.forEach((part, i) => {
        const list = lists[i];
        if (list !== undefined) reshape(part, list);
      });
    } catch (error) {
      // Only dearer to draw.
      if (!closing.signal.aborted) console.warn('this avatar is drawn with all its triangles:', error);
    }
  }

  return {
    group,
    update() {
      if (++pictures === PICTURES_BEFORE_COARSE) void becomeCoarse();
      scene.updateMatrixWorld();
      for (let i = 0; i < skeletons.length; i++) skeletons[i]?.update();
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i];
        if (part === undefined || !part.original.visible) continue;
        part.surface.update();
        part.skin.pose();
        const { position } = part.stand.geometry.attributes;
        if (position !== undefined) position.needsUpdate = true;
      }
    },
    dispose() {
      closing.abort();
      group.removeFromParent();
      for (const { stand, surface } of parts) {
        stand.geometry.dispose();
        surface.dispose();
      }
    },
  };
}

function createPart(original: Mesh, follow: FlatFigureOptions['follow']): Part[] {
  // Outlines come after the surface that they surround.
  const [source] = materialsOf(original);
  if (source === undefined) return [];
  const surface = createFlatSurface(source);
  follow(source, surface.material);
  const skin = createFigureSkin(original, trianglesOf(original.geometry));
  const stand = new Mesh(geometryOf(skin, original), surface.material);
  stand.frustumCulled = false;
  stand.matrixWorldAutoUpdate = false;
  stand.renderOrder = original.renderOrder;
  stand.visible = original.visible;
  return [{ original, stand, surface, skin }];
}

function reshape(part: Part, index: Uint32Array): void {
  part.skin = createFigureSkin(part.original, index);
  part.skin.pose();
  part.stand.geometry.dispose();
  part.stand.geometry = geometryOf(part.skin, part.original);
}

function geometryOf({ index, positions, uvs }: FigureSkin, { geometry: { boundingSphere } }: Mesh): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3).setUsage(DynamicDrawUsage));
  geometry.setAttribute('uv', new BufferAttribute(uvs, 2));
  geometry.setIndex(new BufferAttribute(index, 1));
  // Only to sort by depth; without one the renderer would go through all vertices.
  geometry.boundingSphere = boundingSphere?.clone() ?? null;
  return geometry;
}
