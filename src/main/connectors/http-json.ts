import { deadline } from '#main/platform/deadline.ts';
import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/** What a platform's HTTP interface answered. `body` is undefined when it was no JSON. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface JsonRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** A platform's answer has a few kilobytes, a page of chat some hundred. */
const LONGEST_BODY_BYTES = 8 * 1024 * 1024;

/**
 * One request; whatever status comes is an answer. Rejects `cancelled` when the signal aborts, `timeout` after `timeoutMs` (10 s) for the whole of it,
 * `too-large`, and `network` when there was no answer. Messages name the host only: paths and queries may hold keys.
 */
export async function requestJson(address: string | URL, request: JsonRequest): Promise<JsonAnswer> {
  const { clock, signal, timeoutMs = TIMEOUT_MS, method = 'GET', headers = {}, body } = request;
  const host = hostOf(address);
  const limit = deadline(clock, timeoutMs, signal);
  try {
    const answer = await fetch(address, {
      method,
      headers: { accept: 'application/json', ...headers },
      signal: limit.signal,
      redirect: 'error',
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: answer.headers, body: jsonFrom(await textOf(answer, host)) };
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    if (signal.aborted) throw new StudioError('cancelled', `The request to ${host} was stopped.`, { cause });
    if (limit.passed()) {
      const seconds = Math.round(timeoutMs / 1000);
      throw new StudioError('timeout', `${host} did not answer within ${seconds} s. Check the network, then try again.`, {
        cause,
      });
    }
    throw new StudioError('network', `${host} could not be reached (${reasonOf(cause)}). Check the network, then try again.`, {
      cause,
    });
  } finally {
    limit.release();
  }
}

async function textOf(answer: Response, host: string): Promise<string> {
  if (answer.body === null) return '';
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body) {
    bytes += piece.byteLength;
    if (bytes > LONGEST_BODY_BYTES)
      throw new StudioError('too-large', `${host} sent more than 8 MiB where a short answer was due.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hostOf(address: string | URL): string {
  try {
    return new URL(address).host;
  } catch {
    throw new StudioError('invalid-input', `"${String(address)}" is no web address: correct it in the settings.`);
  }
}

/** fetch hides the cause ("fetch failed"); its code is what helps. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error ? cause.cause : undefined;
  if (typeof inner === 'object' && inner !== null && 'code' in inner && typeof inner.code === 'string') return inner.code;
  return messageFromUnknown(cause);
}
