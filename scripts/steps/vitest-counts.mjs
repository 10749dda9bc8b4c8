import { writeFileSync } from 'node:fs';

/**
 * Vitest reporter: writes { passed, failed, failures: [text], skipped: [{ name, reason }], faults: [text] } to the file that YINGXI_TEST_COUNTS names. `faults` are failures
 * outside of a test: a file that does not load, a hook, an unhandled rejection.
 */
export default class VitestCounts {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0, failures: [], skipped: [], faults: [] };
    for (const module of modules) this.countModule(module, counts);
    for (const error of unhandledErrors) counts.faults.push(`unhandled: ${error.message ?? String(error)}`);
    writeFileSync(process.env.YINGXI_TEST_COUNTS, JSON.stringify(counts));
  }

  countModule(module, counts) {
    for (const error of module.errors()) counts.faults.push(`${module.moduleId}: ${error.message}`);
    for (const suite of module.children.allSuites())
      for (const error of suite.errors()) counts.faults.push(`${suite.fullName}: ${error.message}`);
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') counts.passed += 1;
      else if (result.state === 'failed') {
        counts.failed += 1;
        const [error] = result.errors;
        counts.failures.push(`${test.fullName}: ${error?.message ?? 'failed'}${placeOf(error, module.moduleId)}`);
      }
      // A test that never ended (its file crashed) is no pass.
      else if (result.state === 'skipped')
        counts.skipped.push({ name: test.fullName, reason: result.note ?? test.meta().without ?? '' });
      else counts.faults.push(`${test.fullName}: did not end`);
    }
  }
}

/** Where in the test itself it failed: a helper that waits says the same of every place. */
function placeOf(error, file) {
  const line = error?.stacks?.findLast((frame) => frame.file === file)?.line;
  return line === undefined ? '' : ` (line ${line})`;
}
