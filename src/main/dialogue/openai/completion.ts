import type { Clock } from '#main/platform/host.ts';
import { addressOf } from './base-url.ts';
import { createDeltaChannel, type DeltaChannel } from './delta-channel.ts';
import type { HttpClient } from './http-client.ts';
import { failureFromNetwork, failureFromStatus, type ProviderFailure, providerFailure } from './provider-failure.ts';
import { createReplyReader } from './reply-reader.ts';
import { retryAfterMs } from './retry.ts';
import { createWatchdog, type WaitPhase } from './watchdog.ts';

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
const MAX_ERROR_BODY_BYTES = 64_000;
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
  const { timeouts, key } = request;
  const address = addressOf(request.url);
  const startedAt = clock.now();
  let refusal: { status: number; waitMs: number | undefined; body: string } | undefined;
  let spoke = false;
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
  const finish = (event: CompletionEvent, keepConnection: boolean): void => {
    if (over) return;
    release();
    if (keepConnection) clock.after(DRAIN_MS, () => exchange?.abort());
    else exchange?.abort();
    channel.push(event);
    channel.end();
  };
  const fail = (failure: ProviderFailure): void => finish({ type: 'failed', failure }, false);
  const channel: DeltaChannel<CompletionEvent> = createDeltaChannel(abort);
  const watchdog = createWatchdog(clock, (phase, limitMs) => fail(timedOut(phase, limitMs, address)));
  const reader = createReplyReader({
    address,
    key,
    startsThinking: request.startsThinking,
    maxChars: request.maxChars,
    sink: {
      text(text) {
        spoke = true;
        channel.push({ type: 'text', text });
      },
      activity() {
        if (!spoke && clock.now() - startedAt > MAX_REASONING_MS) return fail(timedOut('first-token', MAX_REASONING_MS, address));
        watchdog.watch('idle', timeouts.idleTimeoutMs);
      },
      end: (how) => finish({ type: 'end', ...how }, true),
      fail,
    },
  });
  watchdog.watch('connect', timeouts.connectTimeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  const exchange = signal.aborted
    ? undefined
    : context.http.send(
        { method: 'POST', url: request.url, headers: headersFor(key), body: request.body },
        {
          connected: () => {
            if (!over) watchdog.watch('first-token', timeouts.firstTokenTimeoutMs);
          },
          head(status, headers) {
            if (status < 200 || status > 299) refusal = { status, waitMs: retryAfterMs(headers, clock.now()), body: '' };
          },
          data(bytes) {
            if (over) return;
            if (refusal === undefined) reader.feed(bytes);
            else if (refusal.body.length < MAX_ERROR_BODY_BYTES) refusal.body += Buffer.from(bytes).toString('utf8');
          },
          end(complete) {
            if (refusal === undefined) return reader.finish(complete);
            const { status, body, waitMs } = refusal;
            finish(
              {
                type: 'failed',
                failure: failureFromStatus({ status, body, retryAfterMs: waitMs, address, model: request.model, key }),
                status,
                body,
              },
              true,
            );
          },
          error: (error) => fail(failureFromNetwork(error, address, key)),
        },
      );
  if (signal.aborted) abort();
  return channel;
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
