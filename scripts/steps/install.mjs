import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { withFolderLock } from './folder-lock.mjs';
import { inRoot } from './paths.mjs';
import { runNpm } from './run.mjs';
import { detail, StepError, say } from './say.mjs';

const STAMP = inRoot('node_modules', '.yingxi-install.json');
const INSTALL_WITHIN_MS = 15 * 60_000;

/** Installs the packages of package-lock.json when they are missing or of another lock file, Node version or machine. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  // Two installs at once would empty the folder under each other.
  await withFolderLock('install', INSTALL_WITHIN_MS, async () => {
    if (isInstalled()) return;
    if (!installedByHand()) {
      say(
        existsSync(inRoot('node_modules'))
          ? 'Packages have changed: installing'
          : 'First start: installing packages (a few minutes)',
        '正在安装依赖，请稍候',
      );
      await install();
    }
    writeFileSync(STAMP, JSON.stringify(wanted()));
  });
}

const wanted = () => ({
  lock: sha256(readFileSync(inRoot('package-lock.json'))),
  node: process.versions.modules,
  machine: `${process.platform}-${process.arch}`,
});

function isInstalled() {
  const stamp = readJson(STAMP);
  return stamp !== undefined && Object.entries(wanted()).every(([key, value]) => stamp[key] === value);
}

async function install() {
  const started = Date.now();
  const packages = Object.keys(readJson(inRoot('package-lock.json'))?.packages ?? {}).length;
  const ticker = setInterval(() => {
    detail(`${Math.round((Date.now() - started) / 1000)} s, ${countPackages()} of about ${packages} packages in place`);
  }, 10_000);
  // Short time-outs: a registry that cannot be reached should be told in a minute, not in ten.
  const result = await runNpm(
    [
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=warn',
      '--fetch-timeout=60000',
      '--fetch-retries=3',
      '--fetch-retry-mintimeout=1000',
      '--fetch-retry-maxtimeout=8000',
    ],
    { timeoutMs: INSTALL_WITHIN_MS },
  );
  clearInterval(ticker);
  if (result.code === 0) {
    detail(`installed in ${Math.round((Date.now() - started) / 1000)} s`);
    return;
  }
  throw installError(result);
}

function installError(result) {
  if (result.timedOut)
    return new StepError(
      'Installing took longer than 15 minutes and was ended. Check the network and run the command again.',
      '安装超过 15 分钟，已中止。请检查网络后重试。',
      result.output,
    );
  if (result.code === null)
    return new StepError(
      'npm could not be started. Install Node.js 20.19 or newer, which brings npm.',
      '无法启动 npm。请安装 Node.js 20.19 或更高版本。',
      result.output,
    );
  if (/ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i.test(result.output)) {
    return new StepError(
      'The npm registry cannot be reached. Check the network or proxy (npm config get proxy), or choose a mirror: npm config set registry <address>; then run the command again.',
      '无法访问 npm 仓库。请检查网络或代理，或设置镜像：npm config set registry <地址>，然后重试。',
      result.output,
    );
  }
  if (/ENOSPC/.test(result.output))
    return new StepError(
      'The disk is full. Free about 1.5 GB and run the command again.',
      '磁盘已满。请腾出约 1.5 GB 空间后重试。',
      result.output,
    );
  return new StepError(
    'npm ci failed; its last lines are above. Mend what they name and run the command again.',
    '安装失败，原因见上方输出。',
    result.output,
  );
}

/** True when somebody ran npm with this very lock file: npm's own record holds the same versions. */
function installedByHand() {
  const record = readJson(inRoot('node_modules', '.package-lock.json'))?.packages;
  const lock = readJson(inRoot('package-lock.json'))?.packages;
  if (!record || !lock) return false;
  return Object.entries(lock).every(
    ([path, wanted]) => path === '' || wanted.optional || wanted.devOptional || record[path]?.version === wanted.version,
  );
}

function countPackages() {
  try {
    return readdirSync(inRoot('node_modules')).reduce((sum, name) => {
      if (name.startsWith('.')) return sum;
      return sum + (name.startsWith('@') ? readdirSync(inRoot('node_modules', name)).length : 1);
    }, 0);
  } catch {
    return 0;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
