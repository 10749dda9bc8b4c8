/** What a MIDI message says: a note or controller goes down or up. Controllers count as pressed from the middle on (64 of 127). */
export interface MidiPress {
  readonly kind: 'note' | 'control';
  readonly number: number;
  /** 1…16 */
  readonly channel: number;
  readonly down: boolean;
  /** 0…1: how far the controller is, how hard the note was struck. */
  readonly value: number;
}

const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const CONTROL = 0xb0;

/** Undefined for clocks, pitch bends and all else. MIDI 1.0: status byte, then 7-bit values; a note on of velocity 0 is a note off. */
export function midiPressFrom(data: ArrayLike<number>): MidiPress | undefined {
  const [status = 0, number = 0, value = 0] = Array.from(data);
  if (data.length < 3 || number > 127 || value > 127) return undefined;
  const channel = (status & 0x0f) + 1;
  switch (status & 0xf0) {
    case NOTE_ON:
      return { kind: 'note', number, channel, down: value > 0, value: value / 127 };
    case NOTE_OFF:
      return { kind: 'note', number, channel, down: false, value: 0 };
    case CONTROL:
      return { kind: 'control', number, channel, down: value >= 64, value: value / 127 };
    default:
      return undefined;
  }
}
