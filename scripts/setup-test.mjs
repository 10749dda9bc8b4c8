import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './steps/run.mjs';
import { detail, say, warn } from './steps/say.mjs';

/** What the tests need beyond npm: real Chromium, a virtual display, fonts for screenshots, Electron's libraries, the system voice. */
const DEBIAN_PACKAGES = [
  'chromium',
  'xvfb',
  'xauth',
  'fonts-noto-cjk',
  'fonts-noto-color-emoji',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0',
  'espeak-ng',
];
const ATTEMPTS = 3;
const APT_WITHIN_MS = 10 * 60_000;

/** Installs what is missing where that is possible (Debian, root); elsewhere says what is missing. Never throws: tests skip aloud without it. */
export async function setUpTests() {
  const missing = await missingPackages();
  if (missing === undefined) {
    if (!findChromium())
      warn(
        'No Chromium or Chrome found: browser tests will be skipped. Install one, or set YINGXI_CHROMIUM to its executable.',
        '未找到 Chromium/Chrome，浏览器测试将跳过。',
      );
    return;
  }
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    warn(
      `Tests need packages that are not installed; some will be skipped. Run: sudo apt-get install ${missing.join(' ')}`,
      '缺少测试所需的系统软件包，部分测试将跳过。',
    );
    return;
  }
  say(`Installing for the tests: ${missing.join(' ')}`, '正在安装测试所需的系统软件包');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await aptInstall(missing)) return;
    detail(`attempt ${attempt} of ${ATTEMPTS} failed`);
    await new Promise((resolve) => setTimeout(resolve, attempt * 3000));
  }
  // One package that this release does not have must not cost all others.
  for (const name of missing)
    if (!(await aptInstall([name])))
      warn(`${name} could not be installed; tests that need it will be skipped.`, `无法安装 ${name}，相关测试将跳过。`);
}

/** Packages that dpkg does not know as installed; undefined on systems without dpkg. */
async function missingPackages() {
  if (process.platform !== 'linux' || !onPath('dpkg-query') || !onPath('apt-get')) return undefined;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format
  const { output } = await run('dpkg-query', ['-W', '-f', '${Package} ${Status}\\n', ...DEBIAN_PACKAGES], { timeoutMs: 60_000 });
  const installed = new Set([...output.matchAll(/^(\S+) install ok installed$/gm)].map((match) => match[1]));
  // Newer releases renamed some (libgtk-3-0t64); they provide the old name.
  return DEBIAN_PACKAGES.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}

async function aptInstall(names) {
  const options = { timeoutMs: APT_WITHIN_MS, environment: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['-o', 'Acquire::Retries=3', 'update'], options);
  const result = await run(
    'apt-get',
    ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', ...names],
    options,
  );
  if (result.code !== 0) detail(result.output.trim().split('\n').slice(-3).join('\n  '));
  return result.code === 0;
}

/** A Chromium-like browser's executable, or undefined. */
export function findChromium() {
  const wanted = process.env.YINGXI_CHROMIUM;
  if (wanted) return existsSync(wanted) ? wanted : undefined;
  const fixed = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ];
  return (
    ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(onPath).find(Boolean) ??
    fixed.find((path) => existsSync(path))
  );
}

export function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUpTests();
