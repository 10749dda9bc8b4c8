import type { Emotion } from '#shared/speech/emotion.ts';
import type { Moment } from '../layers/moment.ts';

/** Which emotion the face shows now: a timed hotkey beats the sentence being spoken, which beats a held hotkey, which beats the base. */
export interface Mood {
  readonly emotion: Emotion;
  readonly intensity: number;
  setBase(emotion: Emotion): void;
  /** `holdMs` 0: until the next. */
  hold(emotion: Emotion, intensity: number, holdMs: number, nowMs: number): void;
  /** The sentence that is heard now; after it her face lingers a moment. */
  speak(sentence: { readonly emotion: Emotion; readonly intensity: number }, moment: Moment): void;
  /** A stop ends the sentence's emotion at once. */
  endSpeech(): void;
  update(moment: Moment): void;
}

const LINGER_MS = 1500;

export function createMood(): Mood {
  let emotion: Emotion = 'neutral';
  let intensity = 1;
  let base: Emotion = 'neutral';
  let spoken: Emotion = 'neutral';
  let spokenIntensity = 0;
  // In an object: numbers in a closure are boxed anew with each change, and this changes with every frame of speech.
  const until = { spokenMs: Number.NEGATIVE_INFINITY };
  let held: Emotion | undefined;
  let heldIntensity = 0;
  let heldUntilMs = 0;

  return {
    get emotion() {
      return emotion;
    },
    get intensity() {
      return intensity;
    },
    setBase(next) {
      base = next;
    },
    hold(next, strength, holdMs, nowMs) {
      held = next;
      heldIntensity = strength;
      heldUntilMs = holdMs === 0 ? Number.POSITIVE_INFINITY : nowMs + holdMs;
    },
    speak(sentence, { nowMs }) {
      spoken = sentence.emotion;
      spokenIntensity = sentence.intensity;
      until.spokenMs = nowMs + LINGER_MS;
    },
    endSpeech() {
      until.spokenMs = Number.NEGATIVE_INFINITY;
    },
    update({ nowMs }) {
      if (held !== undefined && nowMs >= heldUntilMs) held = undefined;
      const speaks = nowMs < until.spokenMs && spoken !== 'neutral';
      if (held !== undefined && (heldUntilMs !== Number.POSITIVE_INFINITY || !speaks)) {
        emotion = held;
        intensity = heldIntensity;
      } else if (speaks) {
        emotion = spoken;
        intensity = spokenIntensity;
      } else {
        emotion = base;
        intensity = 1;
      }
    },
  };
}
