import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { SignInView } from '#shared/contract/rooms.ts';
import { settingsSchema } from '#shared/settings/settings.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { createGoogleAuthServer, type GoogleAuthServer } from '../../../../tests/fakes/google-auth-server.ts';
import { createImpatientClock } from '../../../../tests/fakes/impatient-clock.ts';
import { createYoutubeApiServer, type YoutubeApiServer } from '../../../../tests/fakes/youtube-api-server.ts';
import type { Connector, RoomChat } from '../connector.ts';
import type { SignIn } from '../sign-in/sign-in.types.ts';
import { secretFromSignIn, signInFromSecret } from '../sign-in/sign-in-record.ts';
import { createYoutubeSignIn } from './youtube-sign-in.ts';
import { youtubeSource } from './youtube-source.ts';

const TOKEN = '/token';
const MESSAGES = '/liveChat/messages';
/** Pauses up to this are over at once; time-outs and the pause for a rate limit stand. */
const PATIENCE_MS = 9000;
const HOUR_MS = 3_600_000;

let auth: GoogleAuthServer;
let api: YoutubeApiServer;
let clock: ReturnType<typeof createImpatientClock>;
/** Every wait that was asked of the clock; time-outs of requests too. */
let delays: number[];
let secrets: Map<string, string>;
let settings: ReturnType<typeof settingsSchema.parse>;

beforeEach(async () => {
  auth = await createGoogleAuthServer();
  api = await createYoutubeApiServer(auth.isGood);
  const impatient = createImpatientClock(PATIENCE_MS);
  delays = [];
  clock = {
    ...impatient,
    after(delayMs, task) {
      delays.push(delayMs);
      return impatient.after(delayMs, task);
    },
  };
  secrets = new Map([
    ['youtube.clientSecret', auth.clientSecret],
    ['youtube.apiKey', api.apiKey],
  ]);
  settings = settingsSchema.parse({
    version: 1,
    youtube: {
      enabled: true,
      route: 'data-api',
      video: api.videoId,
      apiUrl: `${api.url}/youtube/v3`,
      writing: { clientId: auth.clientId, authUrl: auth.url, dailyLines: 30 },
    },
  });
});
afterEach(async () => {
  await api.close();
  await auth.close();
});

