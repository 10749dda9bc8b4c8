import { createJsonServer, type JsonReply, type JsonServer } from './json-server.ts';

/** Google's OAuth server for one client of the type "TVs and Limited Input devices": device codes, refresh tokens that stay good, errors with their statuses. */
export interface GoogleAuthServer extends JsonServer {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the person with the code does. */
  decide(answer: 'grant' | 'deny' | 'expire'): void;
  /** The next question for the token is answered with "slow down". */
  slowDown(): void;
  isGood(accessToken: string): boolean;
  /** Takes every access token back; refresh tokens stay. */
  expireAccess(): void;
  /** Takes everything back, as when the streamer removes the program from their Google account. */
  disconnect(): void;
  /** Tokens as a finished sign-in would have brought them. */
  issue(): { access: string; refresh: string };
  readonly state: { expiresInSeconds: number; intervalSeconds: number; codesLeft: number };
}

const SCOPE = 'https://www.googleapis.com/auth/youtube';

export async function createGoogleAuthServer(): Promise<GoogleAuthServer> {
  const clientId = '123-abc.apps.googleusercontent.com';
  const clientSecret = 'GOCSPX-test';
  const access = new Set<string>();
  const refresh = new Set<string>();
  let issued = 0;
  let device: { code: string; state: 'pending' | 'grant' | 'deny' | 'expire' } | undefined;
  let isSlow = false;
  const state = { expiresInSeconds: 3599, intervalSeconds: 5, codesLeft: 100 };
  const refuse = (status: number, error: string): JsonReply => ({ status, body: { error, error_description: error } });
  const newAccess = (): string => {
    issued += 1;
    access.add(`ya29.${issued}`);
    return `ya29.${issued}`;
  };
  const issue = (): { access: string; refresh: string } => {
    const pair = { access: newAccess(), refresh: `1//${issued}` };
    refresh.add(pair.refresh);
    return pair;
  };
  const tokens = (accessToken: string, more: object = {}): JsonReply => ({
    status: 200,
    body: { access_token: accessToken, expires_in: state.expiresInSeconds, scope: SCOPE, token_type: 'Bearer', ...more },
  });

  function deviceCode(form: URLSearchParams): JsonReply {
    if (form.get('client_id') !== clientId) return refuse(401, 'invalid_client');
    if (form.get('scope') !== SCOPE) return refuse(400, 'invalid_scope');
    if (state.codesLeft <= 0) return { status: 403, body: { error_code: 'rate_limit_exceeded' } };
    state.codesLeft -= 1;
    issued += 1;
    device = { code: `AH-${issued}`, state: 'pending' };
    const body = {
      device_code: device.code,
      user_code: 'GQVQ-JKEC',
      verification_url: 'https://www.google.com/device',
      expires_in: 1800,
      interval: state.intervalSeconds,
    };
    return { status: 200, body };
  }

  function deviceToken(code: string): JsonReply {
    if (device === undefined || device.code !== code) return refuse(400, 'invalid_grant');
    if (device.state === 'expire') return refuse(400, 'expired_token');
    if (isSlow) {
      isSlow = false;
      return refuse(403, 'slow_down');
    }
    if (device.state === 'pending') return refuse(428, 'authorization_pending');
    const isGranted = device.state === 'grant';
    device = undefined;
    if (!isGranted) return refuse(403, 'access_denied');
    const pair = issue();
    return tokens(pair.access, { refresh_token: pair.refresh });
  }

  const server = await createJsonServer(({ path, body }) => {
    const form = new URLSearchParams(body);
    if (path === '/device/code') return deviceCode(form);
    if (path === '/revoke') {
      refresh.delete(form.get('token') ?? '');
      access.clear();
      return { status: 200, body: {} };
    }
    if (path !== '/token') return refuse(404, 'not_found');
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) return refuse(401, 'invalid_client');
    if (form.get('grant_type') !== 'refresh_token') return deviceToken(form.get('device_code') ?? '');
    // A renewal brings an access token only.
    return refresh.has(form.get('refresh_token') ?? '') ? tokens(newAccess()) : refuse(400, 'invalid_grant');
  });
  return Object.assign(server, {
    clientId,
    clientSecret,
    state,
    issue,
    decide(answer: 'grant' | 'deny' | 'expire') {
      if (device) device.state = answer;
    },
    slowDown() {
      isSlow = true;
    },
    isGood: (token: string) => access.has(token),
    expireAccess: () => access.clear(),
    disconnect() {
      access.clear();
      refresh.clear();
    },
  });
}
