import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { messageFromUnknown } from '#shared/errors.ts';
import { createElectronHost } from './electron/electron-host.ts';
import { type LaunchOptions, launchOptionsFromArgv } from './electron/launch-options.ts';
import { endWithMessage, keepGoing, quitCleanly, startedInTime } from './electron/program-life.ts';
import { type Shell, type ShellOptions, startShell } from './electron/shell.ts';
import { createStartMarks } from './electron/start-marks.ts';
import { applySwitches } from './electron/switches.ts';
import { keepCompiledCode } from './node/compile-cache.ts';
import { defaultDataFolder } from './node/data-folder.ts';
import { createFileLogger, type FileLogger } from './node/file-logger.ts';
import { createFileSecrets } from './node/file-secrets.ts';
import { createNodeClock } from './node/node-clock.ts';
import { logLevel } from './node/node-host.ts';
import { secretsWithEnvironment } from './platform/environment-secrets.ts';

const clock = createNodeClock();
const marks = createStartMarks(process.getCreationTime() ?? performance.timeOrigin, () => clock.now());

/** Entry of the desktop program: `electron . [--data-dir=D] [--port=N] [--practice] [--hidden]`. Throws when it cannot even begin. */
function main(): void {
  marks.mark('main');
  const launch = launchOptionsFromArgv(process.argv, process.env, process.cwd());
  const dataDir = launch.dataDir ?? defaultDataFolder(process.env);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // The data folder decides which start is the second one; Chromium's own files stay apart in it.
  app.setPath('userData', dataDir);
  app.setPath('sessionData', join(dataDir, 'browser'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  applySwitches();
  keepCompiledCode(dataDir);
  const console = launch.development || process.env.YINGXI_LOG_CONSOLE === '1';
  const logger = createFileLogger({ folder: join(dataDir, 'logs'), clock, level: logLevel(process.env), console });
  keepGoing(logger);
  let shell: Shell | undefined;
  app.on('second-instance', () => shell?.focusStudio());
  quitCleanly(clock, logger, async () => {
    await shell?.close();
    await logger.close();
  });
  app
    .whenReady()
    .then(async () => {
      marks.mark('ready');
      shell = await startedInTime(clock, startShell(shellOptions(launch, dataDir, logger)));
      marks.mark('shell');
      logger.info('started', { runtime: `Electron ${process.versions.electron}`, msSinceStart: marks.all() });
    })
    .catch(async (error: unknown) => {
      logger.error('the program could not start', { cause: messageFromUnknown(error) });
      await logger.flush();
      await endWithMessage(clock, messageFromUnknown(error));
    });
}

function shellOptions(launch: LaunchOptions, dataDir: string, logger: FileLogger): ShellOptions {
  // The application's folder: the built file lies in out/main.
  const rootDir = join(__dirname, '..', '..');
  const places = { rootDir, dataDir, clock, logger };
  return {
    ...places,
    launch,
    marks,
    createHost: (desktop) =>
      createElectronHost({
        ...places,
        environment: process.env,
        pageServer: launch.pageServer,
        withEnvironment: (stored) => secretsWithEnvironment(stored, process.env),
        keyFileSecrets: () => createFileSecrets({ folder: dataDir, logger: logger.child('secrets'), clock }),
        ...desktop,
      }),
    // Most of the program: read while the window's page and graphics start in processes of their own.
    createStudio: async (host) =>
      (await import('./studio.ts')).createStudio(host, {
        ...(launch.port === undefined ? {} : { port: launch.port }),
        practice: launch.practice,
      }),
  };
}

try {
  main();
} catch (error) {
  void endWithMessage(clock, messageFromUnknown(error));
}