describe('Signing in to YouTube by code', () => {
  let signIn: SignIn;
  const begin = (): Promise<void> => signIn.signIn(new AbortController().signal);
  const until = (condition: (view: SignInView) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition(signIn.view.get())) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = signIn.view.subscribe(check);
      check();
    });
  const record = () => signInFromSecret(secrets.get('youtube.signIn'));

  beforeEach(() => {
    signIn = createYoutubeSignIn({
      settings: () => settings,
      clientSecret: () => secrets.get('youtube.clientSecret'),
      read: () => secrets.get('youtube.signIn'),
      store: (secret) => void secrets.set('youtube.signIn', secret),
      clock,
      logger: silentLogger,
    });
  });
  afterEach(() => signIn.close());

  it("shows Google's code and address, and is signed in as the channel once the streamer agreed", async () => {
    await begin();
    expect(signIn.view.get()).toMatchObject({
      state: 'waiting',
      userCode: 'GQVQ-JKEC',
      address: 'https://www.google.com/device',
    });
    auth.decide('grant');
    await until(({ state }) => state === 'signed-in');
    expect(signIn.view.get()).toMatchObject({ login: 'Salt Channel', missing: [] });
    expect(record()).toMatchObject({ userId: 'UCsaltsaltsaltsaltsalt01', clientId: auth.clientId });
  });

  it.each([
    ['deny', 'denied'],
    ['expire', 'expired'],
  ] as const)('says what became of it: %s', async (decision, problem) => {
    await begin();
    auth.decide(decision);
    await until(({ state }) => state === 'signed-out');
    expect(signIn.view.get()).toMatchObject({ problem });
  });

  it('goes on through network trouble: the code stays good', async () => {
    await begin();
    for (const kind of ['reset', 'no-json', 'half', { status: 503, body: {} }] as const) auth.mishaps.push({ path: TOKEN, kind });
    await auth.asked(TOKEN, 4);
    auth.decide('grant');
    await until(({ state }) => state === 'signed-in');
  });

  it('waits longer when Google says that it is asked too fast', async () => {
    auth.state.intervalSeconds = 6;
    await begin();
    auth.slowDown();
    // 11 s are more than this clock skips.
    while (!delays.includes(11_000)) await new Promise((resolve) => setImmediate(resolve));
    expect(auth.requests.filter(({ path }) => path === TOKEN)).toHaveLength(1);
    auth.decide('grant');
    clock.advance(11_000);
    await until(({ state }) => state === 'signed-in');
  });

  it.each([
    ['no client ID', { clientId: '' }, 'invalid-input'],
    ['an unknown client ID', { clientId: 'x.apps.googleusercontent.com' }, 'invalid-input'],
  ] as const)('does not begin with %s', async (_what, writing, code) => {
    settings = { ...settings, youtube: { ...settings.youtube, writing: { ...settings.youtube.writing, ...writing } } };
    await expect(begin()).rejects.toMatchObject({ code });
    expect(signIn.view.get().state).toBe('signed-out');
  });

  it('says so when Google gives out no more codes, or the account has no channel', async () => {
    auth.state.codesLeft = 0;
    await expect(begin()).rejects.toMatchObject({ code: 'rate-limited' });
    auth.state.codesLeft = 1;
    api.state.hasChannel = false;
    await begin();
    auth.decide('grant');
    await until((view) => view.state === 'signed-out' && view.problem === 'refused');
    expect(signIn.view.get()).toMatchObject({ message: expect.stringContaining('no YouTube channel') });
  });

  it('takes the permission back at Google when the streamer signs out', async () => {
    await begin();
    auth.decide('grant');
    await until(({ state }) => state === 'signed-in');
    const access = record()?.access ?? '';
    await signIn.signOut();
    expect([secrets.get('youtube.signIn'), auth.isGood(access)]).toEqual(['', false]);
  });
});

