import { BrowserWindow, nativeTheme } from 'electron';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { guardAgainstCrashes } from './crash-guard.ts';
import { pagePreferences } from './page-preferences.ts';
import type { ShellTexts } from './texts.ts';
import type { WindowWish } from './window-bounds.ts';
import { keepWindow, openingPlacement } from './window-keeper.ts';
import type { WindowStateStore } from './window-state.ts';

const WISH: WindowWish = { width: 1360, height: 860, minWidth: 1000, minHeight: 640, anchor: 'centre' };
/** The page's own background in both themes, so that opening does not flash white. */
const BACKGROUND = { dark: '#151115', light: '#f4eee6' } as const;
/** A page that has not painted by then is shown as it is. */
const SHOW_ANYWAY_AFTER_MS = 4000;

export interface StudioWindow {
  readonly window: BrowserWindow;
  /** Loads the studio page; before this the window is an empty, invisible one. */
  load(url: string): void;
  /** Shows it in front of the others, wherever it was. */
  focus(): void;
  hide(): void;
}

export interface StudioWindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly state: WindowStateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly texts: () => ShellTexts;
  readonly development: boolean;
  /** False: stays invisible until `focus()`. */
  readonly showWhenReady: boolean;
  readonly onFirstPaint: () => void;
}

/** The user interface's window: sandboxed, without Node, with a preload that hands over one port and nothing else. */
export function createStudioWindow(options: StudioWindowOptions): StudioWindow {
  const { state, clock, logger } = options;
  const placement = openingPlacement(state, 'studio', WISH);
  const window = new BrowserWindow({
    ...placement.bounds,
    minWidth: WISH.minWidth,
    minHeight: WISH.minHeight,
    show: false,
    title: options.texts().appName,
    icon: options.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    webPreferences: pagePreferences(options.development, options.preload),
  });
  let url = '';
  let mayShow = options.showWhenReady;
  // An empty page starts the page's process and its way to the graphics while the core starts; the studio takes that process over.
  window.loadURL('about:blank').catch(() => undefined);
  const load = (): void => {
    window
      .loadURL(url)
      .catch((error: unknown) => logger.debug('the studio page was not loaded', { cause: messageFromUnknown(error) }));
  };
  const show = (): void => {
    if (window.isDestroyed() || !mayShow || window.isVisible()) return;
    if (placement.maximized) window.maximize();
    window.show();
  };
  window.once('ready-to-show', () => {
    options.onFirstPaint();
    show();
  });
  keepWindow(window, state, 'studio', WISH);
  guardAgainstCrashes(window, { name: 'studio', clock, logger, texts: options.texts, load });
  return {
    window,
    load(address) {
      url = address;
      load();
      window.once('closed', clock.after(SHOW_ANYWAY_AFTER_MS, show));
    },
    focus() {
      if (window.isDestroyed()) return;
      mayShow = true;
      if (window.isMinimized()) window.restore();
      show();
      window.focus();
    },
    hide: () => window.hide(),
  };
}
