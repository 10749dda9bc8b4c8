import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { createDeviceSignIn } from '../sign-in/device-sign-in.ts';
import type { SignIn } from '../sign-in/sign-in.types.ts';
import { createTwitchAuth } from './twitch-auth.ts';
import { scopesFor, WRITE_CHAT } from './twitch-scopes.ts';

export interface TwitchSignInOptions {
  readonly settings: () => Pick<Settings, 'twitch' | 'twitchEvents' | 'moderation'>;
  readonly read: () => string | undefined;
  /** Stores the sign-in ('' forgets it) and lets connections begin with it. */
  readonly store: (secret: string) => void;
  /** Somebody has just signed in. */
  readonly onSignedIn?: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The streamer's sign-in at Twitch. */
export function createTwitchSignIn(options: TwitchSignInOptions): SignIn {
  return signInFor(options, (login) => scopesFor(options.settings(), login));
}

/** The sign-in of an account of her own, which only writes. */
export function createTwitchBotSignIn(options: TwitchSignInOptions): SignIn {
  return signInFor(options, () => [WRITE_CHAT]);
}

function signInFor(options: TwitchSignInOptions, scopes: (login: string | undefined) => readonly string[]): SignIn {
  const { settings, clock } = options;
  return createDeviceSignIn({
    ...options,
    clientId: () => settings().twitchEvents.clientId,
    auth(clientId) {
      if (clientId === '') throw new StudioError('invalid-input', 'Enter the client ID of your Twitch application first.');
      return createTwitchAuth({ clientId, authUrl: settings().twitchEvents.authUrl, clock });
    },
    scopes,
  });
}
