import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createQuota, type FoundFile, judgePath } from './model-paths.ts';

/** Deeper than any model; a folder that goes on is not one. */
const MAX_DEPTH = 6;

/** The files below `folder` that may belong to a model. Links are not followed: what they lead to may be anything. */
export async function findFiles(folder: string, signal: AbortSignal): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  const quota = createQuota();
  const waiting = [''];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
      signal.throwIfAborted();
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules' && path.split('/').length <= MAX_DEPTH)
          waiting.push(path);
        continue;
      }
      const verdict = entry.isFile() ? judgePath(path) : { kind: 'left-out' as const };
      if (verdict.kind !== 'safe') continue;
      const { size } = await lstat(join(folder, path));
      quota.add(path, size);
      found.push({ path, bytes: size });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
