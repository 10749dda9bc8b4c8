import { app, dialog } from 'electron';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { shellLanguage, shellTexts } from './texts.ts';

/** The program ends within this, even when a part of it does not let go. */
const QUIT_WITHIN_MS = 3000;
/** A message that nobody reads does not keep the program running. */
const FAILURE_SHOWN_MS = 15_000;
const START_WITHIN_MS = 30_000;

/** What nobody foresaw is logged, not fatal: the show goes on. */
export function keepGoing(logger: Logger): void {
  process.on('uncaughtException', (error) => logger.error('uncaught', { error: error.stack ?? error.message }));
  process.on('unhandledRejection', (reason) => logger.error('unhandled rejection', { error: messageFromUnknown(reason) }));
  app.on('child-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    logger.error('a process of the program ended; the system starts it again when it is needed', {
      type: details.type,
      reason: details.reason,
      name: details.name ?? '',
    });
  });
}

/** Closes everything before the program ends, by whatever way it was asked to: menu, signal, system shutdown. `close` runs once. */
export function quitCleanly(clock: Clock, logger: Logger, close: () => Promise<void>): void {
  let ending = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    const cancelGiveUp = clock.after(QUIT_WITHIN_MS, () => app.exit(0));
    close()
      .catch((error: unknown) => logger.error('not everything could be closed', { cause: messageFromUnknown(error) }))
      .finally(() => {
        cancelGiveUp();
        app.exit(0);
      });
  });
  // Windows of the program do not end it by being closed; they decide that themselves.
  app.on('window-all-closed', () => {});
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

/** `starting`, or a rejection when it takes far too long. */
export async function startedInTime<T>(clock: Clock, starting: Promise<T>): Promise<T> {
  let cancel = (): void => {};
  const tooLong = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(START_WITHIN_MS, () =>
      reject(
        new StudioError(
          'timeout',
          `It did not start within ${START_WITHIN_MS / 1000} s. Look into logs/yingxi.log in the data folder, then try again.`,
        ),
      ),
    );
  });
  try {
    return await Promise.race([starting, tooLong]);
  } finally {
    cancel();
  }
}

/** Says why the program could not start, then ends with code 1, by which the start script knows. */
export async function endWithMessage(clock: Clock, message: string): Promise<void> {
  process.stderr.write(`Yingxi could not start: ${message}\n`);
  await app.whenReady();
  const title = shellTexts(shellLanguage('auto', app.getLocale())).startFailedTitle;
  const read = dialog.showMessageBox({ type: 'error', title, message: title, detail: message });
  await Promise.race([read, new Promise<void>((done) => clock.after(FAILURE_SHOWN_MS, done))]);
  app.exit(1);
}
