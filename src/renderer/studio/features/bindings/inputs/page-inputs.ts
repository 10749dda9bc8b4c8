import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { createPressBook } from '#renderer/shared/press-book.ts';
import { createTicker } from '#renderer/shared/ticker.ts';
import type { Binding, Trigger } from '#shared/avatar/bindings.ts';
import type { ControlDevice, ControlReading } from '#shared/tracking/controls/control-row.ts';
import { IS_MAC } from '../../../hotkeys/platform.ts';
import { createGamepads } from './gamepads.ts';
import { createMidi, type MidiState } from './midi.ts';
import { bindingsFor, inputKey, type PageInput, triggerFromInput } from './page-input.ts';

/** What the page knows of its devices, for people. */
export interface DevicesState {
  readonly pads: readonly string[];
  readonly midi: MidiState;
  readonly midiNames: readonly string[];
  /** The last press that was no key. */
  readonly last: Trigger | undefined;
}

/** Told of what every control does, bound or not. */
export interface ControlFollower {
  reading(reading: ControlReading): void;
  /** Nobody will tell of releases: the window lost the focus, a device was unplugged. */
  released(device: ControlDevice): void;
}

/** Hears keyboard, mouse, gamepads and MIDI, and fires what is bound to them. */
export interface PageInputs {
  readonly devices: StoreApi<DevicesState>;
  use(bindings: readonly Binding[], modelId: string | undefined): void;
  /** The next press of this kind is told instead of firing anything; returns its end. */
  capture(type: 'mouse' | 'gamepad' | 'midi', take: (trigger: Trigger) => void): () => void;
  /** Keys only while the page has the focus and nothing is typed; the mouse's place as long as it is over the page. Returns its end. */
  follow(follower: ControlFollower): () => void;
  allowMidi(): void;
  close(): void;
}

const MOUSE_BUTTONS: Readonly<Record<number, 'middle' | 'back' | 'forward'>> = { 1: 'middle', 3: 'back', 4: 'forward' };

export function createPageInputs(client: StudioApi): PageInputs {
  let bindings: readonly Binding[] = [];
  let modelId: string | undefined;
  let capturing: { readonly type: string; readonly take: (trigger: Trigger) => void } | undefined;
  const followers = new Set<ControlFollower>();
  const tell = (reading: ControlReading): void => {
    for (const follower of followers) follower.reading(reading);
  };
  const tellReleased = (device: ControlDevice): void => {
    for (const follower of followers) follower.released(device);
  };
  const lost = (): void => undefined;
  const ticker = createTicker();
  const book = createPressBook({
    press: (id, by) => void client.bindings.press({ id, by, holds: true }).catch(lost),
    release: (id) => void client.bindings.release({ id }).catch(lost),
    holding: (ids) => void client.bindings.holding({ ids: [...ids] }).catch(lost),
    every: (ms, task) => ticker.every(ms, task),
  });
  const devices = createStore<DevicesState>(() => ({ pads: [], midi: 'off', midiNames: [], last: undefined }));
  const midi = createMidi({
    onPress({ down, value, ...press }) {
      tell({ device: 'midi', control: `${press.kind} ${press.number}`, value });
      if (down) onDown({ type: 'midi', ...press });
      else book.up(inputKey({ type: 'midi', ...press }));
    },
    onChange: () => devices.setState({ midi: midi?.state ?? 'off', midiNames: midi?.names() ?? [] }),
  });
  devices.setState({ midi: midi.state });
  const pads = createGamepads({
    read: () => navigator.getGamepads(),
    every: (ms, task) => ticker.every(ms, task),
    onButton: (button, down) => (down ? onDown({ type: 'gamepad', button }) : book.up(inputKey({ type: 'gamepad', button }))),
    onReading: (control, value) => tell({ device: 'gamepad', control, value }),
    onPads() {
      devices.setState({ pads: pads.names() });
      if (pads.names().length > 0) return;
      book.upAll('gamepad');
      tellReleased('gamepad');
    },
  });

  /** True when something was bound to it. */
  function onDown(input: PageInput): boolean {
    if (input.type !== 'key') {
      const trigger = triggerFromInput(input);
      devices.setState({ last: trigger });
      if (capturing?.type === input.type) {
        const { take } = capturing;
        capturing = undefined;
        take(trigger);
        return true;
      }
    }
    const hit = bindingsFor(bindings, modelId, input, IS_MAC);
    book.down(inputKey(input), hit, input.type);
    return hit.length > 0;
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.repeat || event.isComposing || isRecording(event.target)) return;
    if (!isStrong(event) && isTyping(event.target)) return;
    if (!isStrong(event)) tell({ device: 'keyboard', control: event.code, value: 1 });
    if (onDown({ type: 'key', press: event })) event.preventDefault();
  };
  const onKeyUp = ({ code }: KeyboardEvent): void => {
    tell({ device: 'keyboard', control: code, value: 0 });
    book.up(`key ${code}`);
  };
  const onMouseDown = (event: MouseEvent): void => {
    const button = MOUSE_BUTTONS[event.button];
    if (button !== undefined && onDown({ type: 'mouse', button })) event.preventDefault();
  };
  const onMouseUp = (event: MouseEvent): void => {
    const button = MOUSE_BUTTONS[event.button];
    if (button === undefined) return;
    // Else the page would go back in its history.
    if (bindingsFor(bindings, modelId, { type: 'mouse', button }, IS_MAC).length > 0) event.preventDefault();
    book.up(inputKey({ type: 'mouse', button }));
  };
  const onMouseMove = ({ clientX, clientY }: MouseEvent): void => {
    if (followers.size === 0) return;
    tell({ device: 'mouse', control: 'x', value: (2 * clientX) / Math.max(1, window.innerWidth) - 1 });
    tell({ device: 'mouse', control: 'y', value: (2 * clientY) / Math.max(1, window.innerHeight) - 1 });
  };
  const onMouseLeave = (): void => tellReleased('mouse');
  const onBlur = (): void => {
    book.upAll('key');
    book.upAll('mouse');
    tellReleased('keyboard');
  };
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('keydown', onKeyDown, { capture: true, signal });
  window.addEventListener('keyup', onKeyUp, { capture: true, signal });
  window.addEventListener('mousedown', onMouseDown, { capture: true, signal });
  window.addEventListener('mouseup', onMouseUp, { capture: true, signal });
  window.addEventListener('mousemove', onMouseMove, { passive: true, signal });
  document.documentElement.addEventListener('mouseleave', onMouseLeave, { signal });
  window.addEventListener('blur', onBlur, { signal });

  return {
    devices,
    use(next, nextModelId) {
      bindings = next;
      modelId = nextModelId;
    },
    capture(type, take) {
      const mine = { type, take };
      capturing = mine;
      return () => {
        if (capturing === mine) capturing = undefined;
      };
    },
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    allowMidi: () => void midi.allow(),
    close() {
      listening.abort();
      book.close();
      pads.close();
      midi.close();
      ticker.close();
    },
  };
}

const isStrong = ({ ctrlKey, altKey, metaKey }: KeyboardEvent): boolean => ctrlKey || altKey || metaKey;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="dialog"]') !== null
  );
}
/** A key recorder wants the keys for itself. */
function isRecording(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.dataset.recording === 'true';
}
