import { checkNodeVersion } from './steps/node-version.mjs';

// `npm test`: everything. YINGXI_TEST_ONLY=unit,contract runs only those stages (build, types, lint, unit, contract, headless, pictures, e2e).
checkNodeVersion();

async function main() {
  const { runTests, STAGES } = await import('./steps/run-tests.mjs');
  const { StepError } = await import('./steps/say.mjs');
  const only = (process.env.YINGXI_TEST_ONLY ?? '').split(',').filter(Boolean);
  const unknown = only.filter((stage) => !STAGES.includes(stage));
  if (unknown.length > 0)
    throw new StepError(
      `YINGXI_TEST_ONLY names no stage with ${unknown.join(', ')}. There are: ${STAGES.join(', ')}.`,
      '没有这样的测试阶段。',
    );
  const { passed, failed, skipped } = await runTests(only);
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch(async (error) => {
  // Set-up itself failed (no registry, no disk): one failure, and the line that everybody looks for.
  process.stderr.write(`${error?.output ?? ''}\n${error?.stack ?? error}\n${error?.chinese ?? ''}\n`);
  process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exitCode = 1;
});
