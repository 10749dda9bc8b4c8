import { type RefObject, useLayoutEffect, useRef } from 'react';
import { createStore } from 'zustand/vanilla';

/** Where on the window the stage preview is to be drawn, in CSS px; `undefined`: nowhere in the page, so it is docked in the corner. */
export interface SlotRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export const slotStore = createStore<{ readonly rect: SlotRect | undefined }>(() => ({ rect: undefined }));

/**
 * Marks an element as the preview's place while it is shown. The preview itself is one frame for the whole life of the window (a frame that is
 * moved in the document would load anew and fall silent), laid over this place.
 */
export function useStageSlot(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const slot = ref.current;
    if (slot === null) return;
    const measure = (): void => {
      const { left, top, width, height } = slot.getBoundingClientRect();
      slotStore.setState({ rect: { left, top, width, height } });
    };
    measure();
    // The slot moves without changing its size when the page around it does.
    const observer = new ResizeObserver(measure);
    observer.observe(slot);
    observer.observe(document.body);
    const room = slot.parentElement;
    if (room !== null) observer.observe(room);
    return () => {
      observer.disconnect();
      slotStore.setState({ rect: undefined });
    };
  }, []);
  return ref;
}
