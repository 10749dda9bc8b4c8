import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from '../steps/paths.mjs';
import { importSource } from './import-source.mjs';

const USAGE = `Usage: npm run --silent check:danmaku [-- DIR]

Runs every test vector of live-room messages below DIR (../shared/fixtures/danmaku beside the repository, unless named),
names each one that fails, and closes with "N passed, N failed".
`;

/** Returns the exit status: 0 when all passed. */
export async function runCheck(args) {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (args.length > 1) {
    process.stderr.write(USAGE);
    return 1;
  }
  // A path as typed is meant from where the command was typed; npm changes into the repository before it runs us.
  const dir =
    args[0] === undefined
      ? resolve(root, '..', 'shared', 'fixtures', 'danmaku')
      : [process.env.INIT_CWD ?? '.', '.'].map((from) => resolve(from, args[0])).find(existsSync);
  if (dir === undefined || !existsSync(dir)) {
    process.stderr.write(`There is no folder ${args[0] ?? dir}. Name the one that holds the danmaku test vectors.\n`);
    return 1;
  }
  const { danmakuVectors, faultOf } = await importSource('tests', 'support', 'danmaku', 'all-vectors.ts');
  const vectors = danmakuVectors(dir);
  if (vectors.length === 0) {
    process.stderr.write(`There are no test vectors in ${dir}.\n`);
    return 1;
  }
  let failed = 0;
  for (const vector of vectors) {
    const fault = await faultOf(vector);
    if (fault === undefined) continue;
    failed += 1;
    process.stdout.write(`FAILED ${vector.name}: ${fault}\n`);
  }
  process.stdout.write(`${vectors.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
