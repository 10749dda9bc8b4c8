import { randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { detail, StepError, say, warn } from './say.mjs';

const MINUTE = 60_000;
const USES_PROPERTIES = /from 'fast-check'/;

/**
 * Runs every test file that has properties, or those at the paths given, under so many seeds that start at a random one. Counterexamples go to stdout,
 * each with its seed and path. Returns the exit code. A file that does not end in time counts as one that failed: a property may find an endless loop.
 */
export async function checkProperties(args) {
  const { seeds, minutes, paths } = optionsFrom(args);
  const files = filesWithProperties(paths);
  if (files.length === 0) throw new StepError(`No test with properties lies at ${paths.join(', ')}.`, '该路径下没有属性测试。');
  say(`${files.length} files with properties, ${seeds} seeds each`, '属性测试');
  let found = 0;
  for (const file of files) found += await checkFile(file, seeds, minutes);
  process.stdout.write(found === 0 ? 'No counterexample was found.\n' : `${found} tests failed.\n`);
  return found === 0 ? 0 : 1;
}

function optionsFrom(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { seeds: { type: 'string', default: '20' }, minutes: { type: 'string', default: '15' } },
    });
    const [seeds, minutes] = [Number(values.seeds), Number(values.minutes)];
    if (!Number.isInteger(seeds) || seeds < 1 || !(minutes > 0)) throw new Error('--seeds and --minutes are numbers above 0');
    return { seeds, minutes, paths: positionals.length > 0 ? positionals : ['src', 'tests'] };
  } catch (error) {
    throw new StepError(
      `${error.message}. Usage: npm run check:properties -- [--seeds 20] [--minutes 15, of each file] [PATH …]`,
      '用法：npm run check:properties -- [--seeds 20] [--minutes 15] [路径 …]',
    );
  }
}

function filesWithProperties(paths) {
  const all = paths.flatMap((path) => testFiles(resolve(root, path)));
  return [...new Set(all)].filter((file) => USES_PROPERTIES.test(readFileSync(file, 'utf8'))).sort();
}

function testFiles(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) throw new StepError(`There is no ${path}.`, `没有 ${path}。`);
  if (!entry.isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join(path, name));
}

/** How many of its tests failed. */
async function checkFile(file, seeds, minutes) {
  const name = relative(root, file);
  const first = randomInt(2 ** 31);
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-properties-'));
  const countsFile = join(folder, 'counts.json');
  const started = Date.now();
  const result = await run(process.execPath, vitestArguments(name), {
    timeoutMs: minutes * MINUTE,
    environment: {
      ...process.env,
      YINGXI_PROPERTY_SEED: String(first),
      YINGXI_PROPERTY_SEEDS: String(seeds),
      YINGXI_TEST_COUNTS: countsFile,
    },
  });
  const failures = failuresIn(result, countsFile, minutes);
  rmSync(folder, { recursive: true, force: true });
  detail(`${name}: ${Math.round((Date.now() - started) / 1000)} s from seed ${first}`);
  for (const failure of failures) {
    warn(name);
    process.stdout.write(
      `${name}\n${failure}\nAgain: YINGXI_PROPERTY_SEED=${seedIn(failure) ?? `${first} YINGXI_PROPERTY_SEEDS=${seeds}`} npx vitest run ${name}\n\n`,
    );
  }
  return failures.length;
}

const vitestArguments = (file) => [
  inRoot('node_modules', 'vitest', 'vitest.mjs'),
  'run',
  file,
  '--retry=0',
  // The process has a limit of its own.
  '--testTimeout=0',
  `--reporter=${inRoot('scripts', 'steps', 'vitest-counts.mjs')}`,
];

function failuresIn(result, countsFile, minutes) {
  try {
    const { failures, faults } = JSON.parse(readFileSync(countsFile, 'utf8'));
    return [...failures, ...faults];
  } catch {
    if (result.timedOut) return [`did not end within ${minutes} minutes`];
    return [`Vitest ended without a result (code ${result.code ?? result.signal}):\n${result.output}`];
  }
}

const seedIn = (failure) => /\bseed: (-?\d+)/.exec(failure)?.[1];
