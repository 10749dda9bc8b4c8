import type { Hotkey } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { normalAccelerator, planHotkeys } from './hotkey-plan.ts';

/** What of Electron's `globalShortcut` is used. `register` answers false when another program holds the key, and throws on a spelling it does not know. */
export interface ShortcutRegistry {
  register(accelerator: string, callback: () => void): boolean;
  unregister(accelerator: string): void;
}

export interface GlobalHotkeys {
  /** Replaces all shortcuts; returns those that could not be had. Unchanged ones are never let go in between. */
  replace(hotkeys: readonly Hotkey[]): readonly Hotkey[];
  close(): void;
}

/** Holds the program's system-wide shortcuts. */
export function createGlobalHotkeys(registry: ShortcutRegistry, logger: Logger): GlobalHotkeys {
  /** By normal form. The registered callback looks up the current entry, so that a kept key runs its newest action. */
  const held = new Map<string, Hotkey>();

  const press = (key: string): void => {
    const hotkey = held.get(key);
    if (hotkey === undefined) return;
    try {
      hotkey.run();
    } catch (error) {
      logger.error('a hotkey failed', { action: hotkey.action, cause: messageFromUnknown(error) });
    }
  };
  const release = (key: string): void => {
    const hotkey = held.get(key);
    held.delete(key);
    if (hotkey !== undefined) registry.unregister(hotkey.accelerator);
  };
  const claim = (hotkey: Hotkey): boolean => {
    const key = normalAccelerator(hotkey.accelerator);
    try {
      if (!registry.register(hotkey.accelerator, () => press(key))) return false;
    } catch {
      return false;
    }
    held.set(key, hotkey);
    return true;
  };

  return {
    replace(hotkeys) {
      const plan = planHotkeys(new Set(held.keys()), hotkeys);
      for (const key of plan.release) release(key);
      for (const hotkey of plan.keep)
        held.set(normalAccelerator(hotkey.accelerator), { ...hotkey, accelerator: spelling(held, hotkey) });
      const refused = [...plan.duplicates, ...plan.claim.filter((hotkey) => !claim(hotkey))];
      if (refused.length > 0)
        logger.warn('some global hotkeys could not be had', { hotkeys: refused.map((hotkey) => hotkey.accelerator) });
      return refused;
    },
    close() {
      for (const key of [...held.keys()]) release(key);
    },
  };
}

/** The spelling under which the key was registered, which is the one that must be unregistered. */
function spelling(held: ReadonlyMap<string, Hotkey>, hotkey: Hotkey): string {
  return held.get(normalAccelerator(hotkey.accelerator))?.accelerator ?? hotkey.accelerator;
}
