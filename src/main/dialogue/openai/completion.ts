import type { Clock } from '#main/platform/host.ts';
import type { ReplySink } from './answer-assembler.ts';
import { addressOf } from './base-url.ts';
import { createDeltaChannel, type DeltaChannel } from './delta-channel.ts';
import type { HttpClient, HttpExchange, HttpHandlers } from './http-client.ts';
import { failureFromNetwork, failureFromStatus, type ProviderFailure, providerFailure } from './provider-failure.ts';
import { createReplyReader } from './reply-reader.ts';
import { retryAfterMs } from './retry.ts';
import { createWatchdog, type WaitPhase, type Watchdog } from './watchdog.ts';

export interface CompletionTimeouts {
  readonly connectTimeoutMs: number;
  readonly firstTokenTimeoutMs: number;
  readonly idleTimeoutMs: number;
}
/** One request, ready to leave. */
export interface CompletionRequest {
  readonly url: string;
  readonly key: string | undefined;
  readonly model: string;
  readonly body: string;
  readonly timeouts: CompletionTimeouts;
  readonly startsThinking: boolean;
  readonly maxChars: number;
}
export type CompletionEvent =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'end';
      readonly finishReason: string | undefined;
      readonly sawReasoning: boolean;
      readonly thinksWithoutTag: boolean;
    }
  /** `status` and `body` of a refusal, for those who can mend the request. */
  | { readonly type: 'failed'; readonly failure: ProviderFailure; readonly status?: number; readonly body?: string };

/** Thinking without a word for viewers may last this long in all. */
const MAX_REASONING_MS = 120_000;
const MAX_ERROR_BODY_CHARS = 64_000;
/** How long the rest of a finished reply is read, so that its connection can be used again. */
const DRAIN_MS = 1000;

/**
 * Sends one request now and yields its text, then `end` or `failed`, in order. Ends without either when `signal` aborts; the connection
 * is destroyed in the same tick.
 */
export function startCompletion(
  context: { readonly http: HttpClient; readonly clock: Clock },
  request: CompletionRequest,
  signal: AbortSignal,
): AsyncIterable<CompletionEvent> {
  const { clock } = context;
  const address = addressOf(request.url);
  let exchange: HttpExchange | undefined;
  let over = false;

  const release = (): void => {
    over = true;
    watchdog.stop();
    signal.removeEventListener('abort', abort);
  };
  const abort = (): void => {
    release();
    exchange?.abort();
    channel.drop();
  };
  const finish = (event: CompletionEvent, reusable: boolean): void => {
    if (over) return;
    release();
    if (reusable) clock.after(DRAIN_MS, () => exchange?.abort());
    else exchange?.abort();
    channel.push(event);
    channel.end();
  };
  const fail = (failure: ProviderFailure): void => finish({ type: 'failed', failure }, false);
  const channel: DeltaChannel<CompletionEvent> = createDeltaChannel(abort);
  const watchdog = createWatchdog(clock, (phase, limitMs) => fail(timedOut(phase, limitMs, address)));

  if (signal.aborted) {
    abort();
    return channel;
  }
  signal.addEventListener('abort', abort, { once: true });
  watchdog.watch('connect', request.timeouts.connectTimeoutMs);
  const sink = answerSink({ request, clock, watchdog, push: channel.push, finish, fail });
  try {
    const body = createBodyTaker({ request, address, clock, sink, finish });
    exchange = context.http.send(
      { method: 'POST', url: request.url, headers: headersFor(request.key), body: request.body },
      {
        ...body,
        connected() {
          if (!over) watchdog.watch('first-token', request.timeouts.firstTokenTimeoutMs);
        },
        error: (error) => fail(failureFromNetwork(error, address, request.key)),
      },
    );
  } catch (error) {
    fail(failureFromNetwork(error, address, request.key)); // a key that cannot stand in a header, an impossible port
  }
  return channel;
}

type Finish = (event: CompletionEvent, reusable: boolean) => void;

function answerSink(parts: {
  readonly request: CompletionRequest;
  readonly clock: Clock;
  readonly watchdog: Watchdog;
  readonly push: (event: CompletionEvent) => void;
  readonly finish: Finish;
  readonly fail: (failure: ProviderFailure) => void;
}): ReplySink {
  const { request, clock, watchdog } = parts;
  const startedAt = clock.now();
  let spoke = false;
  return {
    text(text) {
      spoke = true;
      parts.push({ type: 'text', text });
    },
    activity() {
      const tooLong = !spoke && clock.now() - startedAt > MAX_REASONING_MS;
      if (tooLong) parts.fail(timedOut('first-token', MAX_REASONING_MS, addressOf(request.url)));
      else watchdog.watch('idle', request.timeouts.idleTimeoutMs);
    },
    end: (how) => parts.finish({ type: 'end', ...how }, true),
    fail: parts.fail,
  };
}

/** Takes the reply: a body to be read as an answer, or a refusal to be explained. */
function createBodyTaker(parts: {
  readonly request: CompletionRequest;
  readonly address: string;
  readonly clock: Clock;
  readonly sink: ReplySink;
  readonly finish: Finish;
}): Pick<HttpHandlers, 'head' | 'data' | 'end'> {
  const { request, address, clock, sink, finish } = parts;
  const { key, model, startsThinking, maxChars } = request;
  const reader = createReplyReader({ address, key, startsThinking, maxChars, sink });
  let refusal: { readonly status: number; readonly retryAfterMs: number | undefined; body: string } | undefined;
  return {
    head(status, headers) {
      if (status < 200 || status > 299) refusal = { status, retryAfterMs: retryAfterMs(headers, clock.now()), body: '' };
    },
    data(bytes) {
      if (refusal === undefined) reader.feed(bytes);
      else if (refusal.body.length < MAX_ERROR_BODY_CHARS) refusal.body += Buffer.from(bytes).toString('utf8');
    },
    end(complete) {
      if (refusal === undefined) {
        reader.finish(complete);
        return;
      }
      const { status, body } = refusal;
      finish({ type: 'failed', failure: failureFromStatus({ ...refusal, address, model, key }), status, body }, true);
    },
  };
}

export function headersFor(key: string | undefined): Record<string, string> {
  return {
    accept: 'text/event-stream, application/json',
    'content-type': 'application/json',
    ...(key === undefined || key === '' ? {} : { authorization: `Bearer ${key}` }),
  };
}

function timedOut(phase: WaitPhase, limitMs: number, address: string): ProviderFailure {
  const seconds = `${Math.round(limitMs / 100) / 10} s`;
  if (phase === 'connect')
    return providerFailure(
      'connect-timeout',
      `${address} did not take the connection within ${seconds}. Check the base URL, the network and a firewall.`,
    );
  if (phase === 'first-token')
    return providerFailure(
      'first-token-timeout',
      `${address} gave no word within ${seconds}. The model may still be loading or be too large for this computer: choose a smaller one, or raise the first-word time-out under Brain.`,
    );
  return providerFailure(
    'idle-timeout',
    `${address} fell silent for ${seconds} in the middle of its answer. If it stays, choose a smaller model or raise the silence time-out under Brain.`,
  );
}
