import { describe, expect, it } from 'vitest';
import type { RecognitionResult, RecognitionStream } from '#main/recognition/recognition.types.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createUtterances } from './utterances.ts';

/** A recogniser that answers when the test says so; each stream keeps what it heard. */
function setUp(mayGuess = true) {
  const clock = createFakeClock();
  const streams: {
    heard: number[];
    ended: boolean;
    cancelled: boolean;
    answer(text: string, final?: boolean): void;
    fail(): void;
  }[] = [];
  const done: string[] = [];
  const guesses: string[] = [];
  const partials: string[] = [];
  const open = ({ signal }: { signal: AbortSignal }): RecognitionStream => {
    const waiting: (RecognitionResult | Error)[] = [];
    let wake = (): void => undefined;
    const put = (one: RecognitionResult | Error): void => {
      waiting.push(one);
      wake();
    };
    const stream = {
      heard: [] as number[],
      ended: false,
      cancelled: false,
      answer: (text: string, final = true) => put({ text, final, language: undefined }),
      fail: () => put(new Error('the recogniser broke')),
    };
    signal.addEventListener('abort', () => {
      stream.cancelled = true;
      put(new Error('cancelled'));
    });
    streams.push(stream);
    return {
      push: (samples) => void stream.heard.push(...samples),
      end: () => {
        stream.ended = true;
      },
      results: (async function* () {
        for (;;) {
          const next = waiting.shift();
          if (next === undefined) await new Promise<void>((resolve) => (wake = resolve));
          else if (next instanceof Error) throw next;
          else yield next;
        }
      })(),
    };
  };
  const utterances = createUtterances({
    open,
    clock,
    words: () => ({ language: 'auto', hotWords: [] }),
    mayGuess: () => mayGuess,
    onGuess: (text) => guesses.push(text),
    onPartial: (text) => partials.push(text),
    onDone: ({ text, problem }) => done.push(text || problem),
  });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return { utterances, streams, done, guesses, partials, settle, clock };
}
const sound = (...samples: number[]): Float32Array => Float32Array.from(samples);

describe('utterances', () => {
  it('has the words ready when a pause was the end', async () => {
    const { utterances, streams, done, guesses, settle } = setUp();
    utterances.begin([sound(1)]);
    utterances.push(sound(2));
    utterances.pause();
    utterances.push(sound(3));
    expect(streams[0]?.ended).toBe(true);
    streams[0]?.answer('Hello.');
    await settle();
    expect(guesses).toEqual(['Hello.']);
    expect(done).toEqual([]);
    utterances.end();
    expect(done).toEqual(['Hello.']);
    expect(streams).toHaveLength(1);
    expect(utterances.isBusy).toBe(false);
  });

  it('hears the whole utterance again when the streamer went on after a pause', async () => {
    const { utterances, streams, done, settle } = setUp();
    utterances.begin([sound(1)]);
    utterances.pause();
    utterances.push(sound(2));
    utterances.resume();
    utterances.push(sound(3));
    expect(streams[0]?.cancelled).toBe(true);
    expect(streams[1]?.heard).toEqual([1, 2, 3]);
    utterances.end();
    streams[1]?.answer('Hello there.');
    await settle();
    expect(done).toEqual(['Hello there.']);
  });

  it('reads each utterance once where reading is paid', async () => {
    const { utterances, streams } = setUp(false);
    utterances.begin([]);
    utterances.pause();
    utterances.push(sound(1));
    utterances.resume();
    expect(streams).toHaveLength(1);
    expect(streams[0]?.ended).toBe(false);
    expect(streams[0]?.heard).toEqual([1]);
  });

  it('lets the next utterance begin while the last is still being read', async () => {
    const { utterances, streams, done, settle } = setUp();
    utterances.begin([]);
    utterances.end();
    expect(utterances.isSpoken).toBe(false);
    expect(utterances.isBusy).toBe(true);
    utterances.begin([]);
    utterances.end();
    streams[0]?.answer('one');
    streams[1]?.answer('two');
    await settle();
    expect(done).toEqual(['one', 'two']);
  });

  it('tells a failure in place of the words', async () => {
    const { utterances, streams, done, settle } = setUp();
    utterances.begin([]);
    utterances.end();
    streams[0]?.fail();
    await settle();
    expect(done).toEqual(['the recogniser broke']);
  });

  it('does not wait for a recogniser that never answers', async () => {
    const { utterances, done, clock } = setUp();
    utterances.begin([]);
    utterances.end();
    clock.advance(30_000);
    expect(done).toHaveLength(1);
    expect(utterances.isBusy).toBe(false);
  });

  it('says nothing of an utterance that was dropped', async () => {
    const { utterances, streams, done, settle } = setUp();
    utterances.begin([]);
    utterances.drop();
    streams[0]?.answer('nonsense');
    await settle();
    expect(done).toEqual([]);
    expect(utterances.isBusy).toBe(false);
  });
});
