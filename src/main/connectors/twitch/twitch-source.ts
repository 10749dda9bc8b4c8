import type { SourcePlanner } from '../connector.ts';
import { signInFromSecret } from '../sign-in/sign-in-record.ts';
import { channelFrom } from './twitch-settings.ts';

/** Twitch chat, read without an account. */
export const twitchSource: SourcePlanner = ({ settings: { twitch, twitchEvents }, secret }) => {
  if (!twitch.enabled || twitch.channel === '') return [];
  const signIn = twitchEvents.enabled ? signInFromSecret(secret('twitch.signIn')) : undefined;
  const withRedemptions = !(
    signIn !== undefined &&
    signIn.clientId === twitchEvents.clientId &&
    signIn.scopes.includes('channel:read:redemptions') &&
    channelFrom(twitch.channel) === signIn.login.toLowerCase()
  );
  return [
    {
      id: 'twitch',
      key: JSON.stringify([twitch, withRedemptions]),
      target: twitch.channel,
      async create(context) {
        const { createTwitchConnector } = await import('./twitch-connector.ts');
        return createTwitchConnector({ channel: twitch.channel, serverUrl: twitch.serverUrl, withRedemptions }, context);
      },
    },
  ];
};
