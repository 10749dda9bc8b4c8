import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

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

/** The same, built before the tests of a file and taken away after them. Call at the top of that file; the result gives the built file's path. */
export function builtEntry(source: string): () => string {
  let file = '';
  beforeAll(async () => {
    file = await buildEntry(source);
  });
  afterAll(() => rm(dirname(file), { recursive: true, force: true }));
  return () => file;
}

/** A fresh folder under the system's temporary one. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'yingxi-storage-'));
}
