import { useCallback } from 'react';
import type { WidgetId } from '#shared/overlays/overlay-list.ts';
import type { WidgetSettings } from '#shared/overlays/overlay-settings.ts';
import { useSettings } from '../../session/session-context.tsx';
import { useSave } from '../../ui/use-save.ts';

/** The settings of one overlay, and what changes them. */
export function useWidget<Id extends WidgetId>(
  id: Id,
): { readonly value: WidgetSettings[Id]; readonly set: (change: Partial<WidgetSettings[Id]>) => Promise<void> } {
  const value = useSettings((settings) => settings.overlays.widgets[id]);
  const save = useSave();
  const set = useCallback((change: Partial<WidgetSettings[Id]>) => save({ overlays: { widgets: { [id]: change } } }), [save, id]);
  return { value, set };
}
