import type { SourcePlanner } from '../connector.ts';
import { createTwitchConnector } from './twitch-connector.ts';

/** Twitch chat, read without an account. */
export const twitchSource: SourcePlanner = ({ settings: { twitch } }) =>
  twitch.enabled && twitch.channel !== ''
    ? [
        {
          id: 'twitch',
          key: JSON.stringify(twitch),
          target: twitch.channel,
          create: (context) => createTwitchConnector({ channel: twitch.channel, serverUrl: twitch.serverUrl }, context),
        },
      ]
    : [];
