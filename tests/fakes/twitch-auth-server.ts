import { createJsonServer, type JsonReply, type JsonServer } from './json-server.ts';

/** Twitch's OAuth server for one public client: device codes, single-use refresh tokens, validation. */
export interface TwitchAuthServer extends JsonServer {
  readonly clientId: string;
  /** What the person with the code does. */
  decide(answer: 'grant' | 'deny' | 'expire'): void;
  /** The next question for the token is answered with "slow down". */
  slowDown(): void;
  isGood(accessToken: string): boolean;
  /** Takes every access token back; refresh tokens stay. */
  expireAccess(): void;
  /** Takes everything back, as when the streamer disconnects the program on Twitch. */
  disconnect(): void;
  /** Tokens as a finished sign-in would have brought them. */
  issue(scopes: readonly string[], userId?: string): { access: string; refresh: string };
  readonly state: { expiresInSeconds: number; intervalSeconds: number; codeSeconds: number };
}

const LOGIN = 'saltchan';
const USER_ID = '700700';

export async function createTwitchAuthServer(clientId = 'publicclientid0123456789abcdef'): Promise<TwitchAuthServer> {
  const scopesOf = new Map<string, readonly string[]>();
  const refreshTokens = new Map<string, readonly string[]>();
  let issued = 0;
  let device: { code: string; scopes: readonly string[]; state: 'pending' | 'grant' | 'deny' | 'expire' } | undefined;
  let isSlow = false;
  const state = { expiresInSeconds: 14_400, intervalSeconds: 5, codeSeconds: 1800 };
  const refuse = (status: number, message: string): JsonReply => ({ status, body: { status, message } });
  const userOf = new Map<string, string>();
  const issue = (scopes: readonly string[], userId = USER_ID): { access: string; refresh: string } => {
    issued += 1;
    const pair = { access: `access-${issued}`, refresh: `refresh-${issued}` };
    scopesOf.set(pair.access, scopes);
    userOf.set(pair.access, userId);
    userOf.set(pair.refresh, userId);
    refreshTokens.set(pair.refresh, scopes);
    return pair;
  };
  const tokens = (scopes: readonly string[], userId?: string): JsonReply => {
    const { access, refresh } = issue(scopes, userId);
    const body = {
      access_token: access,
      refresh_token: refresh,
      expires_in: state.expiresInSeconds,
      scope: scopes,
      token_type: 'bearer',
    };
    return { status: 200, body };
  };

  function deviceToken(code: string): JsonReply {
    if (device === undefined || device.code !== code || device.state === 'expire') return refuse(400, 'invalid device code');
    if (isSlow) {
      isSlow = false;
      return refuse(400, 'slow_down');
    }
    if (device.state === 'pending') return refuse(400, 'authorization_pending');
    const { scopes } = device;
    const isGranted = device.state === 'grant';
    device = undefined;
    return isGranted ? tokens(scopes) : refuse(400, 'access_denied');
  }

  function refreshed(token: string): JsonReply {
    const scopes = refreshTokens.get(token);
    // Public clients may use each only once.
    if (scopes === undefined || !refreshTokens.delete(token)) return refuse(400, 'Invalid refresh token');
    return tokens(scopes, userOf.get(token));
  }

  function validated(authorization: string): JsonReply {
    const token = /^OAuth (.+)$/u.exec(authorization)?.[1] ?? '';
    const scopes = scopesOf.get(token);
    if (scopes === undefined) return refuse(401, 'invalid access token');
    return {
      status: 200,
      body: {
        client_id: clientId,
        login: LOGIN,
        user_id: userOf.get(token) ?? USER_ID,
        scopes,
        expires_in: state.expiresInSeconds,
      },
    };
  }

  const server = await createJsonServer(({ path, body, authorization }) => {
    if (path.endsWith('/validate')) return validated(authorization);
    const form = new URLSearchParams(body);
    if (form.get('client_id') !== clientId) return refuse(400, 'invalid client');
    if (path.endsWith('/device')) {
      issued += 1;
      device = {
        code: `device-${issued}`,
        scopes: (form.get('scopes') ?? '').split(' ').filter(Boolean),
        state: 'pending',
      };
      const answer = {
        device_code: device.code,
        user_code: 'ABCDEFGH',
        verification_uri: 'https://www.twitch.tv/activate?device-code=ABCDEFGH',
        expires_in: state.codeSeconds,
        interval: state.intervalSeconds,
      };
      return { status: 200, body: answer };
    }
    if (path.endsWith('/revoke')) {
      scopesOf.delete(form.get('token') ?? '');
      return { status: 200, body: undefined };
    }
    if (form.get('grant_type') === 'refresh_token') return refreshed(form.get('refresh_token') ?? '');
    return deviceToken(form.get('device_code') ?? '');
  });
  return Object.assign(server, {
    clientId,
    state,
    issue,
    decide(answer: 'grant' | 'deny' | 'expire') {
      if (device) device.state = answer;
    },
    slowDown() {
      isSlow = true;
    },
    isGood: (accessToken: string) => scopesOf.has(accessToken),
    expireAccess: () => scopesOf.clear(),
    disconnect() {
      scopesOf.clear();
      refreshTokens.clear();
    },
  });
}
