import { type MidiPress, midiPressFrom } from './midi-message.ts';

export type MidiState = 'absent' | 'off' | 'on' | 'denied';

/** MIDI devices, once the streamer has allowed them. The browser asks; the answer is remembered, so that the next start needs no click. */
export interface Midi {
  readonly state: MidiState;
  /** Names of the devices. */
  names(): readonly string[];
  /** Asks for permission; call it on a click. */
  allow(): Promise<void>;
  close(): void;
}

const REMEMBERED = 'yingxi.midi';

/** `onPress` also tells of what was pressed on a device that is unplugged: it is let go. */
export function createMidi(options: { readonly onPress: (press: MidiPress) => void; readonly onChange: () => void }): Midi {
  let access: MIDIAccess | undefined;
  let denied = false;
  let closed = false;
  const inputs = (): readonly MIDIInput[] =>
    access === undefined ? [] : [...access.inputs.values()].filter(({ state }) => state === 'connected');

  /** What each device holds away from rest. */
  const held = new Map<string, Map<string, MidiPress>>();
  const hear = (device: string, data: Uint8Array | null): void => {
    const press = data === null ? undefined : midiPressFrom(data);
    if (press === undefined) return;
    const own = held.get(device) ?? new Map<string, MidiPress>();
    held.set(device, own);
    const key = `${press.kind} ${press.number} ${press.channel}`;
    if (press.value > 0) own.set(key, press);
    else own.delete(key);
    options.onPress(press);
  };
  const letGo = (present: readonly MIDIInput[]): void => {
    for (const [device, presses] of held) {
      if (present.some(({ id }) => id === device)) continue;
      held.delete(device);
      for (const press of presses.values()) options.onPress({ ...press, down: false, value: 0 });
    }
  };
  const listen = (): void => {
    const present = inputs();
    for (const input of present) input.onmidimessage = closed ? null : ({ data }) => hear(input.id, data);
    letGo(present);
    options.onChange();
  };
  const allow = async (): Promise<void> => {
    try {
      access = await navigator.requestMIDIAccess();
      denied = false;
      access.onstatechange = listen;
      localStorage.setItem(REMEMBERED, 'on');
    } catch {
      // The browser gives no reason but the streamer's or its own refusal.
      denied = true;
    }
    listen();
  };

  if (isThere() && localStorage.getItem(REMEMBERED) === 'on') void allow();

  return {
    get state() {
      if (!isThere()) return 'absent';
      return access !== undefined ? 'on' : denied ? 'denied' : 'off';
    },
    names: () => inputs().map(({ name }) => name ?? ''),
    allow,
    close() {
      closed = true;
      listen();
      if (access !== undefined) access.onstatechange = null;
    },
  };
}

const isThere = (): boolean => typeof navigator.requestMIDIAccess === 'function';
