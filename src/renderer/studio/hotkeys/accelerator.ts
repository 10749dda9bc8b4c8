import { normalAccelerator } from '#shared/hotkeys/accelerator.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import { EMOTIONS } from '#shared/speech/emotion.ts';

/** The parts of a keyboard event that make an Electron accelerator. */
export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}
export type Recorded =
  | { readonly type: 'accelerator'; readonly accelerator: string }
  | { readonly type: 'cleared' | 'cancelled' | 'incomplete' | 'needs-modifier' };

const NAMED_KEYS: Readonly<Record<string, string>> = {
  Space: 'Space',
  Enter: 'Return',
  NumpadEnter: 'Return',
  Tab: 'Tab',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  Delete: 'Delete',
  Backspace: 'Backspace',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backslash: '\\',
  Backquote: '`',
  MediaPlayPause: 'MediaPlayPause',
  MediaTrackNext: 'MediaNextTrack',
  MediaTrackPrevious: 'MediaPreviousTrack',
  MediaStop: 'MediaStop',
};

/** The accelerator's name of a physical key, by its place on the keyboard, so that Shift and the input method do not change it. */
function keyName(code: string): string | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  const pad = /^Numpad(\d)$/.exec(code)?.[1];
  const functionKey = /^F([1-9]|1\d|2[0-4])$/.test(code) ? code : undefined;
  return letter ?? digit ?? (pad === undefined ? undefined : `num${pad}`) ?? functionKey ?? NAMED_KEYS[code];
}

/** The accelerator of a key with its modifiers; undefined for a modifier alone and for keys without a name. */
function acceleratorFromKeyPress(press: KeyPress, mac: boolean): string | undefined {
  const name = keyName(press.code);
  return name === undefined ? undefined : [...modifiersOf(press, mac), name].join('+');
}

/**
 * What a key press means to the hotkey recorder. Bare letters and digits would be taken from every other program, so they are refused unless
 * `bare` is 'allow': for hotkeys that work in this window only.
 */
export function recordedFromKeyPress(press: KeyPress, mac: boolean, bare: 'refuse' | 'allow'): Recorded {
  const isAlone = !(press.ctrlKey || press.metaKey || press.altKey || press.shiftKey);
  if (isAlone && press.code === 'Escape') return { type: 'cancelled' };
  if (isAlone && (press.code === 'Backspace' || press.code === 'Delete')) return { type: 'cleared' };
  const accelerator = acceleratorFromKeyPress(press, mac);
  if (accelerator === undefined) return { type: 'incomplete' };
  const strong = press.ctrlKey || press.metaKey || press.altKey;
  if (bare === 'refuse' && !strong && !/(^|\+)(F\d+|Media\w+)$/.test(accelerator)) return { type: 'needs-modifier' };
  return { type: 'accelerator', accelerator };
}

function modifiersOf(press: KeyPress, mac: boolean): readonly string[] {
  const command = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? (press.ctrlKey ? ['Control'] : []) : press.metaKey ? ['Super'] : [];
  return [
    ...(command ? ['CommandOrControl'] : []),
    ...other,
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
  ];
}

export function matchesAccelerator(press: KeyPress, accelerator: string, mac: boolean): boolean {
  const pressed = acceleratorFromKeyPress(press, mac);
  return pressed !== undefined && accelerator !== '' && normalAccelerator(pressed, mac) === normalAccelerator(accelerator, mac);
}

const MAC_SIGNS: Readonly<Record<string, string>> = { command: '⌘', control: '⌃', alt: '⌥', shift: '⇧' };
const PLAIN_NAMES: Readonly<Record<string, string>> = {
  command: 'Cmd',
  control: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  super: 'Win',
  return: 'Enter',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
};
const ORDER = ['command', 'control', 'super', 'alt', 'shift'];

/** The keys of an accelerator as they are printed on this system's keyboards; empty for none. */
export function keysOfAccelerator(accelerator: string, mac: boolean): readonly string[] {
  if (accelerator === '') return [];
  const parts = normalAccelerator(accelerator, mac).split('+');
  const key = parts.pop() ?? '';
  const modifiers = ORDER.filter((name) => parts.includes(name));
  const named = (part: string): string =>
    (mac ? MAC_SIGNS[part] : undefined) ?? PLAIN_NAMES[part] ?? part.charAt(0).toUpperCase() + part.slice(1);
  return [...modifiers, key].map(named);
}

/** What a hotkey does: stop her, panic, let clicks through the stage window, or show an expression. */
export type HotkeyAction = 'stop' | 'panic' | 'clickThrough' | Emotion;
export interface HotkeySettings {
  readonly stop: string;
  readonly panic: string;
  readonly clickThrough: string;
  readonly expressions: Readonly<Partial<Record<Emotion, string | undefined>>>;
}

/** Every hotkey that is set, stop first. */
export function hotkeysOf({
  stop,
  panic,
  clickThrough,
  expressions,
}: HotkeySettings): readonly { readonly action: HotkeyAction; readonly accelerator: string }[] {
  const all: { action: HotkeyAction; accelerator: string }[] = [
    { action: 'stop', accelerator: stop },
    { action: 'panic', accelerator: panic },
    { action: 'clickThrough', accelerator: clickThrough },
  ];
  for (const emotion of EMOTIONS) all.push({ action: emotion, accelerator: expressions[emotion] ?? '' });
  return all.filter(({ accelerator }) => accelerator !== '');
}

/** For each action, another one that has the same keys. */
export function hotkeyConflicts(settings: HotkeySettings, mac: boolean): ReadonlyMap<HotkeyAction, HotkeyAction> {
  const all = hotkeysOf(settings).map((hotkey) => ({ ...hotkey, keys: normalAccelerator(hotkey.accelerator, mac) }));
  const conflicts = new Map<HotkeyAction, HotkeyAction>();
  for (const one of all) {
    const other = all.find(({ action, keys }) => action !== one.action && keys === one.keys);
    if (other !== undefined) conflicts.set(one.action, other.action);
  }
  return conflicts;
}
