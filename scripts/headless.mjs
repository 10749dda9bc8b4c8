import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run headless -- [--port N] [--data-dir D] [--json] [--practice]`: the studio without a window, in this process.
checkNodeVersion();

async function main() {
  const { ensureInstalled } = await import('./steps/install.mjs');
  const { ensureBuilt } = await import('./steps/build.mjs');
  const { inRoot } = await import('./steps/paths.mjs');
  const { pathToFileURL } = await import('node:url');
  await ensureInstalled();
  await ensureBuilt();
  const entry = inRoot('out', 'main', 'headless.cjs');
  process.argv[1] = entry;
  await import(pathToFileURL(entry).href);
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
