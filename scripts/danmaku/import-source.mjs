import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../steps/paths.mjs';

/** A TypeScript module of the repository, without building the program. */
export async function importSource(...path) {
  const { module } = await runnerImport(join(root, ...path), { configFile: false, root, logLevel: 'error' });
  return module;
}
