import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import { requestJson } from '../../http-json.ts';
import { socketUrlFrom } from '../room-link.ts';
import { openLiveHeaders } from '../signing/open-live.ts';

/** Who signs: the streamer's own keys, or a relay of their choice that holds the secret and forwards. */
export type OpenSigner =
  | { readonly kind: 'own'; readonly apiUrl: string; readonly accessKeyId: string; readonly accessKeySecret: string }
  /** `token` is the relay's own; '' = it wants none. */
  | { readonly kind: 'relay'; readonly relayUrl: string; readonly token: string };

/** A code of the platform's; 0 is success. */
export interface OpenAnswer {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
  /** By how many ms this computer's clock is ahead of the server's; undefined when the server does not say. */
  readonly clockAheadMs: number | undefined;
}

/** The three requests of a session. They reject with a StudioError when there was no answer of the platform's. */
export interface OpenApi {
  /** `appId` is digits; '' leaves it to the relay. */
  start(identityCode: string, appId: string, signal: AbortSignal): Promise<OpenAnswer>;
  heartbeat(gameId: string, signal: AbortSignal): Promise<OpenAnswer>;
  end(gameId: string, appId: string, signal: AbortSignal): Promise<OpenAnswer>;
}

export const startDataSchema = z.object({
  game_info: z.object({ game_id: z.string() }),
  websocket_info: z.object({
    auth_body: z.string().min(1),
    wss_link: z.array(z.string().refine((text) => socketUrlFrom(text) !== undefined)).min(1),
  }),
  anchor_info: z.object({ room_id: z.union([z.number(), z.string()]).transform(String), open_id: z.string().default('') }),
});
export type StartData = z.infer<typeof startDataSchema>;

const answerSchema = z.object({ code: z.number(), message: z.string().default(''), data: z.unknown() });

export function createOpenApi(signer: OpenSigner, clock: Clock): OpenApi {
  const base = signer.kind === 'own' ? signer.apiUrl : signer.relayUrl;

  /** `body` is signed and sent as these very characters. */
  async function post(path: string, body: string, signal: AbortSignal): Promise<OpenAnswer> {
    const address = `${base.trim().replace(/\/+$/u, '')}${path}`;
    const headers = { 'content-type': 'application/json', ...proofOf(body) };
    const {
      status,
      headers: answered,
      body: json,
    } = await requestJson(address, { method: 'POST', headers, body, clock, signal });
    const answer = answerSchema.safeParse(json);
    if (!answer.success) throw notThePlatform(status, signer);
    return { ...answer.data, clockAheadMs: clockAhead(answered.get('date'), clock.now()) };
  }

  function proofOf(body: string): Readonly<Record<string, string>> {
    if (signer.kind === 'relay') return signer.token === '' ? {} : { authorization: `Bearer ${signer.token}` };
    const { accessKeyId, accessKeySecret } = signer;
    return openLiveHeaders(body, { accessKeyId, accessKeySecret, nonce: randomUUID(), seconds: Math.floor(clock.now() / 1000) });
  }

  return {
    start: (code, appId, signal) => post('/v2/app/start', jsonWithApp({ code }, appId), signal),
    heartbeat: (gameId, signal) => post('/v2/app/heartbeat', JSON.stringify({ game_id: gameId }), signal),
    end: (gameId, appId, signal) => post('/v2/app/end', jsonWithApp({ game_id: gameId }, appId), signal),
  };
}

/** The project's number is written digit by digit: it may be longer than a JavaScript number is exact. */
function jsonWithApp(fields: Readonly<Record<string, string>>, appId: string): string {
  const json = JSON.stringify(fields);
  return appId === '' ? json : `${json.slice(0, -1)},"app_id":${appId}}`;
}

function clockAhead(date: string | null, nowMs: number): number | undefined {
  const serverMs = Date.parse(date ?? '');
  return Number.isNaN(serverMs) ? undefined : nowMs - serverMs;
}

function notThePlatform(status: number, signer: OpenSigner): StudioError {
  const who = signer.kind === 'relay' ? 'The relay' : 'Bilibili';
  if (status === 401 || status === 403)
    return new StudioError('unauthorized', `${who} refused the request (HTTP ${status}): check the keys and the token.`);
  if (status === 412 || status === 429)
    return new StudioError('rate-limited', `${who} wants fewer requests (HTTP ${status}); waiting before the next.`);
  if (status === 404)
    return new StudioError('not-found', `${who} is not at this address (HTTP 404): correct it in the settings.`);
  return new StudioError('protocol', `${who} answered something else than expected (HTTP ${status}).`);
}
