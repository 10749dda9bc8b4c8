import { useCallback } from 'react';
import { useSettings } from '../session/session-context.tsx';
import { useSave } from '../ui/use-save.ts';

/** Lets clicks through the stage window, or takes them again; without a window there is nothing to do. */
export function useToggleClickThrough(): () => void {
  const { open, clickThrough } = useSettings(({ stage }) => stage.window);
  const save = useSave();
  return useCallback(() => {
    if (open) void save({ stage: { window: { clickThrough: !clickThrough } } });
  }, [open, clickThrough, save]);
}
