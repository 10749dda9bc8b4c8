import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const inRoot = (...parts) => join(root, ...parts);

/** Downloads that outlive a checkout. */
export function userCache() {
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'yingxi', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'yingxi');
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'yingxi');
}
