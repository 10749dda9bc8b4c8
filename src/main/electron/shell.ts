import { join } from 'node:path';
import { app, clipboard, nativeTheme, session, type WebContents } from 'electron';
import type { Clock, Hotkey, StageWindowState } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Studio } from '#main/studio.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { SettingsPatch } from '#shared/settings/settings.ts';
import { setAppMenu } from './app-menu.ts';
import { addContextMenu } from './context-menu.ts';
import type { ElectronHost, ElectronHostOptions } from './electron-host.ts';
import { createFloatingWindow, type FloatingWindow } from './floating-window.ts';
import type { LaunchOptions } from './launch-options.ts';
import { createOverlayWindows, type OverlayWindows } from './overlay-windows.ts';
import { startPortBroker } from './port-broker.ts';
import { guardSession } from './session-guard.ts';
import type { StartMarks } from './start-marks.ts';
import { createClosingPolicy } from './studio-closing.ts';
import { createStudioWindow, type StudioWindow } from './studio-window.ts';
import { type ShellTexts, shellLanguage, shellTexts } from './texts.ts';
import { createStudioTray, type ShellActions } from './tray.ts';
import type { WindowWish } from './window-bounds.ts';
import { createWindowStateStore, type WindowStateStore } from './window-state.ts';

export interface ShellOptions {
  readonly launch: LaunchOptions;
  readonly rootDir: string;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly marks: StartMarks;
  readonly createHost: (desktop: Pick<ElectronHostOptions, 'stageWindow' | 'overlayWindow' | 'ownHotkeys'>) => ElectronHost;
  readonly createStudio: (host: ElectronHost) => Promise<Studio>;
}

export interface Shell {
  focusStudio(): void;
  /** Idempotent; bounded by the studio's own close. */
  close(): Promise<void>;
}

/** What the parts of the shell share while it runs. `core` and `own` are missing until the core has started. */
interface ShellState {
  readonly options: ShellOptions;
  readonly windows: WindowStateStore;
  readonly windowIcon: string;
  core: Studio | undefined;
  /** Our server's origin. Nothing can be loaded before it is known. */
  own: readonly string[];
  studioWindow: StudioWindow | undefined;
  quitting: boolean;
}

/** Everything with a window. Call it when Electron is ready: the studio window comes up empty and unseen while the core starts. Rejects when the core does. */
export async function startShell(options: ShellOptions): Promise<Shell> {
  const shell = createState(options);
  guardSession({
    session: session.defaultSession,
    ownOrigins: () => shell.own,
    isStudioWindow: (contents) => isStudioWindow(shell, contents),
    development: options.launch.development,
    logger: options.logger.child('guard'),
  });
  openStudioWindow(shell, !options.launch.hidden);
  options.marks.mark('window');
  const stageWindow = makeStageWindow(shell);
  const overlayWindows = makeOverlayWindows(shell);
  const host = options.createHost({
    stageWindow(wanted, url) {
      // The core opens the stage before it is complete, but its server listens already.
      shell.own = ownOriginsOf(url, options.launch);
      stageWindow.apply(wanted, url);
    },
    overlayWindow(widget, wanted, url) {
      shell.own = ownOriginsOf(url, options.launch);
      overlayWindows.apply(widget, wanted, url);
    },
    ownHotkeys: () => desktopHotkeys(shell),
  });
  const core = await options.createStudio(host);
  options.marks.mark('core');
  shell.core = core;
  shell.own = ownOriginsOf(core.urls.studioUrl, options.launch);
  const endBroker = startPortBroker({
    isStudioWindow: (contents) => isStudioWindow(shell, contents),
    ownOrigins: () => shell.own,
    bindPort: (port) => core.bindPort(port),
    logger: options.logger,
  });
  shell.studioWindow?.load(core.urls.studioUrl);
  const desktop = decorateDesktop(shell, core, host, stageWindow);
  let closing: Promise<void> | undefined;
  return {
    focusStudio: desktop.focusStudio,
    close() {
      closing ??= closeAll(
        [desktop.close, endBroker, shell.windows.close, host.close, stageWindow.close, overlayWindows.close],
        core,
      );
      return closing;
    },
  };
}

