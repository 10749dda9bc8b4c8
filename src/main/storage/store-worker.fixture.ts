import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** Builds the real worker as the program's build does; returns the file. `require('libsql')` is found through `NODE_PATH`-free absolute output. */
export async function buildStoreWorker(): Promise<string> {
  // Inside the repository, so that `libsql` resolves from there.
  const folder = await mkdtemp(join(resolve('node_modules'), '.yingxi-test-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: resolve('src/main/storage/store-worker.ts'),
      outDir: folder,
      target: 'node18',
      rollupOptions: { external: ['libsql', /^node:/], output: { format: 'cjs', entryFileNames: 'store-worker.cjs' } },
    },
    ssr: { noExternal: true, external: ['libsql'] },
  });
  return join(folder, 'store-worker.cjs');
}

/** A fresh folder under the system's temporary one. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'yingxi-storage-'));
}
