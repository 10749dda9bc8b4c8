import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { SignInView } from '#shared/contract/rooms.ts';
import { mergeSettings, type SettingsPatch, settingsSchema } from '#shared/settings/settings.ts';
import { createImpatientClock } from '../../../../tests/fakes/impatient-clock.ts';
import { createTwitchAuthServer, type TwitchAuthServer } from '../../../../tests/fakes/twitch-auth-server.ts';
import type { SignIn } from '../sign-in/sign-in.types.ts';
import { signInFromSecret } from '../sign-in/sign-in-record.ts';
import { createTwitchSignIn } from './twitch-sign-in.ts';

const TOKEN = '/token';
/** The pause between two questions is over at once; a slower one, and time-outs, stand. */
const PATIENCE_MS = 9000;

describe('Signing in to Twitch by code', () => {
  let server: TwitchAuthServer;
  let clock: ReturnType<typeof createImpatientClock>;
  /** Every wait that was asked of the clock. */
  let delays: number[];
  let secret: string;
  let signedIn: number;
  let settings: ReturnType<typeof settingsSchema.parse>;
  let signIn: SignIn;
  const change = (patch: SettingsPatch): void => {
    settings = settingsSchema.parse(mergeSettings(settings, patch));
  };
  const view = (): SignInView => signIn.view.get();
  const until = (condition: (now: SignInView) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition(view())) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = signIn.view.subscribe(check);
      check();
    });
  const begin = (): Promise<void> => signIn.signIn(new AbortController().signal);
  const asked = (count: number): Promise<void> => server.asked(TOKEN, count);

  beforeEach(async () => {
    server = await createTwitchAuthServer();
    const impatient = createImpatientClock(PATIENCE_MS);
    delays = [];
    clock = {
      ...impatient,
      after(delayMs, task) {
        delays.push(delayMs);
        return impatient.after(delayMs, task);
      },
    };
    secret = '';
    signedIn = 0;
    settings = settingsSchema.parse({
      version: 1,
      twitchEvents: { clientId: server.clientId, authUrl: `${server.url}/oauth2` },
    });
    signIn = createTwitchSignIn({
      settings: () => settings,
      read: () => secret,
      store(next) {
        secret = next;
      },
      onSignedIn() {
        signedIn += 1;
      },
      clock,
      logger: silentLogger,
    });
  });
  afterEach(async () => {
    await signIn.close();
    await server.close();
  });

  it('shows a code and an address, and is signed in once the streamer agreed', async () => {
    const beganAt = clock.now();
    await begin();
    expect(view()).toMatchObject({
      state: 'waiting',
      userCode: 'ABCDEFGH',
      address: 'https://www.twitch.tv/activate?device-code=ABCDEFGH',
      expiresAt: beganAt + 1_800_000,
    });
    await asked(2);
    server.decide('grant');
    await asked(3);
    await until(({ state }) => state === 'signed-in');
    expect(view()).toMatchObject({ state: 'signed-in', login: 'saltchan', missing: [] });
    const record = signInFromSecret(secret);
    expect(record).toMatchObject({ clientId: server.clientId, userId: '700700', login: 'saltchan' });
    expect(server.isGood(record?.access ?? '')).toBe(true);
    expect(signedIn).toBe(1);
  });

  it('asks for no more than the settings need, and says what a change of them needs', async () => {
    change({ twitch: { enabled: true, channel: 'saltchan' } });
    await begin();
    const scopes = (): string[] => (new URLSearchParams(server.requests[0]?.body).get('scopes') ?? '').split(' ').sort();
    expect(scopes()).toEqual(['channel:read:redemptions', 'moderator:read:followers', 'user:write:chat']);
    server.decide('grant');
    await asked(1);
    await until(({ state }) => state === 'signed-in');
    change({ twitch: { enabled: false }, moderation: { strikes: { onPlatform: true } } });
    signIn.refresh();
    expect(view()).toMatchObject({
      missing: ['user:read:chat', 'bits:read', 'channel:read:subscriptions', 'moderator:manage:banned_users'],
    });
  });

  it('sends no secret and no password', async () => {
    await begin();
    await asked(1);
    for (const { body } of server.requests) expect(body).not.toMatch(/secret|password/u);
  });

  it('waits five seconds longer each time when Twitch says that it is asked too fast', async () => {
    server.state.intervalSeconds = 7;
    await begin();
    server.slowDown();
    while (!delays.includes(12_000)) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.waits).toEqual([7000]);
    clock.advance(12_000);
    await asked(2);
    expect(view().state).toBe('waiting');
  });

  it.each([
    ['deny', 'denied'],
    ['expire', 'expired'],
  ] as const)('says what became of it: %s', async (decision, problem) => {
    await begin();
    server.decide(decision);
    await asked(1);
    await until(({ state }) => state === 'signed-out');
    expect(view()).toMatchObject({ state: 'signed-out', problem });
    expect(secret).toBe('');
  });

  it('gives up when the code has run out, whatever Twitch says', async () => {
    server.state.codeSeconds = 60;
    await begin();
    await until(({ state }) => state === 'signed-out');
    expect(view()).toMatchObject({ problem: 'expired' });
  });

  it('goes on through network trouble: the code stays good', async () => {
    await begin();
    for (const kind of ['reset', 'no-json', 'half', { status: 503, body: {} }] as const)
      server.mishaps.push({ path: TOKEN, kind });
    await asked(4);
    server.decide('grant');
    await asked(5);
    await until(({ state }) => state === 'signed-in');
  });

  it('says so when Twitch does not know the client ID', async () => {
    change({ twitchEvents: { clientId: 'wrong' } });
    await expect(begin()).rejects.toMatchObject({ code: 'invalid-input' });
    expect(view().state).toBe('signed-out');
  });

  it('does not begin without a client ID', async () => {
    change({ twitchEvents: { clientId: '' } });
    await expect(begin()).rejects.toMatchObject({ code: 'invalid-input' });
    expect(server.requests).toEqual([]);
  });

  it.each(['wrong-shape', 'no-json', 'reset'] as const)('shows no code that it does not have: %s', async (kind) => {
    server.mishaps.push({ kind });
    await expect(begin()).rejects.toThrow();
    expect(view().state).toBe('signed-out');
  });

  it('stops asking when it is cancelled', async () => {
    await begin();
    await asked(1);
    signIn.cancel();
    server.decide('grant');
    const before = server.requests.length;
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(view()).toEqual({ state: 'signed-out', problem: 'none', message: '' });
    // One may have been under way.
    expect(server.requests.length).toBeLessThanOrEqual(before + 1);
    expect(secret).toBe('');
  });

  it('keeps only the newest code alive', async () => {
    await begin();
    await begin();
    server.decide('grant');
    await asked(1);
    await until(({ state }) => state === 'signed-in');
    expect(signInFromSecret(secret)).toBeDefined();
  });

  it('forgets the tokens and tells Twitch when the streamer signs out, even when Twitch does not answer', async () => {
    await begin();
    server.decide('grant');
    await asked(1);
    await until(({ state }) => state === 'signed-in');
    const access = signInFromSecret(secret)?.access ?? '';
    await signIn.signOut();
    expect([secret, view().state, server.isGood(access)]).toEqual(['', 'signed-out', false]);

    await begin();
    server.decide('grant');
    await asked(2);
    await until(({ state }) => state === 'signed-in');
    server.mishaps.push({ path: '/revoke', kind: 'reset' });
    await signIn.signOut();
    expect([secret, view().state]).toEqual(['', 'signed-out']);
  });

  it('does not count a sign-in of another application as its own', async () => {
    await begin();
    server.decide('grant');
    await asked(1);
    await until(({ state }) => state === 'signed-in');
    change({ twitchEvents: { clientId: 'another' } });
    signIn.refresh();
    expect(view().state).toBe('signed-out');
  });

  it('takes a damaged record for none', () => {
    for (const damaged of ['{', '[]', '{"access":1}', 'null']) expect(signInFromSecret(damaged)).toBeUndefined();
  });
});