const STAGE_WISH: WindowWish = { width: 420, height: 620, minWidth: 160, minHeight: 120, anchor: 'bottom-right' };

/** Our server's origin; in development that of the page server too, whose socket tells what was edited. */
function ownOriginsOf(url: string, { pageServer }: LaunchOptions): readonly string[] {
  return [url, pageServer].flatMap((address) => (address === undefined ? [] : [new URL(address).origin]));
}

function createState(options: ShellOptions): ShellState {
  const { clock, logger } = options;
  const windows = createWindowStateStore({ file: join(options.dataDir, 'windows.json'), clock, logger: logger.child('windows') });
  nativeTheme.themeSource = themeSource(windows.theme());
  const windowIcon = join(iconFolder(options), process.platform === 'win32' ? 'icon.ico' : 'icon-256.png');
  const shell: ShellState = { options, windows, windowIcon, core: undefined, own: [], studioWindow: undefined, quitting: false };
  app.once('before-quit', () => {
    shell.quitting = true;
  });
  return shell;
}

function openStudioWindow(shell: ShellState, showWhenReady: boolean): StudioWindow {
  const { options } = shell;
  const opened = createStudioWindow({
    preload: join(options.rootDir, 'out', 'preload', 'studio.cjs'),
    icon: shell.windowIcon,
    state: shell.windows,
    clock: options.clock,
    logger: options.logger.child('studio-window'),
    texts: () => textsOf(shell),
    development: options.launch.development,
    showWhenReady,
    onFirstPaint: () => options.marks.mark('studioPaint'),
  });
  addContextMenu(opened.window.webContents, () => textsOf(shell));
  const policy = createClosingPolicy({
    window: opened.window,
    quitting: () => shell.quitting,
    stageOpen: () => stageStateOf(shell).open,
    texts: () => textsOf(shell),
    logger: options.logger,
  });
  opened.window.on('close', policy);
  shell.studioWindow = opened;
  return opened;
}

function makeStageWindow(shell: ShellState): FloatingWindow {
  const { options } = shell;
  return createFloatingWindow({
    name: 'stage',
    wish: STAGE_WISH,
    title: () => textsOf(shell).stageTitle,
    icon: shell.windowIcon,
    state: shell.windows,
    clock: options.clock,
    logger: options.logger.child('stage-window'),
    texts: () => textsOf(shell),
    development: options.launch.development,
    // At the end of the program it stays "open" in the settings, and comes back with the next start.
    onClosedByUser: () => {
      if (!shell.quitting) setStageWindow(shell, { open: false });
    },
    onFirstPaint: () => options.marks.mark('stagePaint'),
  });
}

function makeOverlayWindows(shell: ShellState): OverlayWindows {
  const { options } = shell;
  return createOverlayWindows({
    icon: shell.windowIcon,
    state: shell.windows,
    clock: options.clock,
    logger: options.logger.child('overlay-windows'),
    texts: () => textsOf(shell),
    development: options.launch.development,
    onClosedByUser: (widget) => {
      if (!shell.quitting) changeWindow(shell, { overlays: { windows: { [widget]: { open: false } } } });
    },
  });
}

