import type { FineMesh } from './fine-mesh.ts';

/** Fewer triangles for each mesh, worked out beside the page. Rejects when the worker fails; `signal` ends it. */
export type Coarsen = (meshes: readonly FineMesh[], signal: AbortSignal) => Promise<readonly Uint32Array[]>;

export const coarsenInWorker: Coarsen = (meshes, signal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./coarse-mesh.worker.ts', import.meta.url), { type: 'module' });
    const end = (): void => {
      worker.terminate();
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      end();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort);
    worker.onmessage = ({ data }: MessageEvent<readonly Uint32Array[]>) => {
      end();
      resolve(data);
    };
    worker.onerror = ({ message }) => {
      end();
      reject(new Error(message));
    };
    worker.postMessage(meshes);
  });
