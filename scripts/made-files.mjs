import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the process: with 1 and their names when files in `folder` differ from what `files` (name → bytes) says that `script` makes, else with 0. */
export function exitWithStale(files, folder, script) {
  const stale = [...files].filter(([name, bytes]) => !readOrNothing(join(folder, name)).equals(bytes)).map(([name]) => name);
  for (const name of stale) console.error(`resources/avatars/${name} is not what its script makes; run node scripts/${script}`);
  process.exit(stale.length > 0 ? 1 : 0);
}

function readOrNothing(path) {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
