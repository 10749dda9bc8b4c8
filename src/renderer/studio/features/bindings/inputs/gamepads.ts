/** Watches the buttons and sticks of all gamepads; a control that two of them have is moved by whichever moved last. */
export interface Gamepads {
  /** Names of those that are connected. A browser shows one only after a button of it was pressed. */
  names(): readonly string[];
  close(): void;
}

/** What of a gamepad is read. */
export interface PadReading {
  readonly index: number;
  readonly id: string;
  readonly buttons: readonly { readonly pressed: boolean; readonly value: number }[];
  /** −1…1, to the right and downwards. */
  readonly axes: readonly number[];
}

export interface GamepadOptions {
  readonly read: () => readonly (PadReading | null)[];
  /** Calls back every `ms` also in the background; returns its end. */
  readonly every: (ms: number, task: () => void) => () => void;
  readonly onButton: (button: number, down: boolean) => void;
  /** `axis 0` or `button 7` has moved: −1…1, 0…1. */
  readonly onReading: (control: string, value: number) => void;
  readonly onPads: () => void;
}

/** 60 a second while a pad is there; once a second to see one come, for browsers that tell nothing of it. */
const FAST_MS = 16;
const SLOW_MS = 1000;
/** Way of a stick or trigger that is worth telling. */
const NOTABLE = 0.002;
/** Of the bindings' schema. */
const MOST_BUTTONS = 32;

/**
 * NOTICE: the Gamepad API has no events for buttons, so they are polled. Chromium gives readings only while the page counts as visible: in Yingxi's own
 * window always (its throttling is off), in a browser while the tab is not hidden; a covered window may count as hidden on Windows and macOS.
 * https://w3c.github.io/gamepad/
 */
export function createGamepads({ read, every, onButton, onReading, onPads }: GamepadOptions): Gamepads {
  const down = new Set<string>();
  const told = new Map<string, number>();
  let names: readonly string[] = [];
  let isFast = false;
  let stop = every(SLOW_MS, poll);

  function poll(): void {
    const pads = read().filter((pad) => pad !== null);
    noteNames(pads.map(({ id }) => id));
    const now = new Set<string>();
    for (const { index, buttons } of pads)
      for (const [button, { pressed }] of buttons.slice(0, MOST_BUTTONS).entries()) if (pressed) now.add(`${index} ${button}`);
    readValues(pads);
    letGo(new Set(pads.map(({ index }) => index)));
    for (const key of now) if (!down.has(key)) turn(key, true);
    for (const key of [...down]) if (!now.has(key)) turn(key, false);
  }
  function readValues(pads: readonly PadReading[]): void {
    for (const { index, axes, buttons } of pads) {
      for (const [at, value] of axes.entries()) note(index, `axis ${at}`, value);
      for (const [at, { value }] of buttons.slice(0, MOST_BUTTONS).entries()) note(index, `button ${at}`, value);
    }
  }
  function note(pad: number, control: string, value: number): void {
    const key = `${pad} ${control}`;
    const before = told.get(key) ?? 0;
    // The rests of a stick's way back are told too, so that it ends at rest.
    if (Math.abs(value - before) < NOTABLE && !(value === 0 && before !== 0)) return;
    told.set(key, value);
    onReading(control, value);
  }
  /** A stick that was tilted when its pad was unplugged is at rest. */
  function letGo(present: ReadonlySet<number>): void {
    for (const [key, value] of told) {
      const at = key.indexOf(' ');
      if (present.has(Number(key.slice(0, at)))) continue;
      told.delete(key);
      if (value !== 0) onReading(key.slice(at + 1), 0);
    }
  }
  function turn(key: string, isDown: boolean): void {
    if (isDown) down.add(key);
    else down.delete(key);
    onButton(Number(key.split(' ')[1]), isDown);
  }
  function noteNames(next: readonly string[]): void {
    if (next.join('\n') === names.join('\n')) return;
    names = next;
    const wanted = names.length > 0;
    if (wanted !== isFast) {
      isFast = wanted;
      stop();
      stop = every(isFast ? FAST_MS : SLOW_MS, poll);
    }
    onPads();
  }

  return {
    names: () => names,
    close: () => stop(),
  };
}