/** Tray, menus and theme, kept in step with the settings. */
function decorateDesktop(
  shell: ShellState,
  core: Studio,
  host: ElectronHost,
  stageWindow: FloatingWindow,
): { focusStudio(): void; close(): void } {
  const { launch, logger } = shell.options;
  const focusStudio = (): void => {
    if (shell.studioWindow === undefined || shell.studioWindow.window.isDestroyed())
      openStudioWindow(shell, true).load(core.urls.studioUrl);
    shell.studioWindow?.focus();
  };
  const actions: ShellActions = {
    openStudio: focusStudio,
    setStageWindow: (patch) => setStageWindow(shell, patch),
    resizeStage: stageWindow.resize,
    stopSpeaking: () => core.stop(),
    copyObsAddress: () => clipboard.writeText(core.urls.stageUrl),
    openData: () => {
      host
        .openFolder?.(shell.options.dataDir)
        .catch((error: unknown) => logger.warn('the data folder did not open', { cause: messageFromUnknown(error) }));
    },
    quit: () => app.quit(),
  };
  const tray = createStudioTray({ icon: join(iconFolder(shell.options), trayIcon()), actions, logger });
  const refresh = (): void => {
    const { theme } = core.settings.current();
    nativeTheme.themeSource = themeSource(theme);
    shell.windows.rememberTheme(theme);
    tray.refresh(textsOf(shell), stageStateOf(shell));
    setAppMenu({ texts: textsOf(shell), stage: stageStateOf(shell), actions, development: launch.development });
  };
  const unsubscribe = core.settings.onChange(refresh);
  refresh();
  reportHotkeys(core, host.refreshHotkeys());
  app.on('activate', focusStudio);
  // Without a tray there would be no way to a window that starts hidden.
  if (launch.hidden && !tray.present) focusStudio();
  return {
    focusStudio,
    close() {
      app.off('activate', focusStudio);
      unsubscribe();
      tray.close();
    },
  };
}

/** The way back from a stage window that lets clicks through, when neither tray nor studio is at hand. */
function desktopHotkeys(shell: ShellState): readonly Hotkey[] {
  const { open, clickThrough } = stageStateOf(shell);
  const accelerator = shell.core?.settings.current().hotkeys.clickThrough ?? '';
  if (!open || accelerator === '') return [];
  return [{ accelerator, action: 'click-through', run: () => setStageWindow(shell, { clickThrough: !clickThrough }) }];
}

/** The core reports its own shortcuts at the start; the desktop's come after it. */
function reportHotkeys(core: Studio, refused: readonly Hotkey[]): void {
  if (refused.length === 0) return;
  const names = refused.map((hotkey) => hotkey.accelerator).join(', ');
  const message = `Another program holds ${names}. Choose other keys in the settings.`;
  core.report('hotkeys', { status: 'degraded', reason: 'hotkeys-taken', message });
}

async function closeAll(steps: readonly (() => void)[], core: Studio): Promise<void> {
  for (const step of steps) step();
  await core.close();
}

function setStageWindow(shell: ShellState, patch: Partial<StageWindowState>): void {
  changeWindow(shell, { stage: { window: patch } });
}

function changeWindow(shell: ShellState, patch: SettingsPatch): void {
  try {
    shell.core?.settings.update(patch);
  } catch (error) {
    shell.options.logger.error('a window could not be changed', { cause: messageFromUnknown(error) });
  }
}

function isStudioWindow(shell: ShellState, contents: WebContents): boolean {
  const window = shell.studioWindow?.window;
  return window !== undefined && !window.isDestroyed() && contents === window.webContents;
}

function textsOf(shell: ShellState): ShellTexts {
  return shellTexts(shellLanguage(shell.core?.settings.current().language ?? 'auto', app.getLocale()));
}

function stageStateOf(shell: ShellState): StageWindowState {
  return shell.core?.settings.current().stage.window ?? { open: false, alwaysOnTop: false, clickThrough: false };
}

function themeSource(theme: 'auto' | 'light' | 'dark'): 'system' | 'light' | 'dark' {
  return theme === 'auto' ? 'system' : theme;
}

function iconFolder(options: ShellOptions): string {
  return join(options.rootDir, 'resources', 'icons');
}

function trayIcon(): string {
  if (process.platform === 'darwin') return 'trayTemplate.png';
  return process.platform === 'win32' ? 'icon.ico' : 'tray-32.png';
}
