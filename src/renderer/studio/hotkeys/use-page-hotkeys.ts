import { useEffect } from 'react';
import { type HotkeyAction, type HotkeySettings, hotkeysOf, matchesAccelerator } from './accelerator.ts';
import { IS_MAC } from './platform.ts';

/** Two presses of Esc within this time stop her. */
const DOUBLE_PRESS_MS = 600;

/**
 * The configured hotkeys inside the page, and Esc pressed twice for stop. They work in text fields too: a stop must not depend on the focus.
 * Where a global hotkey takes the keys first, the page never sees them, so nothing runs twice.
 */
export function usePageHotkeys(settings: HotkeySettings, run: (action: HotkeyAction) => void): void {
  useEffect(() => {
    let lastEscape = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.repeat || event.isComposing || isRecording(event.target)) return;
      if (event.code === 'Escape') {
        if (event.timeStamp - lastEscape < DOUBLE_PRESS_MS) run('stop');
        lastEscape = event.timeStamp;
        return;
      }
      const hit = hotkeysOf(settings).find(({ accelerator }) => matchesAccelerator(event, accelerator, IS_MAC));
      if (hit === undefined) return;
      event.preventDefault();
      run(hit.action);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [settings, run]);
}

/** The hotkey recorder wants the keys for itself. */
function isRecording(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.dataset.recording === 'true';
}
