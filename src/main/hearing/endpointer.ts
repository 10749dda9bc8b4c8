/**
 * Where utterances begin and end, from one judgement each 32 ms.
 *
 *   quiet ──speech for 96 ms──► speaking ──silence for 96 ms──► pausing ──silence for `endSilenceMs`──► quiet
 *                                   ▲───────────speech───────────┘
 *
 * To go on speaking takes less than to begin, so that a soft syllable does not cut a sentence in two.
 */
export interface Endpointer {
  /** `begin` counts from the first frame of the speech, which lies `speechMs` back. */
  next(frame: SpeechFrame): EndpointEvent | undefined;
  readonly speaking: boolean;
  /** What was said sounds complete: half the silence is enough. Holds until the next speech. */
  hurry(): void;
  reset(): void;
}
export interface SpeechFrame {
  /** 0 … 1 */
  readonly probability: number;
  /** Of its first sample. */
  readonly atMs: number;
  /** What is heard may be nothing but her own voice. */
  readonly echo: 'none' | 'perhaps' | 'only';
}
export type EndpointEvent =
  | { readonly type: 'begin'; readonly sinceMs: number }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'end' };

export interface EndpointRules {
  /** Probability from which a frame is speech. */
  readonly threshold: number;
  readonly endSilenceMs: number;
}

export const VAD_FRAME_MS = 32;
const BEGIN_FRAMES = 3;
/** A frame between that is no speech is forgiven. */
const WITHIN_FRAMES = 4;
const HYSTERESIS = 0.15;
/** An utterance is ended after this long, so that a radio in the room is no endless sentence. */
const LONGEST_MS = 55_000;
const PAUSE_MS = 96;
/** Shorter than this no silence ends anything: stops within words are as long. */
const LEAST_SILENCE_MS = 128;

export function createEndpointer(rules: () => EndpointRules): Endpointer {
  let speaking = false;
  let silenceMs = 0;
  let sinceMs = 0;
  let pausing = false;
  let hurried = false;
  let recent: { readonly isSpeech: boolean; readonly atMs: number }[] = [];

  function listen(frame: SpeechFrame): EndpointEvent | undefined {
    const isSpeech = frame.probability >= rules().threshold && frame.echo !== 'only';
    recent = [...recent.slice(1 - WITHIN_FRAMES), { isSpeech, atMs: frame.atMs }];
    if (recent.filter((one) => one.isSpeech).length < BEGIN_FRAMES) return undefined;
    speaking = true;
    pausing = false;
    hurried = false;
    silenceMs = 0;
    sinceMs = recent.find((one) => one.isSpeech)?.atMs ?? frame.atMs;
    recent = [];
    return { type: 'begin', sinceMs };
  }

  function goOn(frame: SpeechFrame): EndpointEvent | undefined {
    const { threshold, endSilenceMs } = rules();
    const isSpeech = frame.probability >= threshold - HYSTERESIS && frame.echo !== 'only';
    silenceMs = isSpeech ? 0 : silenceMs + VAD_FRAME_MS;
    if (isSpeech) hurried = false;
    if (silenceMs >= enough(endSilenceMs) || frame.atMs - sinceMs >= LONGEST_MS) {
      speaking = false;
      return { type: 'end' };
    }
    if (isSpeech === !pausing || (!isSpeech && silenceMs < PAUSE_MS)) return undefined;
    pausing = !isSpeech;
    return { type: pausing ? 'pause' : 'resume' };
  }

  function enough(endSilenceMs: number): number {
    return hurried ? Math.min(endSilenceMs, Math.max(LEAST_SILENCE_MS, endSilenceMs / 2)) : endSilenceMs;
  }

  return {
    next: (frame) => (speaking ? goOn(frame) : listen(frame)),
    get speaking() {
      return speaking;
    },
    hurry() {
      hurried = true;
    },
    reset() {
      speaking = false;
      recent = [];
    },
  };
}
