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

export function createMidi(options: { readonly onPress: (press: MidiPress) => void; readonly onChange: () => void }): Midi {
  let access: MIDIAccess | undefined;
  let denied = false;
  let closed = false;
  const inputs = (): readonly MIDIInput[] => (access === undefined ? [] : [...access.inputs.values()]);

  const hear = ({ data }: MIDIMessageEvent): void => {
    const press = data === null ? undefined : midiPressFrom(data);
    if (press !== undefined) options.onPress(press);
  };
  const listen = (): void => {
    for (const input of inputs()) input.onmidimessage = closed ? null : hear;
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
