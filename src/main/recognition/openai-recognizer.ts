import type { Clock } from '#main/platform/host.ts';
import type { RecognizerInfo } from '#shared/contract/hearing.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import { LANGUAGES } from '#shared/speech/lists.ts';
import { failureFromConnection, failureFromStatus } from './http-failure.ts';
import type { RecognitionOptions, RecognitionResult, Recognizer } from './recognition.types.ts';
import { languageFromCode } from './transcript-rules.ts';
import { shownAddress, transcriptionAddress } from './transcription-address.ts';
import { readTranscriptionReply } from './transcription-reply.ts';
import { RECOGNITION_RATE_HZ } from './utterance.ts';
import { wavFile } from './wav-file.ts';
import { openWholeUtterance } from './whole-utterance.ts';

export interface OpenAiRecognizerOptions {
  readonly settings: () => HearingSettings['servers']['openai'];
  readonly apiKey: () => string | undefined;
  readonly clock: Clock;
}

/** Longest silence of the server: a small one on a processor needs about the length of the sound. */
const SILENCE_MS = 20_000;
const PROMPT_CHARACTERS = 600;

/** Any server with OpenAI's `/v1/audio/transcriptions`: OpenAI itself, Speaches, LocalAI, vLLM, whisper.cpp, Groq, … */
export function createOpenAiRecognizer(options: OpenAiRecognizerOptions): Recognizer {
  /** By typed address: where it answered. */
  const found = new Map<string, string>();
  /** Addresses that do not know `stream`. */
  const plain = new Set<string>();

  async function transcribe(
    samples: Float32Array,
    recognition: RecognitionOptions,
    onPartial: (text: string) => void,
    signal: AbortSignal,
  ) {
    const settings = options.settings();
    const urls = candidates(settings.url, found);
    const patience = createPatience(options.clock, signal, SILENCE_MS + (samples.length / RECOGNITION_RATE_HZ) * 1000);
    try {
      const { response, url } = await firstThatKnows(urls, (address) => post(address, samples, recognition, patience));
      found.set(settings.url, url);
      const shown = shownAddress(url);
      const reply = await readTranscriptionReply(response, shown, { onPartial, onActivity: patience.renew });
      return { text: reply.text, language: languageFromCode(reply.language) } satisfies Omit<RecognitionResult, 'final'>;
    } catch (error) {
      if (patience.isOver) throw timedOut(shownAddress(urls[0]));
      throw error instanceof StudioError ? error : failureFromConnection(error, shownAddress(urls[0]));
    } finally {
      patience.end();
    }
  }

  async function post(url: string, samples: Float32Array, recognition: RecognitionOptions, patience: Patience): Promise<Answer> {
    const { model } = options.settings();
    const streams = model !== 'whisper-1' && !plain.has(url) && !url.includes('/inference');
    const key = options.apiKey();
    const response = await fetch(url, {
      method: 'POST',
      headers: { Accept: 'application/json, text/event-stream', ...(key ? { Authorization: `Bearer ${key}` } : {}) },
      body: formOf({ samples, recognition, model, streams, isWhisperCpp: url.includes('/inference') }),
      signal: patience.signal,
    });
    patience.renew();
    if (response.ok) return { response };
    const body = (await response.text()).slice(0, 2000);
    if (streams && response.status === 400 && /stream/i.test(body)) {
      plain.add(url);
      return post(url, samples, recognition, patience);
    }
    const isEndpoint = response.status !== 404 && response.status !== 405;
    return { failure: failureFromStatus(response.status, body, shownAddress(url)), isEndpoint };
  }

  return {
    id: 'openai-transcriptions',
    describe: async () => describe(options.settings()),
    async warmUp() {},
    open: (recognition) =>
      openWholeUtterance(recognition, (samples, partial, signal) => transcribe(samples, recognition, partial, signal)),
    async close() {},
  };
}

/** A refusal tells whether there is an endpoint at all; if not, another address may be it. */
type Answer = { readonly response: Response } | { readonly failure: StudioError; readonly isEndpoint: boolean };

function candidates(typed: string, found: ReadonlyMap<string, string>): readonly [string, ...string[]] {
  const { urls } = transcriptionAddress(typed);
  const known = found.get(typed);
  return known === undefined ? urls : [known];
}

/** The first address that is an endpoint. What the first one said is told when none is. */
async function firstThatKnows(urls: readonly [string, ...string[]], post: (url: string) => Promise<Answer>) {
  let first: StudioError | undefined;
  for (const url of urls) {
    const answer = await post(url);
    if ('response' in answer) return { response: answer.response, url };
    if (answer.isEndpoint) throw answer.failure;
    first ??= answer.failure;
  }
  throw first ?? new StudioError('internal', 'no address to ask');
}

interface Form {
  readonly samples: Float32Array;
  readonly recognition: RecognitionOptions;
  readonly model: string;
  readonly streams: boolean;
  readonly isWhisperCpp: boolean;
}

function formOf({ samples, recognition, model, streams, isWhisperCpp }: Form): FormData {
  const form = new FormData();
  form.append('file', new Blob([wavFile(samples, RECOGNITION_RATE_HZ)], { type: 'audio/wav' }), 'utterance.wav');
  form.append('model', model);
  form.append('response_format', 'json');
  form.append('temperature', '0');
  // Without a language whisper.cpp takes English; others find out by themselves and know no "auto".
  if (recognition.language !== 'auto') form.append('language', recognition.language);
  else if (isWhisperCpp) form.append('language', 'auto');
  if (recognition.hotWords.length > 0) form.append('prompt', recognition.hotWords.join(', ').slice(0, PROMPT_CHARACTERS));
  if (streams) form.append('stream', 'true');
  return form;
}

interface Patience {
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  /** Something came: the wait begins anew. */
  renew(): void;
  end(): void;
}

/** Aborts when nothing comes for too long, or when the caller does. */
function createPatience(clock: Clock, outer: AbortSignal, limitMs: number): Patience {
  const stop = new AbortController();
  let isOver = false;
  const giveUp = (): void => {
    isOver = true;
    stop.abort();
  };
  let cancel = clock.after(limitMs, giveUp);
  const abort = (): void => stop.abort();
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  return {
    signal: stop.signal,
    get isOver() {
      return isOver;
    },
    renew() {
      cancel();
      cancel = clock.after(limitMs, giveUp);
    },
    end() {
      cancel();
      outer.removeEventListener('abort', abort);
      stop.abort(); // lets the connection go when a reply is left unread
    },
  };
}

function timedOut(address: string): StudioError {
  return new StudioError(
    'timeout',
    `${address} did not answer in time: is its model still loading? Choose a smaller one, or another recogniser.`,
  );
}

function describe(settings: HearingSettings['servers']['openai']): RecognizerInfo {
  const info = { id: 'openai-transcriptions' as const, languages: [...LANGUAGES], streaming: false, hotWords: true };
  const off = { ...info, available: false, online: false };
  if (!settings.enabled) return { ...off, cause: 'switched-off', reason: 'Switched off: switch it on and enter an address.' };
  if (settings.url.trim() === '') return { ...off, cause: 'no-address', reason: 'No address entered yet.' };
  try {
    return { ...info, available: true, online: !transcriptionAddress(settings.url).near };
  } catch (error) {
    return { ...off, cause: 'bad-address', reason: messageFromUnknown(error) };
  }
}
