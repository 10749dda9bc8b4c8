import type { InferenceStream } from '#main/inference/inference.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { vadEventSchema } from '#shared/inference/vad.ts';

/** The detector of speech, in its process; opened again when that dies. */
export interface SpeechDetector<Note> {
  /** `VAD_FRAME` samples, which become the detector's; `note` comes back with their probability. */
  push(frame: Float32Array, note: Note): void;
  /** A new session: what was heard before must not colour it. */
  reset(): void;
  /** Nothing is to be judged for a while: its process may end. */
  rest(): void;
  /** Frames that were not judged because the process lagged. */
  readonly dropped: number;
  close(): void;
}

export interface SpeechDetectorOptions<Note> {
  /** Undefined: the model is not installed. */
  readonly open: () => InferenceStream | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onJudged: (probability: number, note: Note) => void;
  /** Why it does not judge, in plain words; '' when it does. */
  readonly onProblem: (problem: string) => void;
}

/** Frames under way: half a second. More are dropped rather than judged late. */
const UNDER_WAY = 16;
const RETRY_MS = [250, 1000, 4000, 15_000];
const MISSING = 'The speech detector is not installed. Install Yingxi again, or use push-to-talk.';

export function createSpeechDetector<Note>(options: SpeechDetectorOptions<Note>): SpeechDetector<Note> {
  const { clock, logger } = options;
  let stream: InferenceStream | undefined;
  let notes: Note[] = [];
  let problem = '';
  let dropped = 0;
  let failures = 0;
  let cancelRetry: (() => void) | undefined;
  /** Asking again is useless until something changes. */
  let isDead = false;
  let closed = false;

  function tell(next: string): void {
    if (next === problem) return;
    problem = next;
    options.onProblem(next);
  }

  function open(): void {
    cancelRetry = undefined;
    if (closed) return;
    stream = options.open();
    notes = [];
    if (stream) void listen(stream);
    else {
      // The library reads its folders while the program starts, and models are installed while it runs.
      if (failures > 1) tell(MISSING);
      retryLater();
    }
  }

  async function listen(mine: InferenceStream): Promise<void> {
    try {
      for await (const event of mine.events) {
        if (mine !== stream) return;
        const { probability } = vadEventSchema.parse(event);
        const note = notes.shift();
        failures = 0;
        tell('');
        if (note !== undefined) options.onJudged(probability, note);
      }
      if (mine === stream) fail(new StudioError('voice', 'the speech detector ended'));
    } catch (error) {
      if (mine === stream) fail(error);
    }
  }

  function fail(error: unknown): void {
    stream?.close();
    stream = undefined;
    notes = [];
    if (closed) return;
    const cause = messageFromUnknown(error);
    logger.warn('the speech detector failed', { cause });
    const isFinal = error instanceof StudioError && error.code === 'unavailable';
    tell(isFinal ? cause : `The speech detector is starting again: ${cause}`);
    isDead = isFinal;
    if (!isFinal) retryLater();
  }

  function retryLater(): void {
    const wait = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0;
    failures++;
    cancelRetry = clock.after(wait, open);
  }

  function rest(): void {
    cancelRetry?.();
    cancelRetry = undefined;
    stream?.close();
    stream = undefined;
    notes = [];
    isDead = false;
  }

  return {
    push(frame, note) {
      if (stream === undefined && cancelRetry === undefined && !isDead) open();
      if (stream === undefined) return;
      if (notes.length >= UNDER_WAY) {
        dropped++;
        return;
      }
      notes.push(note);
      stream.push(frame);
    },
    reset() {
      stream?.tell('reset');
      isDead = false;
    },
    rest,
    get dropped() {
      return dropped;
    },
    close() {
      closed = true;
      rest();
    },
  };
}
