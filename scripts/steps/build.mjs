import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withFolderLock } from './folder-lock.mjs';
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
  'main/intent-worker.cjs',
  'main/audience-worker.cjs',
  'main/voice-worker.cjs',
  'preload/studio.cjs',
  'renderer',
];

/** Builds out/ when the sources have changed since the last build. Returns whether it built. */
export async function ensureBuilt() {
  if (isFresh()) return false;
  // A second build would empty the folder that the first has just filled.
  return withFolderLock('build', BUILD_WITHIN_MS, async () => (isFresh() ? false : buildStale()));
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
