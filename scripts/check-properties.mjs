import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run check:properties [-- [--seeds N] [PATH …]]`: properties under inputs that no run had before. See scripts/steps/check-properties.mjs.
checkNodeVersion();

async function main() {
  const { ensureInstalled } = await import('./steps/install.mjs');
  await ensureInstalled();
  const { checkProperties } = await import('./steps/check-properties.mjs');
  process.exitCode = await checkProperties(process.argv.slice(2));
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
