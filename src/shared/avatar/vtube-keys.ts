import type { Trigger } from '#shared/avatar/bindings.ts';
import { globalKeyProblem } from '#shared/hotkeys/accelerator.ts';
import type { VtubeReason } from './vtube-report.ts';

/** VTube Studio's names of keys (`RestrictedRawKey`) in Electron's words. */
const MODIFIERS: Readonly<Record<string, string>> = {
  LeftControl: 'Control',
  RightControl: 'Control',
  Alt: 'Alt',
  LeftShift: 'Shift',
  RightShift: 'Shift',
  LeftWindows: 'Super',
  RightWindows: 'Super',
};
const ORDER = ['Control', 'Super', 'Alt', 'Shift'];
const NAMED: Readonly<Record<string, string>> = {
  Tab: 'Tab',
  Escape: 'Escape',
  Space: 'Space',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Left: 'Left',
  Up: 'Up',
  Right: 'Right',
  Down: 'Down',
  Print: 'PrintScreen',
  Delete: 'Delete',
  Multiply: 'nummult',
  Add: 'numadd',
  Subtract: 'numsub',
  Decimal: 'numdec',
  Divide: 'numdiv',
};
const CLEAR = new Set(['', 'none', 'unset']);

function keyOf(name: string): string | undefined {
  const digit = /^N(\d)$/.exec(name)?.[1];
  const pad = /^Numpad(\d)$/.exec(name)?.[1];
  if (/^[A-Z]$/.test(name) || /^F([1-9]|1\d|2[0-4])$/.test(name)) return name;
  return digit ?? (pad === undefined ? undefined : `num${pad}`) ?? (Object.hasOwn(NAMED, name) ? NAMED[name] : undefined);
}

export interface KeyTrigger {
  readonly trigger: Trigger | undefined;
  readonly problem: { readonly why: VtubeReason; readonly detail: string } | undefined;
}

/**
 * The trigger that up to three keys held together make. Keys that may not be taken from every program (a single letter) work while the studio has the
 * focus; two letters at once, locks and the first mouse buttons cannot be had.
 */
export function triggerFromKeys(names: readonly string[], isGlobal: boolean): KeyTrigger {
  const keys = names.map((name) => name.trim()).filter((name) => !CLEAR.has(name.toLowerCase()));
  const detail = keys.join(' + ');
  const fails = (why: VtubeReason): KeyTrigger => ({ trigger: undefined, problem: { why, detail } });
  if (keys.length === 0) return { trigger: undefined, problem: undefined };
  if (keys.length === 1 && keys[0] === 'MiddleMouseButton')
    return { trigger: { type: 'mouse', button: 'middle' }, problem: undefined };
  const held = new Set(keys.flatMap((key) => (Object.hasOwn(MODIFIERS, key) ? [MODIFIERS[key] ?? ''] : [])));
  const main = [...new Set(keys.filter((key) => !Object.hasOwn(MODIFIERS, key)))];
  const [name] = main;
  if (name === undefined || main.length > 1) return fails('key-combination');
  const key = keyOf(name);
  if (key === undefined) return fails('key-unsupported');
  const accelerator = [...ORDER.filter((modifier) => held.has(modifier)), key].join('+');
  const allowed = globalKeyProblem(accelerator, false) === undefined;
  const trigger: Trigger = { type: 'key', accelerator, global: isGlobal && allowed };
  return { trigger, problem: isGlobal && !allowed ? { why: 'key-only-in-window-noted', detail } : undefined };
}
