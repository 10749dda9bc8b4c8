import { WebSocket } from 'ws';
import { createEventQueue, type EventQueue } from '#main/platform/event-queue.ts';
import type { Clock } from '#main/platform/host.ts';
import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import {
  configMessage,
  createWordFinder,
  EDGE_ORIGIN,
  type EdgeProsody,
  edgeHeaders,
  edgeQuery,
  parseBinaryMessage,
  parseTextMessage,
  plainId,
  ssmlMessage,
} from './edge-messages.ts';
import { createMp3Stream } from './mp3/mp3-stream.ts';
import { cancelled } from './server-http.ts';
import { voiceProblem } from './voice-problem.ts';

export interface EdgeRequest {
  /** wss://…/edge/v1 */
  readonly url: string;
  readonly text: string;
  readonly prosody: EdgeProsody;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

const CONNECT_MS = 6000;

/**
 * One text over one connection: speech.config and ssml go out; turn.start, response, audio (binary), audio.metadata (words) and turn.end
 * come back. The service refuses (403) a security token whose time is wrong; its Date header then tells the right one.
 */
export async function* edgeTurn(clock: Clock, request: EdgeRequest, skew: { ms: number }): AsyncGenerator<SynthesisEvent> {
  const socket = await connect(clock, request, skew);
  const queue = createEventQueue<SynthesisEvent>();
  const watch = watchdog(clock, request, queue);
  const onAbort = (): void => queue.fail(cancelled());
  request.signal.addEventListener('abort', onAbort, { once: true });
  if (request.signal.aborted) onAbort();
  listen(socket, request, queue, watch);
  const now = clock.now() + skew.ms;
  socket.send(configMessage(now));
  socket.send(ssmlMessage(now, request.text, request.prosody));
  try {
    yield* queue;
  } finally {
    watch.stop();
    request.signal.removeEventListener('abort', onAbort);
    socket.terminate();
  }
}

function watchdog(clock: Clock, { waitMs }: EdgeRequest, queue: EventQueue<SynthesisEvent>) {
  let cancel = (): void => {};
  const slow = (): void =>
    queue.fail(voiceProblem('slow', `Edge's voices sent nothing for ${waitMs / 1000} s`, String(waitMs / 1000)));
  const alive = (): void => {
    cancel();
    cancel = clock.after(waitMs, slow);
  };
  alive();
  return { alive, stop: () => cancel() };
}

function listen(socket: WebSocket, request: EdgeRequest, queue: EventQueue<SynthesisEvent>, watch: { alive(): void }): void {
  const mp3 = createMp3Stream();
  const finder = createWordFinder(request.text);
  const onText = (message: string): void => {
    const { path, body } = parseTextMessage(message);
    if (path === 'audio.metadata') {
      const words = finder.words(body);
      if (words.length > 0) queue.push({ type: 'cues', visemes: [], words });
    } else if (path === 'turn.end') {
      for (const event of mp3.end()) queue.push(event);
      queue.end();
    }
  };
  const onBinary = (message: Uint8Array): void => {
    const part = parseBinaryMessage(message);
    if (part?.path === 'audio') for (const event of mp3.push(part.body)) queue.push(event);
  };
  socket.on('message', (data, isBinary) => {
    watch.alive();
    try {
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
      if (isBinary) onBinary(bytes);
      else onText(bytes.toString('utf8'));
    } catch (error) {
      queue.fail(error);
    }
  });
  socket.on('close', (code, reason) =>
    queue.fail(
      voiceProblem(
        'cut-off',
        `Edge's voices hung up (${code} ${reason.toString('utf8')}) in the middle of a sentence`,
        `${code} ${reason.toString('utf8')}`.trim(),
      ),
    ),
  );
}

async function connect(clock: Clock, request: EdgeRequest, skew: { ms: number }): Promise<WebSocket> {
  try {
    return await once(clock, request, skew);
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'conflict') throw error;
  }
  try {
    return await once(clock, request, skew);
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'conflict') throw error;
    throw voiceProblem('unauthorized', `Edge's voices refuse this program: ${error.message}`, error.message);
  }
}

/** Throws `conflict` for a refusal whose Date header corrected the skew. */
function once(clock: Clock, request: EdgeRequest, skew: { ms: number }): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    if (request.signal.aborted) return reject(cancelled());
    const socket = new WebSocket(addressOf(request.url, clock.now() + skew.ms), {
      headers: edgeHeaders(),
      origin: EDGE_ORIGIN,
      maxPayload: 4 * 1024 * 1024,
    });
    const settle = (act: () => void): void => {
      cancelTimer();
      request.signal.removeEventListener('abort', onAbort);
      act();
    };
    const stop = (error: StudioError): void =>
      settle(() => {
        reject(error);
        socket.terminate();
      });
    const onAbort = (): void => stop(cancelled());
    const cancelTimer = clock.after(CONNECT_MS, () => stop(unreachable('no answer')));
    request.signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle(() => reject(unreachable(messageFromUnknown(error)))));
    socket.once('unexpected-response', (_, response) => {
      const date = Date.parse(response.headers.date ?? '');
      if (response.statusCode === 403 && Number.isFinite(date)) skew.ms = date - clock.now();
      stop(refusal(response.statusCode ?? 0));
    });
    socket.once('open', () => settle(() => resolve(socket)));
  });
}

function refusal(status: number): StudioError {
  if (status === 403) return new StudioError('conflict', `HTTP ${status}`);
  return voiceProblem('refused', `Edge's voices refuse (HTTP ${status}): try again later`, `HTTP ${status}`);
}

function addressOf(url: string, nowMs: number): string {
  try {
    const address = new URL(url);
    for (const [name, value] of Object.entries({ ...edgeQuery(nowMs), ConnectionId: plainId() }))
      address.searchParams.set(name, value);
    return address.href;
  } catch {
    throw voiceProblem('no-address', `${JSON.stringify(url)} is no address of Edge's voices`, url);
  }
}

const unreachable = (why: string): StudioError =>
  voiceProblem('unreachable', `Edge's voices cannot be reached (${why}): check the internet connection`, why);
