import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import { type JsonAnswer, requestJson } from '../http-json.ts';
import { DEVICE_GRANT, type SignInAuth, type Tokens } from '../sign-in/sign-in.types.ts';
import type { CheckedToken } from '../sign-in/sign-in-tokens.ts';
import { deviceCodeSchema, refusalFrom, tokenSchema, validationSchema } from './twitch-auth.wire.ts';

/** Twitch's OAuth server as a public client sees it: no secret. */
export interface TwitchAuth extends SignInAuth {
  /** 'refused': the access token is no longer good. */
  validate(accessToken: string, signal: AbortSignal): Promise<(CheckedToken & { readonly login: string }) | 'refused'>;
}

const POLL_STATES: ReadonlyMap<string, 'pending' | 'slow-down' | 'denied' | 'expired'> = new Map([
  ['authorization_pending', 'pending'],
  ['slow_down', 'slow-down'],
  ['access_denied', 'denied'],
  ['authorization_declined', 'denied'],
  ['expired_token', 'expired'],
  ['invalid_device_code', 'expired'],
]);

export function createTwitchAuth({ clientId, authUrl, clock }: { clientId: string; authUrl: string; clock: Clock }): TwitchAuth {
  const base = authUrl.replace(/\/+$/u, '');
  const post = (path: string, form: Record<string, string>, signal: AbortSignal): Promise<JsonAnswer> =>
    requestJson(`${base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: clientId, ...form }).toString(),
      clock,
      signal,
    });

  const auth: TwitchAuth = {
    async deviceCode(scopes, signal) {
      // NOTICE: Twitch reads `scopes` here, where RFC 8628 has `scope`: https://github.com/twitchdev/issues/issues/1130.
      const answer = await post('device', { scopes: scopes.join(' ') }, signal);
      if (answer.status !== 200) throw unusable('sign-in code', answer);
      const code = deviceCodeSchema.safeParse(answer.body);
      if (!code.success) throw unusable('sign-in code', answer);
      return {
        deviceCode: code.data.device_code,
        userCode: code.data.user_code,
        address: code.data.verification_uri,
        expiresInMs: code.data.expires_in * 1000,
        intervalMs: Math.max(1, code.data.interval) * 1000,
      };
    },
    async poll(deviceCode, scopes, signal) {
      const form = { scopes: scopes.join(' '), device_code: deviceCode, grant_type: DEVICE_GRANT };
      const answer = await post('token', form, signal);
      if (answer.status === 200) return { state: 'granted', tokens: tokensFrom(answer) };
      if (answer.status >= 500 || answer.status === 429) throw unusable('sign-in', answer);
      const why = refusalFrom(answer.body);
      const state = POLL_STATES.get(why);
      return state === undefined ? { state: 'refused', why: why || `HTTP ${answer.status}` } : { state };
    },
    async refresh(refreshToken, signal) {
      const answer = await post('token', { grant_type: 'refresh_token', refresh_token: refreshToken }, signal);
      if (answer.status === 200) return tokensFrom(answer);
      if (answer.status === 400 || answer.status === 401 || answer.status === 403) return 'refused';
      throw unusable('renewed sign-in', answer);
    },
    async validate(accessToken, signal) {
      const headers = { authorization: `OAuth ${accessToken}` };
      const answer = await requestJson(`${base}/validate`, { headers, clock, signal });
      if (answer.status === 401) return 'refused';
      const validation = validationSchema.safeParse(answer.body);
      if (answer.status !== 200 || !validation.success) throw unusable('sign-in check', answer);
      const { client_id, login, user_id, expires_in, scopes } = validation.data;
      return { clientId: client_id, login, userId: user_id, expiresInMs: expires_in * 1000, scopes };
    },
    async who(accessToken, signal) {
      return auth.validate(accessToken, signal);
    },
    async revoke({ access }, signal) {
      await post('revoke', { token: access }, signal);
    },
  };
  return auth;
}

function tokensFrom(answer: JsonAnswer): Tokens {
  const tokens = tokenSchema.safeParse(answer.body);
  if (!tokens.success) throw unusable('sign-in', answer);
  const { access_token, refresh_token, expires_in, scope } = tokens.data;
  return { access: access_token, refresh: refresh_token, expiresInMs: expires_in * 1000, scopes: scope };
}

function unusable(what: string, { status, body }: JsonAnswer): StudioError {
  const why = refusalFrom(body);
  if (why.startsWith('invalid_client') || why.startsWith('missing_client'))
    return new StudioError(
      'invalid-input',
      'Twitch does not know this client ID. Copy it again from the Twitch developer console.',
    );
  const detail = why === '' ? `HTTP ${status}` : `HTTP ${status}, ${why}`;
  return new StudioError('provider', `Twitch gave no usable ${what} (${detail}). Try again in a minute.`);
}
