/** Electron accelerators ("CommandOrControl+Alt+1") as data: one spelling for the same keys, and which of them may be taken from every other program. */

/** One spelling for accelerators that mean the same keys on this system. */
export function normalAccelerator(accelerator: string, mac: boolean): string {
  const command = mac ? 'command' : 'control';
  const parts = accelerator
    .toLowerCase()
    .split('+')
    .map((part) => part.trim());
  const names = parts.map((part) => {
    if (['commandorcontrol', 'cmdorctrl'].includes(part)) return command;
    if (part === 'ctrl') return 'control';
    if (part === 'cmd') return 'command';
    if (part === 'option') return 'alt';
    return ['meta', 'super'].includes(part) ? (mac ? 'command' : 'super') : part;
  });
  const key = names.pop() ?? '';
  return [...new Set(names)].sort().concat(key).join('+');
}

/** Why keys may not be taken system-wide. */
export type GlobalKeyProblem = 'needs-modifier' | 'game-key' | 'system-key' | 'unknown-key';

const MODIFIERS = new Set(['control', 'command', 'alt', 'shift', 'super', 'altgr']);
/** Nobody types or plays with these: they may stand alone. */
const FREE_ALONE = new Set([
  ...Array.from({ length: 12 }, (_, index) => `f${index + 13}`),
  'mediaplaypause',
  'medianexttrack',
  'mediaprevioustrack',
  'mediastop',
]);
/** Games move, jump and open maps with these while one modifier is held to crouch or walk. */
const GAME_KEYS = new Set(['w', 'a', 's', 'd', 'q', 'e', 'r', 'f', 'space', 'tab', 'return', 'up', 'down', 'left', 'right']);
/** What every program needs, as [modifiers, keys]. */
const SYSTEM_KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['control', ['c', 'v', 'x', 'z', 'y', 'a', 's', 'f', 'w', 't', 'n', 'p']],
  ['command', ['c', 'v', 'x', 'z', 'a', 's', 'f', 'w', 't', 'n', 'p', 'q', 'h', 'm', 'tab', 'space']],
  ['alt', ['tab', 'f4', 'space', 'escape', 'return']],
  ['alt+control', ['delete', 'tab']],
  ['control+shift', ['escape', 'z']],
  ['command+shift', ['z']],
  ['super', ['l', 'd', 'e', 'r', 'tab']],
];
const NAMED_KEYS = new Set(
  (
    'space return enter tab up down left right home end pageup pagedown insert delete backspace escape plus printscreen volumeup volumedown volumemute ' +
    'mediaplaypause medianexttrack mediaprevioustrack mediastop numdec numadd numsub nummult numdiv'
  ).split(' '),
);

/**
 * Undefined when the keys may be registered for the whole system. A global shortcut is swallowed: the program that has the focus never sees it, so
 * single keys, what games are played with, and what every program needs are refused. Shift alone is typing and counts as no modifier.
 */
export function globalKeyProblem(accelerator: string, mac: boolean): GlobalKeyProblem | undefined {
  const parts = normalAccelerator(accelerator, mac).split('+');
  const key = parts.pop() ?? '';
  if (!isKnownKey(key) || parts.some((part) => !MODIFIERS.has(part))) return 'unknown-key';
  const strong = parts.filter((part) => part !== 'shift');
  if (strong.length === 0) return FREE_ALONE.has(key) ? undefined : 'needs-modifier';
  const held = parts.join('+');
  if (SYSTEM_KEYS.some(([modifiers, keys]) => modifiers === held && keys.includes(key))) return 'system-key';
  return parts.length === 1 && GAME_KEYS.has(key) ? 'game-key' : undefined;
}

function isKnownKey(key: string): boolean {
  return key.length === 1 || /^f([1-9]|1\d|2[0-4])$/.test(key) || /^num\d$/.test(key) || NAMED_KEYS.has(key);
}
