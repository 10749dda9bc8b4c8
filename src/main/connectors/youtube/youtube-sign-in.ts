import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { createDeviceSignIn } from '../sign-in/device-sign-in.ts';
import type { SignIn } from '../sign-in/sign-in.types.ts';
import { createGoogleAuth, YOUTUBE_SCOPE } from './google-auth.ts';

export interface YoutubeSignInOptions {
  readonly settings: () => Pick<Settings, 'youtube'>;
  readonly clientSecret: () => string | undefined;
  readonly read: () => string | undefined;
  /** Stores the sign-in ('' forgets it) and lets connections begin with it. */
  readonly store: (secret: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The sign-in of the channel that writes into YouTube chat. */
export function createYoutubeSignIn(options: YoutubeSignInOptions): SignIn {
  const { settings, clock } = options;
  return createDeviceSignIn({
    ...options,
    clientId: () => settings().youtube.writing.clientId,
    auth(clientId) {
      const clientSecret = options.clientSecret() ?? '';
      if (clientId === '' || clientSecret === '')
        throw new StudioError('invalid-input', 'Enter the client ID and the client secret of your Google project first.');
      const { apiUrl, writing } = settings().youtube;
      return createGoogleAuth({ clientId, clientSecret, authUrl: writing.authUrl, apiUrl, clock });
    },
    scopes: () => [YOUTUBE_SCOPE],
  });
}
