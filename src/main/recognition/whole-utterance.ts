import { StudioError } from '#shared/errors.ts';
import type { RecognitionOptions, RecognitionResult, RecognitionStream } from './recognition.types.ts';
import { createResultChannel } from './result-channel.ts';
import { createUtterance } from './utterance.ts';

/** Turns a whole utterance into text. `partial` may be called on the way. */
export type Transcribe = (
  samples: Float32Array,
  partial: (text: string) => void,
  signal: AbortSignal,
) => Promise<Omit<RecognitionResult, 'final'>>;

/** A stream for engines that want the sound at once: it is gathered until `end`. */
export function openWholeUtterance(options: RecognitionOptions, transcribe: Transcribe): RecognitionStream {
  const utterance = createUtterance();
  const channel = createResultChannel();
  const abort = (): void => channel.fail(cancelled());
  if (options.signal.aborted) abort();
  else options.signal.addEventListener('abort', abort, { once: true });
  let ended = false;

  async function finish(): Promise<void> {
    try {
      channel.finish(await transcribe(utterance.samples(), channel.partial, options.signal));
    } catch (error) {
      channel.fail(options.signal.aborted ? cancelled() : error);
    } finally {
      options.signal.removeEventListener('abort', abort);
    }
  }
  return {
    push(samples) {
      if (!ended && !channel.isOver) utterance.push(samples);
    },
    end() {
      if (ended) return;
      ended = true;
      if (!channel.isOver) void finish();
    },
    results: channel.results,
  };
}

export function cancelled(): StudioError {
  return new StudioError('cancelled', 'the recognition was cancelled');
}
