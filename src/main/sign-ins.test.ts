import { afterEach, beforeEach, expect, it } from 'vitest';
import { mergeSettings, type SettingsPatch, settingsSchema } from '#shared/settings/settings.ts';
import { createImpatientClock } from '../../tests/fakes/impatient-clock.ts';
import { createTwitchAuthServer, type TwitchAuthServer } from '../../tests/fakes/twitch-auth-server.ts';
import { silentLogger } from './platform/logger.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';

let server: TwitchAuthServer;
let signIns: SignIns;
let settings: ReturnType<typeof settingsSchema.parse>;
let secrets: Map<string, string>;
let stored: number;

beforeEach(async () => {
  server = await createTwitchAuthServer();
  settings = settingsSchema.parse({
    version: 1,
    twitchEvents: { clientId: server.clientId, authUrl: `${server.url}/oauth2` },
  });
  secrets = new Map();
  stored = 0;
  signIns = createSignIns({
    settings: () => settings,
    change(patch: SettingsPatch) {
      settings = settingsSchema.parse(mergeSettings(settings, patch));
    },
    secrets: { get: (name) => secrets.get(name), set: (name, value) => void secrets.set(name, value) },
    onStored() {
      stored += 1;
    },
    clock: createImpatientClock(9000),
    logger: silentLogger,
  });
});
afterEach(async () => {
  await signIns.close();
  await server.close();
});

const signedIn = (account: keyof SignIns['all']): Promise<void> =>
  new Promise((resolve) => {
    const { view } = signIns.all[account];
    const check = (): void => {
      if (view.get().state === 'signed-in') resolve();
    };
    view.subscribe(check);
    check();
  });

it("switches the streamer's events on once the sign-in succeeded, and not before", async () => {
  await signIns.all.twitch.signIn(new AbortController().signal);
  await server.asked('/token', 1);
  expect(settings.twitchEvents.enabled).toBe(false);
  server.decide('grant');
  await signedIn('twitch');
  expect([settings.twitchEvents.enabled, stored]).toEqual([true, 1]);
});

it('keeps the account of her own apart: it asks for writing only, and switches nothing on', async () => {
  await signIns.all.twitchBot.signIn(new AbortController().signal);
  expect(new URLSearchParams(server.requests[0]?.body).get('scopes')).toBe('user:write:chat');
  server.decide('grant');
  await signedIn('twitchBot');
  expect(settings.twitchEvents.enabled).toBe(false);
  expect([...secrets.keys()]).toEqual(['twitch.botSignIn']);
  expect(signIns.all.twitch.view.get().state).toBe('signed-out');
});
