import { runUtterance, type UtteranceOutcome, type UtteranceRun, type UtteranceRunOptions } from './utterance-run.ts';

/**
 * The utterance that is spoken now, and those that the recogniser still works on.
 *
 * A pause is read at once as if it were the end: when it turns out to be one, the text is there already; when the streamer goes on, the guess is thrown away
 * and the recogniser hears the whole utterance again.
 *
 *   none ──begin──► spoken ──pause──► guessed ──end──► (text) done
 *                      ▲                 └─resume─┘
 */
export interface Utterances {
  /** `earlier`: sound from before it was noticed, oldest first. */
  begin(earlier: readonly Float32Array[]): void;
  push(samples: Float32Array): void;
  pause(): void;
  resume(): void;
  end(): void;
  /** The one that is spoken was nothing. */
  drop(): void;
  /** One is being spoken. */
  readonly isSpoken: boolean;
  /** One is being spoken or read. */
  readonly isBusy: boolean;
  close(): void;
}

export interface UtterancesOptions extends Pick<UtteranceRunOptions, 'open' | 'clock' | 'onPartial' | 'onDone'> {
  readonly words: () => Pick<UtteranceRunOptions, 'language' | 'hotWords'>;
  /** Reading twice costs nothing but time of this computer. */
  readonly mayGuess: () => boolean;
  /** What a pause would mean as an end. */
  readonly onGuess: (text: string) => void;
}

/** Utterances with the recogniser at a time; of more the oldest is given up. */
const MOST_READ = 4;
/** Sound that is kept for reading again: 60 s of blocks of 16 ms, as recognisers take it. */
const MOST_BLOCKS = 3750;

interface Attempt {
  readonly run: UtteranceRun;
  /** It is known that the utterance ended here. */
  isFinal: boolean;
  outcome: UtteranceOutcome | undefined;
}

export function createUtterances(options: UtterancesOptions): Utterances {
  let sound: Float32Array[] | undefined;
  let attempt: Attempt | undefined;
  let isGuess = false;
  let read: Attempt[] = [];

  function start(earlier: readonly Float32Array[]): Attempt {
    const made: Attempt = {
      run: runUtterance({
        ...options.words(),
        open: options.open,
        clock: options.clock,
        onPartial: options.onPartial,
        onDone: (outcome) => finished(made, outcome),
      }),
      isFinal: false,
      outcome: undefined,
    };
    for (const samples of earlier) made.run.push(samples);
    return made;
  }

  function finished(mine: Attempt, outcome: UtteranceOutcome): void {
    mine.outcome = outcome;
    if (mine.isFinal) {
      read = read.filter((one) => one !== mine);
      options.onDone(outcome);
    } else if (isGuess) options.onGuess(outcome.text);
    // A recogniser that gave up while the streamer still speaks: the failure is told at the end.
  }

  function settle(mine: Attempt): void {
    mine.isFinal = true;
    if (mine.outcome) {
      options.onDone(mine.outcome);
      return;
    }
    read.push(mine);
    mine.run.end();
    if (read.length > MOST_READ) read.shift()?.run.cancel();
  }

  return {
    begin(earlier) {
      if (sound) return;
      sound = [...earlier];
      isGuess = false;
      attempt = start(earlier);
    },
    push(samples) {
      if (!sound) return;
      const copy = samples.slice();
      sound.push(copy);
      if (sound.length > MOST_BLOCKS) sound.shift();
      if (!isGuess) attempt?.run.push(copy);
    },
    pause() {
      if (!attempt || isGuess || !options.mayGuess()) return;
      isGuess = true;
      attempt.run.end();
    },
    resume() {
      if (!sound || !isGuess) return;
      isGuess = false;
      attempt?.run.cancel();
      attempt = start(sound);
    },
    end() {
      const mine = attempt;
      sound = undefined;
      attempt = undefined;
      isGuess = false;
      if (mine) settle(mine);
    },
    drop() {
      attempt?.run.cancel();
      sound = undefined;
      attempt = undefined;
      isGuess = false;
    },
    get isSpoken() {
      return sound !== undefined;
    },
    get isBusy() {
      return sound !== undefined || read.length > 0;
    },
    close() {
      for (const one of [attempt, ...read]) one?.run.cancel();
      sound = undefined;
      attempt = undefined;
      read = [];
    },
  };
}
