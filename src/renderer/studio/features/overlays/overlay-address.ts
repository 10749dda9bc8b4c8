import type { WidgetId } from '#shared/overlays/overlay-list.ts';

/** The address of a page with these overlays; it carries the stage's key, as the stage's own address does. */
export function overlayAddress(stageUrl: string, widgets: readonly WidgetId[]): string {
  const url = new URL(stageUrl);
  url.pathname = '/overlays/';
  return `${url.href}&show=${widgets.join(',')}`;
}
