import { MeshoptSimplifier } from 'meshoptimizer/simplifier';
import { COARSE_TRIANGLES, coarsen } from './coarse-mesh.ts';
import type { FineMesh } from './fine-mesh.ts';

self.onmessage = async ({ data }: MessageEvent<readonly FineMesh[]>) => {
  await MeshoptSimplifier.ready;
  const lists = coarsen(data, COARSE_TRIANGLES, MeshoptSimplifier);
  self.postMessage(lists, { transfer: lists.map(({ buffer }) => buffer) });
};
