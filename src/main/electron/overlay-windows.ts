import type { StageWindowState } from '#main/platform/host.ts';
import { WIDGET_FACTS, type WidgetId } from '#shared/overlays/overlay-list.ts';
import { createFloatingWindow, type FloatingWindow, type FloatingWindowOptions } from './floating-window.ts';

/** Overlays in windows of their own: over a game, on a second screen, or captured where a program has no browser source. */
export interface OverlayWindows {
  apply(widget: WidgetId, state: StageWindowState, url: string): void;
  close(): void;
}

export interface OverlayWindowsOptions
  extends Omit<FloatingWindowOptions, 'name' | 'wish' | 'title' | 'onClosedByUser' | 'onFirstPaint'> {
  /** The user, not the program, closed it. */
  readonly onClosedByUser: (widget: WidgetId) => void;
}

export function createOverlayWindows(options: OverlayWindowsOptions): OverlayWindows {
  const windows = new Map<WidgetId, FloatingWindow>();

  function windowOf(widget: WidgetId): FloatingWindow {
    const known = windows.get(widget);
    if (known !== undefined) return known;
    const { width, height } = WIDGET_FACTS[widget];
    const made = createFloatingWindow({
      ...options,
      name: `overlay-${widget}`,
      wish: { width, height, minWidth: 120, minHeight: 60, anchor: 'centre' },
      title: () => `${options.texts().appName} ${widget}`,
      onClosedByUser: () => options.onClosedByUser(widget),
      onFirstPaint: () => undefined,
    });
    windows.set(widget, made);
    return made;
  }

  return {
    apply(widget, state, url) {
      if (state.open || windows.has(widget)) windowOf(widget).apply(state, url);
    },
    close() {
      for (const window of windows.values()) window.close();
    },
  };
}