describe('Writing into YouTube chat', () => {
  let probe: ConnectorProbe;
  let connector: Connector;
  const signal = new AbortController().signal;

  const open = async (expiresInMs = HOUR_MS): Promise<void> => {
    secrets.set(
      'youtube.signIn',
      secretFromSignIn({
        signInId: 's1',
        clientId: auth.clientId,
        ...auth.issue(),
        expiresAt: clock.now() + expiresInMs,
        scopes: ['https://www.googleapis.com/auth/youtube'],
        userId: 'UCsaltsaltsaltsaltsalt01',
        login: 'Salt Channel',
      }),
    );
    await start();
  };
  async function start(): Promise<void> {
    const [plan] = youtubeSource({
      settings,
      secret: (name) => secrets.get(name),
      keepSecret: (name, value) => void secrets.set(name, value),
      dataDir: '/nowhere',
    });
    if (plan === undefined) throw new Error('no plan');
    connector = await plan.create({ ...probe.context, clock });
    connector.start();
  }
  const ready = (): Promise<void> => probe.until(() => probe.lastHealth?.status === 'ready');
  const chat = (): RoomChat => {
    if (connector.chat === undefined) throw new Error('no chat');
    return connector.chat;
  };

  beforeEach(() => {
    probe = createConnectorProbe();
  });
  afterEach(() => connector.close());

  it('writes a line as the channel that signed in, and tells what it cost', async () => {
    await open();
    await ready();
    const before = connector.quota?.used ?? 0;
    await chat().send('hello there', { signal });
    expect(api.written).toEqual(['hello there']);
    expect(chat().authorId).toBe('UCsaltsaltsaltsaltsalt01');
    expect((connector.quota?.used ?? 0) - before).toBeGreaterThanOrEqual(50);
    expect(connector.quota?.daily).toBe(10_000);
  });

  it('has no way to write without a sign-in, of another client, or before the broadcast is found', async () => {
    await start();
    await ready();
    expect(connector.chat).toBeUndefined();
    await connector.close();
    api.state.isLive = false;
    await open();
    await probe.until(() => probe.lastHealth?.reason === 'youtube-not-live');
    expect(connector.chat).toBeUndefined();
  });

  it('cuts a line at 200 characters and takes out what is invisible', async () => {
    await open();
    await ready();
    await chat().send(`${'x'.repeat(199)}🎉 and more`, { signal });
    await chat().send('a\u202eb\u0007c', { signal });
    expect(api.written).toEqual(['x'.repeat(199), 'abc']);
    await expect(chat().send(' \u200b ', { signal })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('renews a token that YouTube refuses, keeps it, and writes the line once', async () => {
    await open();
    await ready();
    auth.expireAccess();
    await chat().send('hello', { signal });
    expect(api.written).toEqual(['hello']);
    const kept = signInFromSecret(secrets.get('youtube.signIn'));
    expect([auth.isGood(kept?.access ?? ''), kept?.refresh.startsWith('1//')]).toEqual([true, true]);
  });

  it('goes on reading when the sign-in is over, and says that it cannot write', async () => {
    await open();
    await ready();
    auth.disconnect();
    await expect(chat().send('hello', { signal })).rejects.toMatchObject({ code: 'unauthorized' });
    expect(connector.chat).toBeUndefined();
    expect(probe.lastHealth).toMatchObject({ status: 'degraded', reason: 'youtube-sign-in-over' });
    await api.asked(MESSAGES, api.requests.filter(({ method }) => method === 'GET').length + 2);
  });

  it('writes no more lines in a day than the streamer allows, and again on the next', async () => {
    settings = {
      ...settings,
      youtube: { ...settings.youtube, writing: { ...settings.youtube.writing, dailyLines: 2 } },
    };
    await open();
    await ready();
    await chat().send('one', { signal });
    await chat().send('two', { signal });
    await expect(chat().send('three', { signal })).rejects.toMatchObject({ code: 'rate-limited' });
    clock.advance(24 * HOUR_MS);
    await chat().send('three', { signal });
    expect(api.written).toEqual(['one', 'two', 'three']);
  });

  it.each([
    ['reset', 'network'],
    ['no-json', 'provider-or-sent'],
    [{ status: 503, body: {} }, 'unavailable'],
    [{ status: 429, body: {} }, 'rate-limited'],
    [{ status: 403, body: { error: { errors: [{ reason: 'quotaExceeded' }] } } }, 'rate-limited'],
    [{ status: 403, body: { error: { errors: [{ reason: 'liveChatDisabled' }] } } }, 'forbidden'],
    [{ status: 403, body: { error: { errors: [{ reason: 'liveChatEnded' }] } } }, 'unavailable'],
    [{ status: 400, body: { error: { errors: [{ reason: 'messageTextInvalid' }] } } }, 'invalid-input'],
  ] as const)('fails with a next step on %j', async (kind, code) => {
    await open();
    await ready();
    const chatNow = chat();
    // Reading asks the same path.
    await connector.close();
    api.mishaps.push({ path: MESSAGES, kind });
    const sending = chatNow.send('hello', { signal });
    // A status of 200 is YouTube's word that the line was taken, whatever came with it.
    if (code === 'provider-or-sent') await expect(sending).resolves.toBeUndefined();
    else await expect(sending).rejects.toMatchObject({ name: 'StudioError', code });
  });

  it('times a viewer out, but says so when YouTube does not let it', async () => {
    await open();
    await ready();
    await chat().timeOut?.('UCspam', 600, 'spam', signal);
    await chat().timeOut?.('UCspam', 9_999_999, 'spam', signal);
    expect(api.bans).toEqual([
      { channelId: 'UCspam', seconds: '600' },
      { channelId: 'UCspam', seconds: '86400' },
    ]);
    await expect(chat().timeOut?.('UCsaltsaltsaltsaltsalt01', 60, '', signal)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
