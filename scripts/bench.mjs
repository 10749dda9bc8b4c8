import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run bench [-- NAME …] [--json]`: measurements in tests/bench. Results also go to bench-results/NAME.json.
checkNodeVersion();

async function main() {
  const { ensureInstalled } = await import('./steps/install.mjs');
  await ensureInstalled();
  const { runBenches } = await import('./steps/run-benches.mjs');
  const json = process.argv.includes('--json');
  const names = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
  process.exit(await runBenches(names, json));
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
