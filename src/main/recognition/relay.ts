import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { RecognitionOptions, RecognitionResult, RecognitionStream, Recognizer } from './recognition.types.ts';
import { createResultChannel, type ResultChannel } from './result-channel.ts';
import { cleanTranscript, judgeTranscript } from './transcript-rules.ts';
import { createUtterance, type Utterance } from './utterance.ts';
import { cancelled } from './whole-utterance.ts';

/** What is told of an utterance's way through the recognisers. */
export interface RelayNews {
  /** `problem`: why those before did not hear it; ''. */
  heard(id: Recognizer['id'], problem: string): void;
  failed(id: Recognizer['id'], error: unknown): void;
  /** Nobody heard it. */
  none(problem: string): void;
  /** A text that the rules do not believe. */
  dropped(text: string, why: string): void;
}

/**
 * Hands one utterance to the first recogniser of `order`, and when that fails, the whole of it to the next. Sound goes on as it comes.
 * Failures of all of them end the results with the first one's error.
 */
export function openRelay(
  recognition: RecognitionOptions,
  closing: AbortSignal,
  order: () => Promise<readonly Recognizer[]>,
  news: RelayNews,
): RecognitionStream {
  const utterance = createUtterance();
  const channel = createResultChannel();
  const stop = new AbortController();
  const options = { ...recognition, signal: stop.signal };
  let current: RecognitionStream | undefined;
  let ended = false;
  const unlink = linkAbort([recognition.signal, closing], () => {
    channel.fail(cancelled());
    stop.abort();
  });

  function handOver(to: Recognizer): RecognitionStream {
    const stream = to.open(options);
    const heard = utterance.samples();
    if (heard.length > 0) stream.push(heard);
    if (ended) stream.end();
    return stream;
  }

  async function run(): Promise<void> {
    let first: unknown;
    for (const recognizer of await order()) {
      if (channel.isOver) return;
      try {
        current = handOver(recognizer);
        const final = await forward(current.results, channel);
        if (channel.isOver) return;
        news.heard(recognizer.id, first === undefined ? '' : messageFromUnknown(first));
        return channel.finish(judged(final, utterance, options.hotWords, news));
      } catch (error) {
        if (options.signal.aborted) return;
        first ??= error;
        news.failed(recognizer.id, error);
      }
    }
    const error = first ?? new StudioError('unavailable', noneMessage());
    news.none(messageFromUnknown(error));
    channel.fail(error);
  }

  void run()
    .catch((error: unknown) => channel.fail(error))
    .finally(unlink);
  return {
    push(samples) {
      if (ended || channel.isOver) return;
      utterance.push(samples);
      current?.push(samples);
    },
    end() {
      if (ended) return;
      ended = true;
      current?.end();
    },
    results: channel.results,
  };
}

/** Calls `task` when the first of them aborts; returns the unsubscribe. */
function linkAbort(signals: readonly AbortSignal[], task: () => void): () => void {
  for (const signal of signals) {
    if (signal.aborted) task();
    else signal.addEventListener('abort', task, { once: true });
  }
  return () => {
    for (const signal of signals) signal.removeEventListener('abort', task);
  };
}

export function noneMessage(): string {
  return 'Nothing can write down what you say: add a model under "Local models", or enter a server under "Ears".';
}

async function forward(results: AsyncIterable<RecognitionResult>, channel: ResultChannel): Promise<RecognitionResult> {
  for await (const result of results) {
    if (result.final) return result;
    channel.partial(cleanTranscript(result.text).text);
  }
  throw new StudioError('provider', 'the recogniser ended without a final text');
}

function judged(final: RecognitionResult, utterance: Utterance, hotWords: readonly string[], news: RelayNews) {
  const { text, language } = cleanTranscript(final.text);
  const verdict = text === '' ? 'said' : judgeTranscript(text, utterance.facts(), hotWords);
  if (verdict !== 'said') news.dropped(text, verdict);
  return { text: verdict === 'said' ? text : '', language: language ?? final.language };
}
