import type { Host } from '#main/platform/host.ts';
import { builtWorkerSpawner } from './built-worker.ts';

/** Builds the import process as the program's build does, and starts it as the headless host does. `name` keeps builds of test files apart. */
export function buildImportWorker(name: string): Promise<Host['spawnWorker']> {
  return builtWorkerSpawner('import-worker', name);
}
