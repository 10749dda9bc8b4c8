import { resolve } from 'node:path';
import { build } from 'vite';
import { forkWorker } from '#main/node/fork-worker.ts';
import type { Host } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';

const ROOT = process.cwd();
const OUTPUT = resolve(ROOT, 'node_modules/.cache/yingxi-test-import-worker');

/** Builds the import process as the program's build does, and starts it as the headless host does. `name` keeps builds of test files apart. */
export async function buildImportWorker(name: string): Promise<Host['spawnWorker']> {
  const outDir = resolve(OUTPUT, name);
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
        input: { 'import-worker': resolve(ROOT, 'src/main/avatar/import/import-worker.ts') },
        external: [/^node:/],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
  return (entry, args) => forkWorker({ file: resolve(outDir, `${entry}.cjs`), args, logger: silentLogger });
}
