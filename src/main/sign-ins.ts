import type { SecretName, Settings, SettingsPatch } from '#shared/settings/settings.ts';
import type { SignIn } from './connectors/sign-in/sign-in.types.ts';
import { createTwitchBotSignIn, createTwitchSignIn } from './connectors/twitch/twitch-sign-in.ts';
import { createYoutubeSignIn } from './connectors/youtube/youtube-sign-in.ts';
import type { Clock, SecretStore } from './platform/host.ts';
import type { Logger } from './platform/logger.ts';

/** The accounts that rooms need. */
export interface SignIns {
  readonly all: { readonly twitch: SignIn; readonly twitchBot: SignIn; readonly youtube: SignIn };
  /** The settings or the stored sign-ins changed. */
  refresh(): void;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface SignInsOptions {
  readonly settings: () => Settings;
  readonly change: (patch: SettingsPatch) => void;
  readonly secrets: Pick<SecretStore, 'get' | 'set'>;
  /** A sign-in was stored or forgotten. */
  readonly onStored: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createSignIns({ settings, change, secrets, onStored, clock, logger }: SignInsOptions): SignIns {
  const kept = (name: SecretName) => ({
    read: () => secrets.get(name),
    store(secret: string) {
      secrets.set(name, secret);
      onStored();
    },
  });
  const shared = { settings, clock };
  const all = {
    twitch: createTwitchSignIn({
      ...shared,
      ...kept('twitch.signIn'),
      // Who signs in wants it to run; the page offers the way back.
      onSignedIn: () => change({ twitchEvents: { enabled: true } }),
      logger: logger.child('twitch'),
    }),
    twitchBot: createTwitchBotSignIn({ ...shared, ...kept('twitch.botSignIn'), logger: logger.child('twitch-bot') }),
    youtube: createYoutubeSignIn({
      ...shared,
      ...kept('youtube.signIn'),
      clientSecret: () => secrets.get('youtube.clientSecret'),
      logger: logger.child('youtube'),
    }),
  };
  return {
    all,
    refresh() {
      for (const one of Object.values(all)) one.refresh();
    },
    async close() {
      await Promise.all(Object.values(all).map((one) => one.close()));
    },
  };
}
