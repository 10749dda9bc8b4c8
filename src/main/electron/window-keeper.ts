import { type BrowserWindow, screen } from 'electron';
import { type Bounds, healBounds, layoutKey, type WindowWish } from './window-bounds.ts';
import type { Placement, WindowName, WindowStateStore } from './window-state.ts';

/** Bounds for a window that is about to be made, on displays as they are now. */
export function openingPlacement(store: WindowStateStore, name: WindowName, wish: WindowWish): Placement {
  const saved = store.placement(name, currentLayout());
  return { bounds: healBounds(saved?.bounds, workAreas(), wish), maximized: saved?.maximized ?? false };
}

/**
 * Remembers where `window` is, and brings it back onto a display when the one it was on goes away. Ends with the window.
 * While the displays change, the system moves windows by itself; only what the user does is remembered.
 */
export function keepWindow(window: BrowserWindow, store: WindowStateStore, name: WindowName, wish: WindowWish): void {
  const remember = (): void => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    store.remember(name, currentLayout(), { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const displaysChanged = (): void => {
    if (window.isDestroyed() || window.isMaximized() || window.isFullScreen()) return;
    const { bounds } = openingPlacement(store, name, wish);
    const now = window.getBounds();
    if (!sameBounds(bounds, now)) window.setBounds(bounds);
  };
  window.on('resized', remember);
  window.on('moved', remember);
  // Linux has no "moved" and "resized": there these fire for every step, and the store's delay gathers them.
  window.on('move', remember);
  window.on('resize', remember);
  window.on('maximize', remember);
  window.on('unmaximize', remember);
  screen.on('display-removed', displaysChanged);
  screen.on('display-added', displaysChanged);
  screen.on('display-metrics-changed', displaysChanged);
  window.once('closed', () => {
    screen.off('display-removed', displaysChanged);
    screen.off('display-added', displaysChanged);
    screen.off('display-metrics-changed', displaysChanged);
  });
}

function workAreas(): [Bounds, ...Bounds[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary.workArea, ...others.map((display) => display.workArea)];
}

function currentLayout(): string {
  return layoutKey(screen.getAllDisplays().map((display) => display.bounds));
}

function sameBounds(a: Bounds, b: Bounds): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
