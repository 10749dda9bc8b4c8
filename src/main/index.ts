import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { messageFromUnknown } from '#shared/errors.ts';
import { createElectronHost } from './electron/electron-host.ts';
import { launchOptionsFromArgv } from './electron/launch-options.ts';
import { type Shell, startShell } from './electron/shell.ts';
import { createStartMarks } from './electron/start-marks.ts';
import { applySwitches } from './electron/switches.ts';
import { shellLanguage, shellTexts } from './electron/texts.ts';
import { defaultDataFolder } from './node/data-folder.ts';
import { createFileLogger, type FileLogger } from './node/file-logger.ts';
import { createFileSecrets } from './node/file-secrets.ts';
import { createNodeClock } from './node/node-clock.ts';
import { logLevel } from './node/node-host.ts';
import { secretsWithEnvironment } from './platform/environment-secrets.ts';
import { createStudio } from './studio.ts';

/** The program ends within this, even when a part of it does not let go. */
const QUIT_WITHIN_MS = 3000;
/** A message that nobody reads does not keep the program running. */
const FAILURE_SHOWN_MS = 15_000;

/** Entry of the desktop program: `electron . [--data-dir=D] [--port=N] [--practice] [--hidden]`. */
function main(): void {
  const clock = createNodeClock();
  const marks = createStartMarks(process.getCreationTime() ?? performance.timeOrigin, () => clock.now());
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
  const logger = createFileLogger({
    folder: join(dataDir, 'logs'),
    clock,
    level: logLevel(process.env),
    console: launch.development,
  });
  keepGoing(logger);
  // The application's folder: the built file lies in out/main.
  const rootDir = join(__dirname, '..', '..');

  let shell: Shell | undefined;
  app.on('second-instance', () => shell?.focusStudio());
  // Windows decide for themselves when their closing ends the program (see `startShell`).
  app.on('window-all-closed', () => {});
  quitCleanly(logger, () => shell);
  app
    .whenReady()
    .then(async () => {
      marks.mark('ready');
      shell = await startShell({
        launch,
        rootDir,
        dataDir,
        clock,
        logger,
        marks,
        createHost: (stageWindow) =>
          createElectronHost({
            rootDir,
            dataDir,
            environment: process.env,
            clock,
            logger,
            withEnvironment: (stored) => secretsWithEnvironment(stored, process.env),
            keyFileSecrets: () => createFileSecrets({ folder: dataDir, logger: logger.child('secrets'), clock }),
            stageWindow,
          }),
        createStudio: (host) =>
          createStudio(host, { ...(launch.port === undefined ? {} : { port: launch.port }), practice: launch.practice }),
      });
      marks.mark('shell');
      logger.info('started', { runtime: `Electron ${process.versions.electron}`, msSinceStart: marks.all() });
    })
    .catch((error: unknown) => fail(logger, error));
}

/** What nobody foresaw is logged, not fatal: the show goes on. */
function keepGoing(logger: FileLogger): void {
  process.on('uncaughtException', (error) => logger.error('uncaught', { error: error.stack ?? error.message }));
  process.on('unhandledRejection', (reason) => logger.error('unhandled rejection', { error: messageFromUnknown(reason) }));
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit')
      logger.error('a process of the program ended', { type: details.type, reason: details.reason, name: details.name ?? '' });
  });
}

function quitCleanly(logger: FileLogger, shell: () => Shell | undefined): void {
  let done = false;
  app.on('will-quit', (event) => {
    if (done) return;
    event.preventDefault();
    done = true;
    const giveUp = setTimeout(() => app.exit(0), QUIT_WITHIN_MS);
    const close = async (): Promise<void> => {
      await shell()?.close();
      await logger.close();
    };
    close()
      .catch((error: unknown) => logger.error('not everything could be closed', { cause: messageFromUnknown(error) }))
      .finally(() => {
        clearTimeout(giveUp);
        app.exit(0);
      });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}

/** Says why the program could not start, then ends with code 1, by which the start script knows. */
async function fail(logger: FileLogger, error: unknown): Promise<void> {
  const message = messageFromUnknown(error);
  logger.error('the program could not start', { cause: message });
  process.stderr.write(`Yingxi could not start: ${message}\n`);
  await logger.flush();
  const title = shellTexts(shellLanguage('auto', app.getLocale())).startFailedTitle;
  const read = dialog.showMessageBox({ type: 'error', title, message: title, detail: message });
  await Promise.race([read, new Promise((done) => setTimeout(done, FAILURE_SHOWN_MS))]);
  app.exit(1);
}

main();
