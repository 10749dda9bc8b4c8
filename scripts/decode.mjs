import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run --silent decode -- PLATFORM FILE`: the live events in a captured file, one JSON line each. See scripts/danmaku/decode-command.mjs.
checkNodeVersion();

async function main() {
  const { ensureInstalled } = await import('./steps/install.mjs');
  await ensureInstalled();
  const { runDecode } = await import('./danmaku/decode-command.mjs');
  process.exitCode = await runDecode(process.argv.slice(2));
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
