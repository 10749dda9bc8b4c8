import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run --silent check:danmaku [-- DIR]`: every test vector of live-room messages. See scripts/danmaku/check-command.mjs.
checkNodeVersion();

async function main() {
  const { ensureInstalled } = await import('./steps/install.mjs');
  await ensureInstalled();
  const { runCheck } = await import('./danmaku/check-command.mjs');
  process.exitCode = await runCheck(process.argv.slice(2));
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
