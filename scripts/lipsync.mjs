import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run --silent lipsync -- FILE.wav …`: what the mouth does, one JSON line for every 10 ms. See scripts/lipsync/command.mjs.
checkNodeVersion();

async function main() {
  const { ensureInstalled } = await import('./steps/install.mjs');
  await ensureInstalled();
  const { runCommand } = await import('./lipsync/command.mjs');
  process.exitCode = await runCommand(process.argv.slice(2));
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
