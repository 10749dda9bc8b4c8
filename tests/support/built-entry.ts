import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** Bundles one of our files (its path from the repository's root) as the program's build does (CommonJS, native packages left outside); returns the built file. */
export async function buildEntry(source: string): Promise<string> {
  // Inside the repository, so that `require('libsql')` finds it.
  const folder = await mkdtemp(join(resolve('node_modules'), '.yingxi-test-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: resolve(source),
      outDir: folder,
      target: 'node18',
      rollupOptions: { external: ['libsql', /^node:/], output: { format: 'cjs', entryFileNames: 'entry.cjs' } },
    },
    ssr: { noExternal: true, external: ['libsql'] },
  });
  return join(folder, 'entry.cjs');
}

/** A fresh folder under the system's temporary one. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'yingxi-storage-'));
}
