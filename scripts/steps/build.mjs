import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { detail, StepError, say } from './say.mjs';

const STAMP = inRoot('out', '.stamp.json');
const BUILD_WITHIN_MS = 5 * 60_000;
const CONFIGURATION = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
];
const MUST_EXIST = [
  'main/index.cjs',
  'main/headless.cjs',
  'main/store-worker.cjs',
  'main/voice-worker.cjs',
  'preload/studio.cjs',
  'renderer',
];

/** Builds out/ when the sources have changed since the last build. Returns whether it built. */
export async function ensureBuilt() {
  if (isFresh()) return false;
  const release = await lock();
  try {
    return isFresh() ? false : await buildStale();
  } finally {
    release();
  }
}

function isFresh() {
  return isComplete() && readStamp()?.quick === quickFingerprint(inputs());
}

async function buildStale() {
  const files = inputs();
  // A checkout touches files without changing them.
  const content = fingerprint(
    files,
    ({ path, file }) => `${path} ${createHash('sha1').update(readFileSync(file)).digest('hex')}`,
  );
  if (!isComplete() || readStamp()?.content !== content) await build();
  mkdirSync(inRoot('out'), { recursive: true });
  writeFileSync(STAMP, JSON.stringify({ quick: quickFingerprint(files), content }));
  return true;
}

const isComplete = () => MUST_EXIST.every((path) => existsSync(inRoot('out', path)));
const quickFingerprint = (files) => fingerprint(files, ({ path, size, mtimeMs }) => `${path} ${size} ${mtimeMs}`);

/** One build at a time: a second one would empty the folder that the first has just filled. Returns the release. */
async function lock() {
  const folder = inRoot('.cache', 'build.lock');
  mkdirSync(inRoot('.cache'), { recursive: true });
  const giveUp = Date.now() + BUILD_WITHIN_MS + 30_000;
  for (let told = false; ; ) {
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, 'pid'), String(process.pid));
      const release = () => rmSync(folder, { recursive: true, force: true });
      process.once('exit', release);
      return () => {
        process.off('exit', release);
        release();
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isHeld(folder) || Date.now() > giveUp) rmSync(folder, { recursive: true, force: true });
      else if (!told) say('Waiting for another build of this folder', '正在等待另一个构建完成');
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

/** False when the process that took the lock is gone. */
function isHeld(folder) {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0);
    return true;
  } catch (error) {
    // No pid yet: it was taken a moment ago, or its owner died in that moment.
    return error.code === 'EPERM' || (error.code === 'ENOENT' && Date.now() - statOrNow(folder) < 5000);
  }
}

function statOrNow(path) {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Date.now();
  }
}

async function build() {
  say('Building', '正在构建');
  const started = Date.now();
  const result = await run(
    process.execPath,
    [inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
    {
      timeoutMs: BUILD_WITHIN_MS,
      environment: { ...process.env, NODE_ENV: 'production' },
    },
  );
  if (result.code !== 0) {
    throw new StepError(
      result.timedOut ? 'The build took longer than 5 minutes and was ended.' : 'The build failed; its output is above.',
      result.timedOut ? '构建超过 5 分钟，已中止。' : '构建失败，原因见上方输出。',
      result.output,
    );
  }
  detail(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** All that the build reads, tests left out. */
function inputs() {
  const sources = walk(inRoot('src')).filter((file) => !/\.(test|fixture)\.tsx?$/.test(file));
  return [...sources, ...CONFIGURATION.map((name) => inRoot(name)).filter((file) => existsSync(file))].map((file) => {
    const { size, mtimeMs } = statSync(file);
    return { file, path: relative(root, file), size, mtimeMs };
  });
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

function fingerprint(files, line) {
  const lines = files.map(line).sort();
  return createHash('sha1')
    .update(`${process.versions.modules}\n${lines.join('\n')}`)
    .digest('hex');
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'));
  } catch {
    return undefined;
  }
}
