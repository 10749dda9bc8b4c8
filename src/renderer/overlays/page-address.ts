import { WIDGETS, type WidgetId } from '#shared/overlays/overlay-list.ts';

/** `/overlays/?token=…&show=chat,alerts[&theme=ink][&preview=1]` */
export interface OverlayAddress {
  readonly token: string;
  readonly widgets: readonly WidgetId[];
  /** '' = what the settings say. */
  readonly theme: string;
  readonly preview: boolean;
}

export function readOverlayAddress(search: string): OverlayAddress {
  const query = new URLSearchParams(search);
  const wanted = (query.get('show') ?? '').split(',').map((part) => part.trim());
  const widgets = WIDGETS.filter((id) => wanted.includes(id));
  const theme = query.get('theme') ?? '';
  return {
    token: query.get('token') ?? '',
    widgets,
    theme: /^[a-z0-9][a-z0-9-]{0,59}$/u.test(theme) ? theme : '',
    preview: query.get('preview') === '1',
  };
}
