import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { findElectron, missingLibraries, sandboxSwitches } from '../electron-runtime.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inRoot, root } from './paths.mjs';
import { say, warn } from './say.mjs';

/** An Electron that ends badly within this has not started at all. */
const START_MS = 20_000;

/** `args` go on to the program: --practice, --port=N, --data-dir=D, --hidden; --headless opens no window. */
export async function startStudio(args) {
  await ensureInstalled();
  await ensureBuilt();
  const own = args.filter((arg) => arg !== '--headless');
  if (args.includes('--headless')) return startHeadless(own);
  const { runtime, reason } = await usableRuntime();
  if (!runtime) return startHeadless(own, reason);
  const failure = await runElectron(runtime, own);
  if (failure) await startHeadless(own, failure);
}

/** The runtime that can open a window here, or why there is none. Looks at the display first: a download would be for nothing. */
async function usableRuntime() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return {
      reason: [
        'there is no display (DISPLAY and WAYLAND_DISPLAY are not set)',
        '没有可用的显示器（未设置 DISPLAY 或 WAYLAND_DISPLAY）',
      ],
    };
  }
  const runtime = await findElectron();
  if (runtime.reason) return { reason: runtime.reason };
  const missing = await missingLibraries(runtime);
  if (missing.length === 0) return { runtime };
  const names = missing.join(', ');
  return {
    reason: [
      `Electron needs shared libraries that are not installed: ${names}. On Debian or Ubuntu: sudo apt install libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6`,
      `Electron 缺少系统库：${names}。Debian/Ubuntu 可执行：sudo apt install libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6`,
    ],
  };
}

/** Resolves to undefined when the studio ran, or to why it did not start. Ends this process with Electron's own code otherwise. */
async function runElectron(runtime, args) {
  const { switches, reason } = await sandboxSwitches(runtime);
  if (reason) warn(...reason);
  say('Opening the studio', '正在打开影戏');
  const environment = { ...process.env };
  delete environment.ELECTRON_RUN_AS_NODE;
  const started = Date.now();
  const child = spawn(runtime.executable, [root, ...switches, ...args], {
    stdio: 'inherit',
    env: environment,
    windowsHide: false,
  });
  const pass = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  const ended = await new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, signal: error.message }));
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass);
  const asked = ended.signal === 'SIGINT' || ended.signal === 'SIGTERM' || ended.signal === 'SIGHUP';
  if (ended.code === 0 || asked) return undefined;
  if (Date.now() - started < START_MS) {
    const how = ended.signal ?? `code ${ended.code}`;
    return [`Electron ended at once (${how}); its output is above`, `Electron 启动失败（${how}）`];
  }
  process.exit(ended.code ?? 1);
}

async function startHeadless(args, reason) {
  if (reason) {
    warn(`Starting without a window: ${reason[0]}.`, `以无窗口模式启动：${reason[1]}。`);
    say(
      'Open the studio address below in a browser, and give the stage address to OBS as a browser source',
      '在浏览器中打开下方的 Studio 地址，并在 OBS 中把 Stage 地址添加为浏览器源',
    );
  }
  process.argv = [process.argv[0], inRoot('out', 'main', 'headless.cjs'), ...args];
  await import(pathToFileURL(inRoot('out', 'main', 'headless.cjs')).href);
}
