import type { Clock } from '#main/platform/host.ts';
import { type JsonAnswer, requestJson } from '../http-json.ts';
import type { SignInTokens } from '../sign-in/sign-in-tokens.ts';
import { refusalFrom } from './twitch-auth.wire.ts';

/** Twitch's HTTP interface under one sign-in. Statuses are answers; only what keeps an answer from coming rejects. */
export interface Helix {
  post(path: string, query: Readonly<Record<string, string>>, body: unknown, signal: AbortSignal): Promise<JsonAnswer>;
}

export interface HelixOptions {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly tokens: SignInTokens;
  readonly clock: Clock;
}

/** A token that Twitch refuses is renewed once. Rejects `unauthorized` when the sign-in is over, else like `requestJson`. */
export function createHelix({ apiUrl, clientId, tokens, clock }: HelixOptions): Helix {
  const base = apiUrl.replace(/\/+$/u, '');
  return {
    async post(path, query, body, signal) {
      const address = new URL(`${base}/${path}`);
      for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
      const send = (token: string): Promise<JsonAnswer> =>
        requestJson(address, {
          method: 'POST',
          headers: { 'client-id': clientId, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          clock,
          signal,
        });
      const token = await tokens.access(signal);
      const answer = await send(token);
      // A missing permission is a 401 in some places; a new token would not mend it.
      if (answer.status !== 401 || refusalFrom(answer.body).includes('scope')) return answer;
      return send(await tokens.renew(token, signal));
    },
  };
}

/** When a request that came too soon may be made again, in ms from now; `otherwise` when the answer does not say. */
export function retryDelayMs(answer: JsonAnswer, nowMs: number, otherwise: number): number {
  const resetSeconds = Number(answer.headers.get('ratelimit-reset'));
  const delay = Number.isFinite(resetSeconds) && resetSeconds > 0 ? resetSeconds * 1000 - nowMs : otherwise;
  return Math.min(60_000, Math.max(500, delay));
}
