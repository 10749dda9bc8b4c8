import type { Clock } from '#main/platform/host.ts';
import type { RecognitionOptions, RecognitionResult, RecognitionStream } from '#main/recognition/recognition.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/** One utterance on its way to text. */
export interface UtteranceRun {
  push(samples: Float32Array): void;
  end(): void;
  /** Nothing of it is wanted: no outcome is told. */
  cancel(): void;
}
export interface UtteranceOutcome {
  readonly text: string;
  /** Why there is no text, in plain words; '' when nothing went wrong. */
  readonly problem: string;
}
export interface UtteranceRunOptions {
  readonly open: (options: RecognitionOptions) => RecognitionStream;
  readonly language: RecognitionOptions['language'];
  readonly hotWords: readonly string[];
  readonly clock: Clock;
  readonly onPartial: (text: string) => void;
  /** Called once, unless it was cancelled. */
  readonly onDone: (outcome: UtteranceOutcome) => void;
}

/** A recogniser that says nothing for so long after the end of an utterance has failed. */
const ANSWER_WITHIN_MS = 30_000;

export function runUtterance(options: UtteranceRunOptions): UtteranceRun {
  const abort = new AbortController();
  const stream = options.open({ language: options.language, hotWords: options.hotWords, signal: abort.signal });
  let over = false;
  let ended = false;
  let cancelLimit: (() => void) | undefined;

  function finish(outcome: UtteranceOutcome | undefined): void {
    if (over) return;
    over = true;
    cancelLimit?.();
    abort.abort();
    if (outcome) options.onDone(outcome);
  }
  async function read(results: AsyncIterable<RecognitionResult>): Promise<void> {
    let text = '';
    try {
      for await (const result of results) {
        text = result.text;
        if (result.final) break;
        if (!over) options.onPartial(text);
      }
      finish({ text, problem: '' });
    } catch (error) {
      finish({ text: '', problem: messageFromUnknown(error) });
    }
  }

  void read(stream.results);
  return {
    push(samples) {
      if (!over && !ended) stream.push(samples);
    },
    end() {
      if (over || ended) return;
      ended = true;
      stream.end();
      cancelLimit = options.clock.after(ANSWER_WITHIN_MS, () =>
        finish({ text: '', problem: new StudioError('timeout', 'The recogniser does not answer. Choose another one.').message }),
      );
    },
    cancel: () => finish(undefined),
  };
}
