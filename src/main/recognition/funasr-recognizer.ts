import type { Clock } from '#main/platform/host.ts';
import type { RecognizerInfo } from '#shared/contract/hearing.ts';
import { StudioError } from '#shared/errors.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import { createFunasrLink, funasrAddress } from './funasr-link.ts';
import { createFunasrTranscript, funasrMessageSchema } from './funasr-transcript.ts';
import { isNearAddress } from './http-failure.ts';
import type { RecognitionOptions, RecognitionStream, Recognizer } from './recognition.types.ts';
import { createResultChannel, type ResultChannel } from './result-channel.ts';
import { RECOGNITION_RATE_HZ } from './utterance.ts';
import { int16FromFloat } from './wav-file.ts';
import { cancelled } from './whole-utterance.ts';

export interface FunasrOptions {
  readonly settings: () => HearingSettings['servers']['funasr'];
  readonly clock: Clock;
}

/** From the end of the sound to the last message, beside a quarter of its length. */
const FINAL_MS = 10_000;
/** The same when its speech was all written down before: the Python server then has nothing to say any more. */
const WHOLE_MS = 3000;
/** After a whole stretch there may be another one, or, when its speech ended before the sound did, nothing more at all. */
const SETTLE_MS = 1500;
/** Speech of this length without a word is a fault; a shorter sound may have been none. */
const WORTH_A_WORD_SECONDS = 1;
/** 60 ms: the Python server counts messages, ten to a step of 600 ms. */
const PIECE_SAMPLES = 960;
const END = JSON.stringify({ is_speaking: false });

/** FunASR's WebSocket servers, `funasr-wss-server-2pass` and the Python ones. One connection an utterance, as its own clients do; it opens while one still speaks. */
export function createFunasrRecognizer(options: FunasrOptions): Recognizer {
  const withoutProtocol = new Set<string>();
  return {
    id: 'funasr',
    describe: async () => describe(options.settings()),
    async warmUp() {},
    open(recognition) {
      const typed = options.settings().url;
      const url = funasrAddress(typed);
      if (url) return openUtterance({ url, clock: options.clock, withoutProtocol, recognition });
      const channel = createResultChannel();
      channel.fail(new StudioError('unavailable', noAddress(typed)));
      return { push() {}, end() {}, results: channel.results };
    },
    async close() {},
  };
}

interface Setting {
  readonly url: URL;
  readonly clock: Clock;
  readonly withoutProtocol: Set<string>;
  readonly recognition: RecognitionOptions;
}

function openUtterance({ url, clock, withoutProtocol, recognition }: Setting): RecognitionStream {
  const channel = createResultChannel();
  const transcript = createFunasrTranscript(() => link.isPython);
  let rest = new Float32Array();
  let seconds = 0;
  let soundEnded = false;
  let cancelTimer = (): void => {};

  const link = createFunasrLink({
    url,
    clock,
    withoutProtocol,
    opened: () => {
      if (soundEnded) awaitFinal();
    },
    message: take,
    // The Python server hangs up on everybody when another client comes; words that were sure by then are kept.
    closed: (failure) => (soundEnded && transcript.text() !== '' ? finish() : fail(failure)),
  });
  const abort = (): void => fail(cancelled());
  if (recognition.signal.aborted) abort();
  else recognition.signal.addEventListener('abort', abort, { once: true });
  link.send(JSON.stringify(greeting(recognition.hotWords)));

  function over(conclude: (channel: ResultChannel) => void): void {
    conclude(channel);
    cancelTimer();
    recognition.signal.removeEventListener('abort', abort);
    link.close();
  }
  function fail(error: unknown): void {
    over(() => channel.fail(error));
  }
  function finish(): void {
    over(() => channel.finish({ text: transcript.text(), language: undefined }));
  }
  function wait(ms: number, task: () => void): void {
    cancelTimer();
    cancelTimer = clock.after(ms, task);
  }
  function awaitFinal(): void {
    wait(transcript.isWhole ? WHOLE_MS : FINAL_MS + seconds * 250, giveUp);
  }
  /** Words without a last message are words; none in a long sound is a server that has lost its way. */
  function giveUp(): void {
    if (transcript.text() !== '' || seconds < WORTH_A_WORD_SECONDS) finish();
    else fail(new StudioError('timeout', `${url.host} took the sound but sent no text: look into the log of the FunASR server.`));
  }
  function take(text: string): void {
    const parsed = funasrMessageSchema.safeParse(parseJson(text));
    if (!parsed.success) {
      fail(new StudioError('provider', `${url.host} does not speak FunASR's protocol: check the address.`));
      return;
    }
    const step = transcript.take(parsed.data, soundEnded);
    if (step !== 'over') channel.partial(transcript.text());
    if (step === 'settled') wait(SETTLE_MS, finish);
    if (step === 'over') finish();
  }

  return {
    push(samples) {
      if (soundEnded || channel.isOver) return;
      seconds += samples.length / RECOGNITION_RATE_HZ;
      const all = new Float32Array(rest.length + samples.length);
      all.set(rest);
      all.set(samples, rest.length);
      const whole = all.length - (all.length % PIECE_SAMPLES);
      for (let at = 0; at < whole; at += PIECE_SAMPLES) link.send(int16FromFloat(all.subarray(at, at + PIECE_SAMPLES)));
      rest = all.slice(whole);
    },
    end() {
      if (soundEnded || channel.isOver) return;
      soundEnded = true;
      if (rest.length > 0) link.send(int16FromFloat(rest));
      link.send(END);
      // Before the connection stands, its own bound holds.
      if (link.isOpen) awaitFinal();
    },
    results: channel.results,
  };
}

/** Both spellings of the hot words: `hotwords` of the C++ server (words with weights), `hotword` of the Python one. */
function greeting(hotWords: readonly string[]) {
  const words = hotWords.map((word) => word.replace(/\s+/g, ' ').trim()).filter((word) => word !== '');
  return {
    mode: '2pass',
    wav_name: 'yingxi',
    wav_format: 'pcm',
    audio_fs: RECOGNITION_RATE_HZ,
    is_speaking: true,
    // 600 ms of sound a step, with 300 ms to come.
    chunk_size: [5, 10, 5],
    chunk_interval: 10,
    encoder_chunk_look_back: 4,
    decoder_chunk_look_back: 1,
    itn: true,
    hotwords: words.length === 0 ? '' : JSON.stringify(Object.fromEntries(words.map((word) => [word, 20]))),
    ...(words.length === 0 ? {} : { hotword: words.join(' ') }),
  };
}

function describe(settings: HearingSettings['servers']['funasr']): RecognizerInfo {
  const url = funasrAddress(settings.url);
  const trouble = troubleOf(settings, url);
  return {
    id: 'funasr',
    available: trouble === undefined,
    ...trouble,
    languages: ['zh', 'en'],
    streaming: true,
    hotWords: true,
    online: url !== undefined && !isNearAddress(url.hostname),
  };
}

function troubleOf({ enabled, url: typed }: HearingSettings['servers']['funasr'], url: URL | undefined) {
  if (!enabled) return { cause: 'switched-off', reason: 'Switched off: switch it on and enter its address.' } as const;
  if (url) return undefined;
  return { cause: typed.trim() === '' ? 'no-address' : 'bad-address', reason: noAddress(typed) } as const;
}

function noAddress(typed: string): string {
  return `"${typed.slice(0, 80)}" is no address of a FunASR server: enter one like ws://127.0.0.1:10095 under "Ears".`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
