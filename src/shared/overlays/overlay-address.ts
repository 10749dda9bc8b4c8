import type { WidgetId } from './overlay-list.ts';

/** The address of a page with these overlays; it carries the stage's key, as the stage's own address does. */
export function overlayAddress(stageUrl: string, widgets: readonly WidgetId[]): string {
  return `${stageUrl.replace(/\/stage\/(?=\?|$)/u, '/overlays/')}&show=${widgets.join(',')}`;
}
