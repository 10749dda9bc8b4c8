import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RawData, WebSocket } from 'ws';
import type { BridgeDoor, BridgeEntrance } from '#main/connectors/bridges/bridge-door.types.ts';
import { tokenOf } from '#main/server/gatekeeper.ts';
import { type Refusal, refuse } from '#main/server/http-reply.ts';
import { readBytes } from '#main/server/request-body.ts';
import type { Scope } from '#shared/contract/procedure.ts';

/** Programs that bring live messages: /bridge/<id>?token=… by WebSocket or POST, and the webhook. Host and Origin are checked before. */

export const BRIDGE_PREFIX = '/bridge/';
/** As the program's own form is documented; the REST interface has its own, stricter one. */
export const WEBHOOK_PATH = '/api/live/events';
export const BRIDGE_MESSAGE_BYTES = 256 * 1024;

/** The bridge that is meant and whose token was sent, or why not. */
export function bridgeDoorFor(
  entrance: BridgeEntrance,
  request: IncomingMessage,
  url: URL,
): { readonly door: BridgeDoor } | { readonly refusal: Refusal } {
  const door = entrance.door(url.pathname.slice(BRIDGE_PREFIX.length));
  if (door === undefined)
    return { refusal: { status: 404, code: 'NOT_FOUND', message: 'no bridge of this name is on; see the connections page' } };
  const token = tokenOf(request, url);
  if (token !== undefined && door.admits(token)) return { door };
  return {
    refusal: { status: 401, code: 'UNAUTHORIZED', message: 'add ?token=… as the connections page shows it under this bridge' },
  };
}

/** Text messages, one after the other; a program that brings more than it may is read more slowly. */
export function serveBridgeSocket(socket: WebSocket, door: BridgeDoor, closeGraceMs: number): void {
  const close = (code: number, reason: string): void => {
    socket.close(code, reason.slice(0, 120));
    const timer = setTimeout(() => socket.terminate(), closeGraceMs);
    socket.once('close', () => clearTimeout(timer));
  };
  const link = door.attach({
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: (reason) => close(1000, reason),
  });
  if (link === undefined) {
    close(1013, 'enough programs use this bridge already; close one');
    return;
  }
  let resume: NodeJS.Timeout | undefined;
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) {
      close(1003, 'send text messages with JSON');
      return;
    }
    const waitMs = link.receive(textOf(data));
    if (waitMs === 0) return;
    clearTimeout(resume);
    socket.pause();
    resume = setTimeout(() => socket.resume(), waitMs);
  });
  socket.once('close', () => {
    clearTimeout(resume);
    link.closed();
  });
}

/** One POST to a bridge. The token in the address is proof enough: any content type will do. */
export async function answerBridgePost(
  entrance: BridgeEntrance,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (request.method !== 'POST') return refuse(response, onlyPosting);
  const found = bridgeDoorFor(entrance, request, url);
  if ('refusal' in found) return refuse(response, found.refusal);
  const text = await bodyText(request);
  if (text === undefined) return refuse(response, tooLarge);
  const reply = found.door.post(text);
  if (reply.outcome === 'taken') answer(response, { accepted: reply.accepted });
  else refuse(response, reply.outcome === 'refused' ? invalid(reply.message) : tooFast(reply.waitMs));
}

/** One POST to the webhook, by a caller whose token is known. */
export async function answerWebhook(
  entrance: BridgeEntrance,
  request: IncomingMessage,
  response: ServerResponse,
  scope: Scope,
): Promise<void> {
  if (request.method !== 'POST') return refuse(response, onlyPosting);
  if (scope !== 'studio' && scope !== 'plugin') return refuse(response, notThisToken);
  const text = await bodyText(request);
  if (text === undefined) return refuse(response, tooLarge);
  const reply = await entrance.webhook(text, scope);
  if (reply.outcome === 'taken') {
    const { accepted, duplicates, ids } = reply;
    answer(response, { accepted, duplicates, ids });
  } else refuse(response, reply.outcome === 'refused' ? invalid(reply.message) : tooFast(reply.waitMs));
}

async function bodyText(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BRIDGE_MESSAGE_BYTES) return undefined;
  const bytes = await readBytes(request, BRIDGE_MESSAGE_BYTES);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');

const onlyPosting: Refusal = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: 'send messages by POST',
  headers: { allow: 'POST' },
};
const notThisToken: Refusal = {
  status: 403,
  code: 'FORBIDDEN',
  message: 'this token may not hand in events; use the one for programs from the connections page',
};
const tooLarge: Refusal = {
  status: 413,
  code: 'TOO_LARGE',
  message: `a message may have ${BRIDGE_MESSAGE_BYTES / 1024} KiB; send it in parts`,
  headers: { connection: 'close' },
};
const invalid = (message: string): Refusal => ({ status: 400, code: 'INVALID_INPUT', message });
const tooFast = (waitMs: number): Refusal => ({
  status: 429,
  code: 'RATE_LIMITED',
  message: `more than 200 events a second; wait ${waitMs} ms`,
  headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
});
