import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { findElectron } from '../electron-runtime.mjs';
import { ensureBuilt } from './build.mjs';
import { inRoot, root } from './paths.mjs';
import { StepError, say, warn } from './say.mjs';

const FOLDER = inRoot('tests', 'bench');
const BENCH_WITHIN_MS = 20 * 60_000;

/**
 * A bench is tests/bench/NAME.bench.ts (or .mjs) exporting `name`, `description`, `run(options): Promise<object>` and, where it takes long, `withinMs`; `options` are the command line's `--KEY VALUE`. Runs those named, or all, one after the
 * other in this process (import aliases work; `console.log` of a bench goes to stderr). With `json`, stdout gets one JSON document { environment,
 * results: { NAME: { description, seconds, result | error } } }. Returns the exit code: 1 when a bench threw.
 */
export async function runBenches(names, json, options) {
  const available = readdirSync(FOLDER).flatMap((file) => /^(.+)\.bench\.(ts|mjs)$/.exec(file)?.slice(0, 2).reverse() ?? []);
  const files = new Map(pairs(available));
  const unknown = names.filter((name) => !files.has(name));
  if (unknown.length > 0) {
    throw new StepError(
      `There is no bench ${unknown.join(', ')}. There are: ${[...files.keys()].join(', ') || 'none'}.`,
      `没有名为 ${unknown.join('、')} 的测试。可用：${[...files.keys()].join('、')}`,
    );
  }
  await ensureBuilt();
  await prepareElectron();
  // stdout is for the result alone.
  console.log = console.info = (...parts) => console.error(...parts);
  const results = {};
  for (const name of names.length > 0 ? names : [...files.keys()].sort())
    results[name] = await measure(name, files.get(name), json, options);
  if (json) process.stdout.write(`${JSON.stringify({ environment: environment(), results })}\n`);
  return Object.values(results).some((result) => 'error' in result) ? 1 : 0;
}

async function measure(name, file, json, options) {
  const started = Date.now();
  let outcome;
  let description = '';
  try {
    const { module } = await runnerImport(join(FOLDER, file), { configFile: false, root, logLevel: 'error' });
    description = module.description ?? '';
    say(`${name}: ${description}`);
    outcome = { result: await within(module.withinMs ?? BENCH_WITHIN_MS, module.run(options)) };
  } catch (error) {
    warn(`${name} failed: ${error.stack ?? error}`);
    outcome = { error: String(error.message ?? error) };
  }
  const record = { name, description, seconds: (Date.now() - started) / 1000, ...outcome };
  mkdirSync(inRoot('bench-results'), { recursive: true });
  writeFileSync(
    inRoot('bench-results', `${name}.json`),
    `${JSON.stringify({ ...record, environment: environment(), at: new Date().toISOString() }, undefined, 2)}\n`,
  );
  if (!json) process.stdout.write(`${name}\n${JSON.stringify(record.result ?? record.error, undefined, 2)}\n\n`);
  return record;
}

function within(limitMs, task) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${limitMs / 60_000} minutes`)), limitMs);
  });
  return Promise.race([task, late]).finally(() => clearTimeout(timer));
}

/** Benches with a window find Electron where tests do. */
async function prepareElectron() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH && existsSync(process.env.ELECTRON_OVERRIDE_DIST_PATH)) return;
  const runtime = await findElectron({ quiet: true });
  if (!runtime.reason) process.env.ELECTRON_OVERRIDE_DIST_PATH = runtime.folder;
}

function environment() {
  const [cpu] = cpus();
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
  };
}

function pairs(flat) {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index], flat[2 * index + 1]]);
}
