import { BrowserWindow } from 'electron';
import type { Clock, StageWindowState } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { guardAgainstCrashes } from './crash-guard.ts';
import { pagePreferences } from './page-preferences.ts';
import { handleStylesheet } from './stage-handle.ts';
import type { ShellTexts } from './texts.ts';
import type { WindowWish } from './window-bounds.ts';
import { keepWindow, openingPlacement } from './window-keeper.ts';
import type { WindowName, WindowStateStore } from './window-state.ts';

export const STAGE_SIZES = {
  small: { width: 300, height: 440 },
  medium: { width: 420, height: 620 },
  large: { width: 640, height: 920 },
} as const;
export type StageSize = keyof typeof STAGE_SIZES;

export interface FloatingWindow {
  /** Opens, closes or changes the window; the same state again does nothing. `url` is the page's address with its token. */
  apply(state: StageWindowState, url: string): void;
  /** Centre stays where it is. Transparent windows cannot be resized by their edge on every system. */
  resize(size: StageSize): void;
  current(): BrowserWindow | undefined;
  close(): void;
}

export interface FloatingWindowOptions {
  /** Under which its place is remembered. */
  readonly name: WindowName;
  readonly wish: WindowWish;
  /** OBS finds the window by it. */
  readonly title: () => string;
  readonly icon: string;
  readonly state: WindowStateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly texts: () => ShellTexts;
  readonly development: boolean;
  /** The user, not the program, closed it. */
  readonly onClosedByUser: () => void;
  readonly onFirstPaint: () => void;
}

/** Keeps at most one window of a page that floats over the desktop (the stage, an overlay): transparent, without a frame, never hidden or minimised, because a page that cannot be seen stops drawing. */
export function createFloatingWindow(options: FloatingWindowOptions): FloatingWindow {
  let open:
    | { readonly window: BrowserWindow; readonly dress: (state: StageWindowState) => void; readonly load: (url: string) => void }
    | undefined;
  let closing = false;

  const show = (url: string): void => {
    const window = buildWindow(options);
    const pages = loadPage(window, options);
    open = { window, dress: (state) => dressWindow(window, state, pages.setHandle), load: pages.load };
    window.once('closed', () => {
      open = undefined;
      if (!closing) options.onClosedByUser();
      closing = false;
    });
    pages.load(url);
  };
  const close = (): void => {
    if (open === undefined) return;
    closing = true;
    open.window.destroy();
  };

  return {
    apply(state, url) {
      if (!state.open) return close();
      if (open === undefined) show(url);
      else open.load(url);
      open?.dress(state);
    },
    resize(size) {
      if (open !== undefined) resizeAroundCentre(open.window, STAGE_SIZES[size]);
    },
    current: () => open?.window,
    close,
  };
}

function buildWindow(options: FloatingWindowOptions): BrowserWindow {
  const { name, wish } = options;
  const placement = openingPlacement(options.state, name, wish);
  const window = new BrowserWindow({
    ...placement.bounds,
    minWidth: wish.minWidth,
    minHeight: wish.minHeight,
    show: false,
    title: options.title(),
    icon: options.icon,
    transparent: true,
    backgroundColor: '#00000000',
    frame: false,
    hasShadow: false,
    resizable: true,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    webPreferences: pagePreferences(options.development),
  });
  window.setMenu(null);
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('minimize', () => window.restore());
  window.once('ready-to-show', () => {
    options.onFirstPaint();
    if (!window.isDestroyed()) window.showInactive();
  });
  keepWindow(window, options.state, name, wish);
  return window;
}

/** Loads the page, again after a crash, and puts the handle on it each time. */
function loadPage(
  window: BrowserWindow,
  options: FloatingWindowOptions,
): { load(url: string): void; setHandle(shown: boolean): void } {
  const { logger } = options;
  let address = '';
  let handleShown = true;
  let handleKey: string | undefined;
  const reload = (): void => {
    window
      .loadURL(address)
      .catch((error: unknown) => logger.debug('the page of a window was not loaded', { cause: messageFromUnknown(error) }));
  };
  const drawHandle = async (): Promise<void> => {
    if (window.isDestroyed()) return;
    const old = handleKey;
    handleKey = handleShown ? await window.webContents.insertCSS(handleStylesheet(options.texts().moveHandle)) : undefined;
    if (old !== undefined && !window.isDestroyed()) await window.webContents.removeInsertedCSS(old);
  };
  const tryHandle = (): void => {
    drawHandle().catch((error: unknown) =>
      logger.debug('the handle of a window was not drawn', { cause: messageFromUnknown(error) }),
    );
  };
  window.webContents.on('did-finish-load', () => {
    handleKey = undefined;
    tryHandle();
  });
  guardAgainstCrashes(window, { name: options.name, clock: options.clock, logger, texts: options.texts, load: reload });
  return {
    load(url) {
      if (url === address) return;
      address = url;
      reload();
    },
    setHandle(shown) {
      if (shown === handleShown) return;
      handleShown = shown;
      if (!window.webContents.isLoading()) tryHandle();
    },
  };
}

function dressWindow(window: BrowserWindow, state: StageWindowState, setHandle: (shown: boolean) => void): void {
  if (window.isAlwaysOnTop() !== state.alwaysOnTop) {
    window.setAlwaysOnTop(state.alwaysOnTop, 'floating');
    // macOS: also beside programs in full screen.
    if (process.platform === 'darwin')
      window.setVisibleOnAllWorkspaces(state.alwaysOnTop, { visibleOnFullScreen: true, skipTransformProcessType: true });
  }
  // `forward` (Windows and macOS) keeps mouse moves coming, so that she can look at the pointer.
  window.setIgnoreMouseEvents(state.clickThrough, state.clickThrough && process.platform !== 'linux' ? { forward: true } : {});
  window.setFocusable(!state.clickThrough);
  setHandle(!state.clickThrough);
}

function resizeAroundCentre(window: BrowserWindow, size: { readonly width: number; readonly height: number }): void {
  const old = window.getBounds();
  window.setBounds({
    x: Math.round(old.x + (old.width - size.width) / 2),
    y: Math.round(old.y + old.height - size.height),
    width: size.width,
    height: size.height,
  });
}
