import { join } from 'node:path';
import { app, clipboard, dialog, nativeTheme, session, type WebContents } from 'electron';
import type { Clock, StageWindowState } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Studio } from '#main/studio.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { setAppMenu } from './app-menu.ts';
import { addContextMenu } from './context-menu.ts';
import type { ElectronHost } from './electron-host.ts';
import type { LaunchOptions } from './launch-options.ts';
import { startPortBroker } from './port-broker.ts';
import { guardSession } from './session-guard.ts';
import { createStageWindow } from './stage-window.ts';
import type { StartMarks } from './start-marks.ts';
import { createStudioWindow, type StudioWindow } from './studio-window.ts';
import { type ShellTexts, shellLanguage, shellTexts } from './texts.ts';
import { createStudioTray, type ShellActions } from './tray.ts';
import { createWindowStateStore } from './window-state.ts';

export interface ShellOptions {
  readonly launch: LaunchOptions;
  readonly rootDir: string;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly marks: StartMarks;
  readonly createHost: (stageWindow: ElectronHost['stageWindow'] & object) => ElectronHost;
  readonly createStudio: (host: ElectronHost) => Promise<Studio>;
}

export interface Shell {
  focusStudio(): void;
  /** Idempotent; bounded by the studio's own close. */
  close(): Promise<void>;
}

/**
 * Everything with a window. Call it when Electron is ready: the studio window is made first, and comes up empty and unseen while the core starts.
 *
 * Closing the studio window ends the program on Windows and Linux. While the stage window is open it asks first, because a show may be on air; "keep the show
 * running" hides the studio, and the tray icon or a second start brings it back. On macOS closing hides the window, as is the custom there.
 */
export async function startShell(options: ShellOptions): Promise<Shell> {
  const { clock, logger, launch, marks } = options;
  const icons = join(options.rootDir, 'resources', 'icons');
  const windowIcon = join(icons, process.platform === 'win32' ? 'icon.ico' : 'icon-256.png');
  const state = createWindowStateStore({ file: join(options.dataDir, 'windows.json'), clock, logger: logger.child('windows') });
  nativeTheme.themeSource = themeSource(state.theme());

  let studio: Studio | undefined;
  let ownOrigins: readonly string[] = [];
  let studioWindow: StudioWindow | undefined;
  const isStudioWindow = (contents: WebContents): boolean => contents === studioWindow?.window.webContents;
  const texts = (): ShellTexts => shellTexts(shellLanguage(studio?.settings.current().language ?? 'auto', app.getLocale()));
  const stageState = (): StageWindowState =>
    studio?.settings.current().stage.window ?? { open: false, alwaysOnTop: false, clickThrough: false };

  guardSession({
    session: session.defaultSession,
    ownOrigins: () => ownOrigins,
    isStudioWindow,
    development: launch.development,
    logger: logger.child('guard'),
  });
  const openStudioWindow = (showWhenReady: boolean): StudioWindow => {
    const opened = createStudioWindow({
      preload: join(options.rootDir, 'out', 'preload', 'studio.cjs'),
      icon: windowIcon,
      state,
      clock,
      logger: logger.child('studio-window'),
      texts,
      development: launch.development,
      showWhenReady,
      onFirstPaint: () => marks.mark('studioPaint'),
    });
    addContextMenu(opened.window.webContents, texts);
    opened.window.on('close', (event) => askBeforeClosing(event));
    studioWindow = opened;
    return opened;
  };
  openStudioWindow(!launch.hidden);
  marks.mark('window');

  const stageWindow = createStageWindow({
    icon: windowIcon,
    state,
    clock,
    logger: logger.child('stage-window'),
    texts,
    development: launch.development,
    onClosedByUser: () => {
      if (!quitting) setStageWindow({ open: false });
    },
    onFirstPaint: () => marks.mark('stagePaint'),
  });
  const host = options.createHost((wanted, url) => {
    // Called while the core is being built, too: its pages may be loaded from now on.
    ownOrigins = originsOf(url);
    stageWindow.apply(wanted, url);
  });
  studio = await options.createStudio(host);
  marks.mark('core');
  ownOrigins = originsOf(studio.urls.studioUrl);
  const core = studio;
  studioWindow?.load(core.urls.studioUrl);

  let quitting = false;
  app.once('before-quit', () => {
    quitting = true;
  });
  const setStageWindow = (patch: Partial<StageWindowState>): void => {
    try {
      core.settings.update({ stage: { window: patch } });
    } catch (error) {
      logger.error('the stage window could not be changed', { cause: messageFromUnknown(error) });
    }
  };
  const focusStudio = (): void => {
    if (studioWindow === undefined || studioWindow.window.isDestroyed()) openStudioWindow(true).load(core.urls.studioUrl);
    studioWindow?.focus();
  };
  const actions: ShellActions = {
    openStudio: focusStudio,
    setStageWindow,
    resizeStage: (size) => stageWindow.resize(size),
    stopSpeaking: () => core.stop(),
    copyObsAddress: () => clipboard.writeText(core.urls.stageUrl),
    openData: () => {
      host
        .openFolder?.(options.dataDir)
        .catch((error: unknown) => logger.warn('the data folder did not open', { cause: messageFromUnknown(error) }));
    },
    quit: () => app.quit(),
  };
  const tray = createStudioTray({ icon: join(icons, trayIcon()), actions, logger });
  const refresh = (): void => {
    const { theme } = core.settings.current();
    nativeTheme.themeSource = themeSource(theme);
    state.rememberTheme(theme);
    tray.refresh(texts(), stageState());
    setAppMenu({ texts: texts(), stage: stageState(), actions, development: launch.development });
  };
  const unsubscribe = core.settings.onChange(refresh);
  refresh();
  const endBroker = startPortBroker({
    isStudioWindow,
    ownOrigins: () => ownOrigins,
    bindPort: (port) => core.bindPort(port),
    logger,
  });
  app.on('activate', focusStudio);
  if (launch.hidden && !tray.present) focusStudio();

  function askBeforeClosing(event: { preventDefault(): void }): void {
    if (quitting) return;
    if (process.platform === 'darwin') {
      event.preventDefault();
      studioWindow?.hide();
      return;
    }
    if (!stageState().open) {
      app.quit();
      return;
    }
    event.preventDefault();
    void askWhetherToKeep();
  }

  async function askWhetherToKeep(): Promise<void> {
    if (studioWindow === undefined) return;
    const words = texts();
    const { response } = await dialog.showMessageBox(studioWindow.window, {
      type: 'question',
      message: words.closeTitle,
      detail: words.closeDetail,
      buttons: [words.closeKeep, words.closeQuit, words.closeCancel],
      defaultId: 0,
      cancelId: 2,
    });
    if (response === 0) studioWindow.hide();
    if (response === 1) app.quit();
  }

  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    unsubscribe();
    endBroker();
    state.close();
    tray.close();
    host.close();
    stageWindow.close();
    await core.close();
  };
  return {
    focusStudio,
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

function themeSource(theme: 'auto' | 'light' | 'dark'): 'system' | 'light' | 'dark' {
  return theme === 'auto' ? 'system' : theme;
}

function originsOf(url: string): readonly string[] {
  return [new URL(url).origin];
}

function trayIcon(): string {
  if (process.platform === 'darwin') return 'trayTemplate.png';
  return process.platform === 'win32' ? 'icon.ico' : 'tray-32.png';
}
