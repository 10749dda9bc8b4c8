import type { Connector, ConnectorContext, SourcePlanner } from '../connector.ts';
import { signInFromSecret } from '../sign-in/sign-in-record.ts';
import { isChatReadElsewhere } from './twitch-scopes.ts';

/** Follows, points, subs, bits and raids of the streamer's own room, and writing into its chat. Needs the sign-in. */
export const twitchEventsSource: SourcePlanner = ({ settings, secret, keepSecret }) => {
  const { twitchEvents } = settings;
  if (!twitchEvents.enabled || twitchEvents.clientId === '') return [];
  const record = signInFromSecret(secret('twitch.signIn'));
  const isOurs = record?.clientId === twitchEvents.clientId;
  if (record === undefined || !isOurs) {
    return [{ id: 'twitch-events', key: 'signed out', target: '', create: async (context) => createSignedOut(context) }];
  }
  const withChat = !isChatReadElsewhere(settings, record.login);
  const botRecord = signInFromSecret(secret('twitch.botSignIn'));
  const bot = botRecord?.clientId === twitchEvents.clientId ? botRecord : undefined;
  return [
    {
      id: 'twitch-events',
      // The tokens change every few hours under one sign-in; that is no reason to start anew.
      key: JSON.stringify([twitchEvents, record.signInId, bot?.signInId, withChat]),
      target: record.login,
      async create(context) {
        const { createTwitchEventsConnector } = await import('./twitch-events-connector.ts');
        return createTwitchEventsConnector(
          {
            record: signInFromSecret(secret('twitch.signIn')) ?? record,
            socketUrl: twitchEvents.socketUrl,
            apiUrl: twitchEvents.apiUrl,
            authUrl: twitchEvents.authUrl,
            withChat,
            store: { read: () => secret('twitch.signIn'), keep: (value) => keepSecret('twitch.signIn', value) },
            bot: bot && {
              record: signInFromSecret(secret('twitch.botSignIn')) ?? bot,
              store: { read: () => secret('twitch.botSignIn'), keep: (value) => keepSecret('twitch.botSignIn', value) },
            },
          },
          context,
        );
      },
    },
  ];
};

/** Switched on, but nobody is signed in: only says so. */
function createSignedOut({ report }: ConnectorContext): Connector {
  return {
    errors: {},
    start: () =>
      report({
        status: 'failed',
        reason: 'twitch-signed-out',
        message: 'Nobody is signed in to Twitch. Sign in on the connections page.',
      }),
    async close() {},
  };
}
