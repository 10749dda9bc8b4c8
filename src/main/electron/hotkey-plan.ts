import type { Hotkey } from '#main/platform/host.ts';

/** Steps from the shortcuts held now to those wanted. */
export interface HotkeyPlan {
  /** Accelerators to give back, in normal form. */
  readonly release: readonly string[];
  /** Shortcuts to claim from the system. */
  readonly claim: readonly Hotkey[];
  /** Already held; only what they do may have changed. */
  readonly keep: readonly Hotkey[];
  /** Asked for twice; the first one has it. */
  readonly duplicates: readonly Hotkey[];
}

/** `held`: accelerators in normal form (see `normalAccelerator`). Empty accelerators mean "no shortcut" and are left out. */
export function planHotkeys(held: ReadonlySet<string>, wanted: readonly Hotkey[]): HotkeyPlan {
  const claim: Hotkey[] = [];
  const keep: Hotkey[] = [];
  const duplicates: Hotkey[] = [];
  const seen = new Set<string>();
  for (const hotkey of wanted) {
    const key = normalAccelerator(hotkey.accelerator);
    if (key === '') continue;
    if (seen.has(key)) duplicates.push(hotkey);
    else if (held.has(key)) keep.push(hotkey);
    else claim.push(hotkey);
    seen.add(key);
  }
  return { release: [...held].filter((key) => !seen.has(key)), claim, keep, duplicates };
}

const SYNONYMS: Readonly<Record<string, string>> = {
  ctrl: 'control',
  cmd: 'command',
  cmdorctrl: 'commandorcontrol',
  option: 'alt',
  super: 'meta',
  esc: 'escape',
  return: 'enter',
};

/** One spelling per shortcut: lower case, synonyms replaced, modifiers in alphabetical order before the key. `Shift+Ctrl+S` → `control+shift+s`. */
export function normalAccelerator(accelerator: string): string {
  const parts = accelerator
    .split('+')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
    .map((part) => SYNONYMS[part] ?? part);
  const key = parts.pop();
  return key === undefined ? '' : [...parts.sort(), key].join('+');
}
