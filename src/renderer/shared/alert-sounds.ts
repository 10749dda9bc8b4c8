import type { AlertSound } from '#shared/overlays/overlay-settings.ts';

/** Tones of an alert: Hz, begin and length in s, wave and loudness (0 … 1). Made here, so that no file is needed and none is missing. */
interface Tone {
  readonly hz: number;
  readonly at: number;
  readonly seconds: number;
  readonly wave: OscillatorType;
  readonly level: number;
  /** Where its pitch glides to. */
  readonly toHz?: number;
}

const bell = (hz: number, at: number, seconds = 0.9): readonly Tone[] => [
  { hz, at, seconds, wave: 'sine', level: 0.5 },
  { hz: hz * 2, at, seconds: seconds * 0.6, wave: 'sine', level: 0.16 },
  { hz: hz * 3.01, at, seconds: seconds * 0.3, wave: 'sine', level: 0.07 },
];
const brass = (hz: number, at: number, seconds: number): Tone => ({ hz, at, seconds, wave: 'triangle', level: 0.42 });

const SOUNDS: Readonly<Record<Exclude<AlertSound, 'none'>, readonly Tone[]>> = {
  chime: [...bell(783.99, 0), ...bell(1046.5, 0.14), ...bell(1318.5, 0.28, 1.2)],
  coin: [
    { hz: 987.77, at: 0, seconds: 0.09, wave: 'square', level: 0.2 },
    { hz: 1318.5, at: 0.09, seconds: 0.5, wave: 'square', level: 0.2 },
  ],
  fanfare: [
    brass(523.25, 0, 0.16),
    brass(659.25, 0.15, 0.16),
    brass(783.99, 0.3, 0.16),
    brass(1046.5, 0.45, 0.8),
    brass(783.99, 0.45, 0.8),
    brass(659.25, 0.45, 0.8),
  ],
  drum: [
    { hz: 150, toHz: 48, at: 0, seconds: 0.32, wave: 'sine', level: 0.9 },
    { hz: 150, toHz: 48, at: 0.22, seconds: 0.32, wave: 'sine', level: 0.9 },
    ...bell(659.25, 0.5),
  ],
};
const ATTACK_SECONDS = 0.006;

export interface AlertSounds {
  /** `volume` 0 … 1. */
  play(sound: AlertSound, volume: number): void;
}

export function createAlertSounds(): AlertSounds {
  let context: AudioContext | undefined;
  return {
    play(sound, volume) {
      if (sound === 'none' || volume <= 0) return;
      context ??= new AudioContext();
      // A browser that wants a click first stays silent; OBS does not.
      void context.resume().catch(() => undefined);
      const start = context.currentTime + 0.02;
      for (const tone of SOUNDS[sound]) playTone(context, tone, start, volume);
    },
  };
}

function playTone(context: AudioContext, tone: Tone, start: number, volume: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  const from = start + tone.at;
  const end = from + tone.seconds;
  oscillator.type = tone.wave;
  oscillator.frequency.setValueAtTime(tone.hz, from);
  if (tone.toHz !== undefined) oscillator.frequency.exponentialRampToValueAtTime(tone.toHz, end);
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(tone.level * volume * 0.5, from + ATTACK_SECONDS);
  gain.gain.exponentialRampToValueAtTime(0.0001, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(from);
  oscillator.stop(end + 0.02);
}
