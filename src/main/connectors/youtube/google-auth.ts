import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import { type JsonAnswer, requestJson } from '../http-json.ts';
import { DEVICE_GRANT, type PollAnswer, type SignInAuth, type Tokens } from '../sign-in/sign-in.types.ts';
import { googleDeviceCodeSchema, googleRefusalFrom, googleTokenSchema, ownChannelSchema } from './google-auth.wire.ts';

/** To write and to keep order in the streamer's own chat: the only permission for it that a sign-in by code may ask for. */
export const YOUTUBE_SCOPE = 'https://www.googleapis.com/auth/youtube';

export interface GoogleAuthOptions {
  readonly clientId: string;
  /** Google calls it a secret, gives one to programs that cannot keep it, and wants to see it. */
  readonly clientSecret: string;
  readonly authUrl: string;
  /** Of the Data API, which is asked whose channel it is. */
  readonly apiUrl: string;
  readonly clock: Clock;
}

const POLL_STATES: ReadonlyMap<string, 'pending' | 'slow-down' | 'denied' | 'expired'> = new Map([
  ['authorization_pending', 'pending'],
  ['slow_down', 'slow-down'],
  ['access_denied', 'denied'],
  ['expired_token', 'expired'],
]);

/** Google's OAuth server for "TVs and Limited Input devices" (developers.google.com/youtube/v3/guides/auth/devices). */
export function createGoogleAuth({ clientId, clientSecret, authUrl, apiUrl, clock }: GoogleAuthOptions): SignInAuth {
  const base = authUrl.replace(/\/+$/u, '');
  const post = (path: string, form: Record<string, string>, signal: AbortSignal): Promise<JsonAnswer> =>
    requestJson(`${base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      clock,
      signal,
    });
  const client = { client_id: clientId, client_secret: clientSecret };

  return {
    async deviceCode(scopes, signal) {
      const answer = await post('device/code', { client_id: clientId, scope: scopes.join(' ') }, signal);
      const code = googleDeviceCodeSchema.safeParse(answer.body);
      if (answer.status !== 200 || !code.success) throw unusable('sign-in code', answer);
      return {
        deviceCode: code.data.device_code,
        userCode: code.data.user_code,
        address: code.data.verification_url,
        expiresInMs: code.data.expires_in * 1000,
        intervalMs: Math.max(1, code.data.interval) * 1000,
      };
    },
    async poll(deviceCode, _scopes, signal): Promise<PollAnswer> {
      const answer = await post('token', { ...client, device_code: deviceCode, grant_type: DEVICE_GRANT }, signal);
      if (answer.status === 200) return { state: 'granted', tokens: tokensFrom(answer) };
      if (answer.status >= 500 || answer.status === 429) throw unusable('sign-in', answer);
      const why = googleRefusalFrom(answer.body);
      const state = POLL_STATES.get(why);
      return state === undefined ? { state: 'refused', why: why || `HTTP ${answer.status}` } : { state };
    },
    async refresh(refreshToken, signal) {
      const answer = await post('token', { ...client, grant_type: 'refresh_token', refresh_token: refreshToken }, signal);
      if (answer.status === 200) return tokensFrom(answer, refreshToken);
      if (answer.status === 400 || answer.status === 401 || answer.status === 403) return 'refused';
      throw unusable('renewed sign-in', answer);
    },
    async who(access, signal) {
      const address = `${apiUrl.replace(/\/+$/u, '')}/channels?part=snippet&mine=true`;
      const answer = await requestJson(address, { headers: { authorization: `Bearer ${access}` }, clock, signal });
      if (answer.status === 401) return 'refused';
      const found = ownChannelSchema.safeParse(answer.body);
      if (answer.status !== 200 || !found.success) throw unusable('channel', answer);
      const [channel] = found.data.items;
      if (channel === undefined)
        throw new StudioError('not-found', 'This Google account has no YouTube channel. Choose the account of your channel.');
      return { userId: channel.id, login: channel.snippet.title };
    },
    async revoke({ refresh }, signal) {
      await post('revoke', { token: refresh }, signal);
    },
  };
}

/** A renewal brings no new refresh token: the old one goes on. */
function tokensFrom(answer: JsonAnswer, refreshToken?: string): Tokens {
  const tokens = googleTokenSchema.safeParse(answer.body);
  const refresh = tokens.success ? (tokens.data.refresh_token ?? refreshToken) : undefined;
  if (!tokens.success || refresh === undefined) throw unusable('sign-in', answer);
  const { access_token, expires_in, scope } = tokens.data;
  return { access: access_token, refresh, expiresInMs: expires_in * 1000, scopes: scope.split(' ').filter(Boolean) };
}

function unusable(what: string, { status, body }: JsonAnswer): StudioError {
  const why = googleRefusalFrom(body);
  if (why === 'invalid_client' || why === 'unauthorized_client' || why === 'invalid_scope')
    return new StudioError(
      'invalid-input',
      'Google does not know this client ID, or it is not of the type "TVs and Limited Input devices". Copy it again from the Google Cloud console.',
    );
  if (why === 'rate_limit_exceeded')
    return new StudioError('rate-limited', 'Google gives no more codes for the moment. Try again in a quarter of an hour.');
  const detail = why === '' ? `HTTP ${status}` : `HTTP ${status}, ${why}`;
  return new StudioError('provider', `Google gave no usable ${what} (${detail}). Try again in a minute.`);
}
