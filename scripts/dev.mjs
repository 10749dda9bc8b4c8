import { checkNodeVersion } from './steps/node-version.mjs';

// `npm run dev`: the studio on Vite's development server, pages replaced as they are edited; main restarts when it changes (--watch).
checkNodeVersion();

async function main() {
  const { spawn } = await import('node:child_process');
  const { ensureInstalled } = await import('./steps/install.mjs');
  const { findElectron, sandboxSwitches } = await import('./electron-runtime.mjs');
  const { inRoot, root } = await import('./steps/paths.mjs');
  const { StepError } = await import('./steps/say.mjs');
  await ensureInstalled();
  const runtime = await findElectron();
  if (runtime.reason)
    throw new StepError(`Development needs Electron: ${runtime.reason[0]}.`, `开发模式需要 Electron：${runtime.reason[1]}。`);
  const { switches } = await sandboxSwitches(runtime);
  const environment = { ...process.env, ELECTRON_EXEC_PATH: runtime.executable };
  delete environment.ELECTRON_RUN_AS_NODE;
  if (switches.includes('--no-sandbox')) environment.NO_SANDBOX = '1';
  const child = spawn(
    process.execPath,
    [inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'dev', '--watch', '--', ...process.argv.slice(2)],
    {
      cwd: root,
      env: environment,
      stdio: 'inherit',
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 0));
}

main().catch((error) => import('./steps/say.mjs').then(({ fail }) => fail(error)));
