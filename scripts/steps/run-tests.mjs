import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findElectron, missingLibraries } from '../electron-runtime.mjs';
import { findChromium, onPath, setUpTests } from '../setup-test.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';
import { detail, say, warn } from './say.mjs';

const MINUTE = 60_000;
/** Vitest projects, and how long each may take. */
const PROJECTS = { unit: 20 * MINUTE, contract: 8 * MINUTE, headless: 20 * MINUTE, pictures: 15 * MINUTE, e2e: 30 * MINUTE };
const CHECKS = ['build', 'types', 'lint'];

/**
 * Everything; returns { passed, failed, skipped }. `only`: stages of build, types, lint, unit, contract, headless, pictures, e2e. Unit and contract
 * tests have all cores to themselves. Headless studios and browsers mostly wait for sound to pass, so they run side by side; pictures, in which no
 * time passes, and the checks take what they leave.
 */
export async function runTests(only) {
  const total = { passed: 0, failed: 0, skipped: [], failures: [], times: [] };
  const isWanted = (stage) => only.length === 0 || only.includes(stage);
  const stage = async (name, task) => {
    if (isWanted(name)) await timed(total, name, task);
  };
  const needsMachine = Object.keys(PROJECTS).some((project) => project !== 'unit' && isWanted(project));
  await timed(total, 'install', ensureInstalled);
  if (needsMachine) await timed(total, 'machine', setUpTests);
  if (isWanted('build') || needsMachine) await timed(total, 'build', () => buildCheck(total));
  const environment = needsMachine ? await machine() : process.env;
  const project = (name) => stage(name, () => vitest(name, environment, total));
  await project('unit');
  await project('contract');
  await Promise.all([
    project('e2e'),
    (async () => {
      await project('headless');
      await project('pictures');
      // Loaded late: they need installed packages.
      const { lintChecks, typeChecks } = await import('./checks.mjs');
      await stage('types', () => checks('Type check', '类型检查', typeChecks(), total));
      await stage('lint', () => checks('Lint and layer rules', '代码规范与分层规则', lintChecks(), total));
    })(),
  ]);
  tell(total);
  return { passed: total.passed, failed: total.failed, skipped: total.skipped.length };
}

export const STAGES = [...CHECKS, ...Object.keys(PROJECTS)];

async function buildCheck(total) {
  try {
    await ensureBuilt();
    record(total, { name: 'build', ok: true, output: '' });
  } catch (error) {
    record(total, { name: 'build', ok: false, output: `${error.output ?? ''}\n${error.message}` });
  }
}

async function checks(english, chinese, results, total) {
  say(english, chinese);
  for await (const result of results) record(total, result);
}

async function timed(total, name, task) {
  const started = Date.now();
  await task();
  total.times.push(`${name} ${Math.round((Date.now() - started) / 1000)} s`);
}

function record(total, { name, ok, output }) {
  if (ok) {
    total.passed += 1;
    return;
  }
  total.failed += 1;
  total.failures.push(name);
  warn(`${name} failed`);
  process.stderr.write(`${output.trim()}\n`);
}

/** Where tests find the real Chromium and Electron. What is missing is left unset; tests that need it skip and say so. */
async function machine() {
  const environment = { ...process.env };
  const chromium = findChromium();
  if (chromium) environment.YINGXI_CHROMIUM = chromium;
  const runtime = await findElectron();
  const missing = runtime.reason ? [] : await missingLibraries(runtime);
  if (runtime.reason) warn(`Electron tests cannot run: ${runtime.reason[0]}`, runtime.reason[1]);
  else if (missing.length > 0) warn(`Electron tests cannot run: missing libraries ${missing.join(', ')}`, '缺少系统库');
  else environment.ELECTRON_OVERRIDE_DIST_PATH = runtime.folder;
  delete environment.ELECTRON_RUN_AS_NODE;
  return environment;
}

async function vitest(project, environment, total) {
  say(`Tests: ${project}`, '运行测试');
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-test-'));
  const countsFile = join(folder, 'counts.json');
  const args = [
    inRoot('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--retry=0',
    // Vitest itself would leave one core free. Files of headless and e2e follow each other all the same: so says vitest.config.ts.
    `--maxWorkers=${Math.max(2, availableParallelism())}`,
    '--reporter=default',
    `--reporter=${inRoot('scripts', 'steps', 'vitest-counts.mjs')}`,
  ];
  const [command, ...all] = project === 'e2e' ? withDisplay([process.execPath, ...args]) : [process.execPath, ...args];
  const result = await run(command, all, {
    timeoutMs: PROJECTS[project],
    live: true,
    modest: project === 'pictures',
    environment: { ...environment, YINGXI_TEST_COUNTS: countsFile },
  });
  add(total, project, result, readCounts(countsFile));
  rmSync(folder, { recursive: true, force: true });
}

/** Windows open on a virtual display, never on the developer's own. */
function withDisplay(command) {
  if (process.platform !== 'linux' || !onPath('xvfb-run')) return command;
  return ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24', ...command];
}

function add(total, project, result, counts) {
  if (!counts) {
    total.failed += 1;
    total.failures.push(
      `${project}: ${result.timedOut ? 'took too long and was ended' : `Vitest ended without a result (code ${result.code ?? result.signal})`}`,
    );
    return;
  }
  total.passed += counts.passed;
  total.failed += counts.failed + counts.faults.length;
  total.skipped.push(...counts.skipped.map((test) => ({ ...test, project })));
  total.failures.push(...counts.faults.map((fault) => `${project}: ${fault}`));
  // Told again at the end, where a log that was cut short still has them.
  total.failures.push(...counts.failures.map((failure) => `${project}: ${failure}`));
  if (result.code !== 0 && counts.failed + counts.faults.length === 0) {
    total.failed += 1;
    total.failures.push(
      `${project}: Vitest ended with ${result.timedOut ? 'a time-out' : `code ${result.code ?? result.signal}`} although no test failed`,
    );
  }
  if (counts.passed + counts.failed + counts.skipped.length === 0) detail(`${project}: there are no tests`);
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function tell(total) {
  say(`Time: ${total.times.join(', ')}`, '用时');
  if (total.skipped.length > 0) {
    say(`Skipped (${total.skipped.length}):`, '已跳过');
    for (const reason of new Set(total.skipped.map((test) => test.reason))) {
      detail(reason || 'no reason given');
      for (const test of total.skipped) if (test.reason === reason) detail(`  ${test.project}: ${test.name}`);
    }
  }
  for (const failure of total.failures) warn(failure);
}
