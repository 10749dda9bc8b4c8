import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run --silent intent -- try "sing something" | evaluate | train`: the small classifier of what viewers want. See scripts/intent/command.mjs.
checkNodeVersion();

async function main() {
  const { ensureInstalled } = await import('./steps/install.mjs');
  await ensureInstalled();
  const { runCommand } = await import('./intent/command.mjs');
  process.exitCode = await runCommand(process.argv.slice(2));
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
