import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run bench [-- NAME …] [--json] [--KEY VALUE …]`: measurements in tests/bench. Results also go to bench-results/NAME.json. Keys are the bench's own:
// `--video FILE --truth FILE` of tracking.
checkNodeVersion();

async function main() {
  const { ensureInstalled } = await import('./steps/install.mjs');
  await ensureInstalled();
  const { runBenches } = await import('./steps/run-benches.mjs');
  const { names, json, options } = argumentsFrom(process.argv.slice(2));
  process.exit(await runBenches(names, json, options));
}

function argumentsFrom(args) {
  const names = [];
  const options = {};
  let json = false;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--json') json = true;
    else if (args[i].startsWith('--')) options[args[i].slice(2)] = args[++i] ?? '';
    else names.push(args[i]);
  }
  return { names, json, options };
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
