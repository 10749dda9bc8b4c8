import { type BrowserWindow, dialog } from 'electron';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createReloadPolicy } from './reload-policy.ts';
import type { ShellTexts } from './texts.ts';

/** A page that does not answer for this long is ended and loaded anew; Electron reports the silence after some seconds of its own. */
const UNRESPONSIVE_PATIENCE_MS = 15_000;

/** Brings a crashed, hung or unloadable page back: five times with growing waits, then it asks the user. Ends with the window. */
export function guardAgainstCrashes(
  window: BrowserWindow,
  options: {
    readonly name: string;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly texts: () => ShellTexts;
    readonly load: () => void;
  },
): void {
  const { clock, logger, name } = options;
  const policy = createReloadPolicy();
  let cancelPending: (() => void) | undefined;
  let asking = false;

  const reload = (): void => {
    cancelPending = undefined;
    if (!window.isDestroyed()) options.load();
  };
  const giveUp = async (): Promise<void> => {
    if (asking || window.isDestroyed()) return;
    asking = true;
    const again = await askToRetry(window, options.texts());
    asking = false;
    if (!again) return;
    policy.reset();
    reload();
  };
  const fell = (what: string, fields: Readonly<Record<string, unknown>>): void => {
    if (window.isDestroyed() || cancelPending !== undefined) return;
    const wait = policy.crashed(clock.now());
    logger.error(what, { window: name, ...fields, reloadInMs: wait ?? 'given up' });
    if (wait === undefined) void giveUp();
    else cancelPending = clock.after(wait, reload);
  };

  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') fell('a page crashed', { reason: details.reason, exitCode: details.exitCode });
  });
  window.webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    // −3 is ERR_ABORTED: a newer load took this one's place.
    if (isMainFrame && code !== -3) fell('a page could not be loaded', { code, description });
  });
  const cancelHang = watchForHang(window, clock, () => {
    logger.error('a page does not answer; ending it', { window: name });
    window.webContents.forcefullyCrashRenderer();
  });
  window.once('closed', () => {
    cancelPending?.();
    cancelHang();
  });
}

function watchForHang(window: BrowserWindow, clock: Clock, onHang: () => void): () => void {
  let cancel: (() => void) | undefined;
  const calm = (): void => {
    cancel?.();
    cancel = undefined;
  };
  window.on('unresponsive', () => {
    // A page held by the debugger is not hung.
    if (window.webContents.isDevToolsOpened()) return;
    cancel ??= clock.after(UNRESPONSIVE_PATIENCE_MS, () => {
      calm();
      if (!window.isDestroyed()) onHang();
    });
  });
  window.on('responsive', calm);
  return calm;
}

async function askToRetry(window: BrowserWindow, texts: ShellTexts): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: texts.crashTitle,
    detail: texts.crashDetail,
    buttons: [texts.crashRetry, texts.crashLeave],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}
