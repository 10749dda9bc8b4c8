import { join } from 'node:path';
import { MeshoptSimplifier } from 'meshoptimizer/simplifier';
import { type BufferGeometry, type Material, Mesh, SkinnedMesh, Vector3 } from 'three';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { vrmInNode } from '../../../../../../tests/support/vrm/vrm-in-node.ts';
import { collectMeshes, type VrmMesh } from '../vrm-meshes.ts';
import { coarsen } from './coarse-mesh.ts';
import { createFigureSkin } from './figure-skin.ts';
import { type FineMesh, fineMeshOf } from './fine-mesh.ts';
import { createFlatFigure } from './flat-figure.ts';

const MODEL = join(import.meta.dirname, '../../../../../../resources/avatars/default.vrm');
const BUDGET = 16_000;

describe('the flat figure', () => {
  let scene: Awaited<ReturnType<typeof vrmInNode>>['vrm']['scene'];
  let meshes: readonly VrmMesh[];
  let fine: readonly FineMesh[];
  let coarse: readonly Uint32Array[];
  beforeAll(async () => {
    await MeshoptSimplifier.ready;
    const { vrm } = await vrmInNode(MODEL);
    scene = vrm.scene;
    meshes = collectMeshes(vrm);
    for (const [i, name] of (['head', 'leftUpperArm', 'spine', 'rightUpperLeg'] as const).entries()) {
      const bone = vrm.humanoid.getRawBoneNode(name);
      bone?.rotation.set(0.2 + i * 0.1, -0.3, 0.15 * i);
      bone?.updateMatrix();
    }
    for (const { mesh } of meshes)
      mesh.morphTargetInfluences?.forEach((_, i, all) => {
        all[i] = i % 5 === 0 ? 0.4 : 0;
      });
    scene.updateMatrixWorld(true);
    fine = meshes.map(({ mesh }) => fineMeshOf(mesh));
    coarse = coarsen(fine, BUDGET, MeshoptSimplifier);
  });

  /** Largest distance between the figure's vertices and those that three poses, metres. */
  function farthest(mesh: Mesh, index: ArrayLike<number>): number {
    const skin = createFigureSkin(mesh, index);
    skin.pose();
    const expected = new Vector3();
    const found = new Vector3();
    let most = 0;
    for (let i = 0; i < index.length; i += 7) {
      mesh.getVertexPosition(index[i]!, expected).applyMatrix4(mesh.matrixWorld);
      found.fromArray(skin.positions, skin.index[i]! * 3);
      most = Math.max(most, found.distanceTo(expected));
    }
    return most;
  }

  it('stands where shaders would pose it, bones and morph targets alike, with all triangles and with few', () => {
    for (const { mesh } of meshes) if (mesh instanceof SkinnedMesh) mesh.skeleton.update();
    meshes.forEach(({ mesh }, i) => {
      expect(farthest(mesh, fine[i]!.index)).toBeLessThan(1e-5);
      expect(farthest(mesh, coarse[i]!)).toBeLessThan(1e-5);
    });
  });

  it('carries a mesh without bones along with its node', () => {
    const { geometry } = meshes[0]!.mesh;
    const rigid = new Mesh(geometry);
    rigid.position.set(1, 2, 3);
    rigid.rotation.set(0.3, 0.2, 0.1);
    rigid.updateMatrixWorld();
    expect(farthest(rigid, fine[0]!.index)).toBeLessThan(1e-5);
  });

  it('has few triangles, whose vertices are numbered by first use', () => {
    const sum = coarse.reduce((total, { length }) => total + length / 3, 0);
    expect(sum).toBeLessThanOrEqual(BUDGET);
    expect(sum).toBeGreaterThan(BUDGET / 2);
    for (const [i, { mesh }] of meshes.entries()) {
      const firsts = new Set(createFigureSkin(mesh, coarse[i]!).index);
      expect([...firsts]).toEqual(Array.from({ length: firsts.size }, (_, vertex) => vertex));
    }
  });

  it('keeps every triangle that a morph target moves, so that no mouth grows shut', () => {
    let moving = 0;
    const lost: string[] = [];
    fine.forEach(({ index, targets }, i) => {
      const kept = triangles(coarse[i]!);
      const moves = (vertex: number): boolean =>
        targets.some((offsets) => Math.max(...offsets.subarray(vertex * 3, vertex * 3 + 3).map(Math.abs)) > 0.001);
      for (const [key, corners] of triangles(index)) {
        if (!corners.some(moves)) continue;
        moving++;
        if (!kept.has(key)) lost.push(key);
      }
    });
    expect(lost).toEqual([]);
    expect(moving).toBeGreaterThan(2000);
  });

  it('leaves a model that has few triangles, and meshes of few triangles, as they are', () => {
    expect(coarsen(fine, 100_000, MeshoptSimplifier).map(({ length }) => length)).toEqual(fine.map(({ index }) => index.length));
    const small: FineMesh = { ...fine[3]!, index: fine[3]!.index.slice(0, 300) };
    expect(coarsen([small, fine[4]!], 10, MeshoptSimplifier)[0]).toEqual(small.index);
  });

  it('takes the fewer triangles when they come, after the first picture, and asks nobody once it is gone', async () => {
    const asked: AbortSignal[] = [];
    const follow = (_: Material, __: Material): void => {};
    const figure = createFlatFigure({
      ...{ scene, meshes, follow },
      coarsen: async (_, signal) => {
        asked.push(signal);
        return coarse;
      },
    });
    const counts = (): number[] => figure.group.children.map((child) => indexCount(child));
    figure.update();
    expect(asked).toHaveLength(0);
    expect(counts()).toEqual(fine.map(({ index }) => index.length));
    for (let i = 0; i < 3; i++) figure.update();
    await Promise.resolve();
    await Promise.resolve();
    expect(asked).toHaveLength(1);
    expect(counts()).toEqual(coarse.map(({ length }) => length));
    figure.dispose();
    expect(asked[0]?.aborted).toBe(true);
    expect(scene.children).not.toContain(figure.group);
  });

  it('is drawn with all its triangles when nobody finds fewer', async () => {
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const figure = createFlatFigure({
      scene,
      meshes,
      follow: () => {},
      coarsen: async () => Promise.reject(new Error('no worker')),
    });
    for (let i = 0; i < 3; i++) figure.update();
    await vi.waitFor(() => expect(warnings).toHaveBeenCalledOnce(), { timeout: 90_000 });
    expect(figure.group.children.map(indexCount)).toEqual(fine.map(({ index }) => index.length));
    figure.dispose();
    warnings.mockRestore();
  });
});

function indexCount(child: object): number {
  return 'geometry' in child ? ((child.geometry as BufferGeometry).index?.count ?? -1) : -1;
}

function triangles(index: Uint32Array): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (let i = 0; i < index.length; i += 3) {
    const corners = [...index.subarray(i, i + 3)];
    found.set(corners.join(), corners);
  }
  return found;
}
