import type { Connector } from '#main/connectors/connector.ts';
import { type SignInRecord, secretFromSignIn } from '#main/connectors/sign-in/sign-in-record.ts';
import { createTwitchEventsConnector } from '#main/connectors/twitch/twitch-events-connector.ts';
import { type ConnectorProbe, createConnectorProbe } from './connector-probe.ts';
import { createEventSubServer, type EventSubServer } from './eventsub-server.ts';
import { createImpatientClock } from './impatient-clock.ts';
import { createTwitchAuthServer, type TwitchAuthServer } from './twitch-auth-server.ts';

export const SCOPES_BESIDE_CHAT = ['moderator:read:followers', 'channel:read:redemptions', 'user:write:chat'] as const;
export const ALL_SCOPES = [
  ...SCOPES_BESIDE_CHAT,
  'user:read:chat',
  'bits:read',
  'channel:read:subscriptions',
  'moderator:manage:banned_users',
] as const;

/** A connector with everything of Twitch's that it talks to, and a secret store that remembers what was put in. */
export interface TwitchRoom {
  readonly server: EventSubServer;
  readonly auth: TwitchAuthServer;
  readonly probe: ConnectorProbe;
  readonly clock: ReturnType<typeof createImpatientClock>;
  /** Every secret that was stored, oldest first. */
  readonly stored: string[];
  secret: string;
  /** `withBot`: an account of her own writes. */
  open(options?: { withChat?: boolean; scopes?: readonly string[]; expiresInMs?: number; withBot?: boolean }): Connector;
  ready(): Promise<void>;
  has(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Waits up to this are over at once: pauses between attempts. Time-outs and watchdogs stand until the clock is advanced. */
const PATIENCE_MS = 4500;
export const BOT_ID = '800800';

export async function createTwitchRoom(): Promise<TwitchRoom> {
  const auth = await createTwitchAuthServer();
  const server = await createEventSubServer(auth.isGood, auth.clientId);
  const probe = createConnectorProbe();
  const clock = createImpatientClock(PATIENCE_MS);
  const stored: string[] = [];
  const connectors: Connector[] = [];
  function bot() {
    const record: SignInRecord = {
      signInId: 'sign-in-bot',
      clientId: auth.clientId,
      ...auth.issue(['user:write:chat'], BOT_ID),
      expiresAt: clock.now() + 14_400_000,
      scopes: ['user:write:chat'],
      userId: BOT_ID,
      login: 'yingxi_bot',
    };
    let secret = secretFromSignIn(record);
    const keep = (next: string): void => {
      secret = next;
    };
    return { record, store: { read: () => secret, keep } };
  }
  const room: TwitchRoom = {
    server,
    auth,
    probe,
    clock,
    stored,
    secret: '',
    open({
      withChat = false,
      scopes = withChat ? ALL_SCOPES : SCOPES_BESIDE_CHAT,
      expiresInMs = 14_400_000,
      withBot = false,
    } = {}) {
      const record: SignInRecord = {
        signInId: 'sign-in-1',
        clientId: auth.clientId,
        ...auth.issue(scopes),
        expiresAt: clock.now() + expiresInMs,
        scopes: [...scopes],
        userId: '700700',
        login: 'saltchan',
      };
      room.secret = secretFromSignIn(record);
      const connector = createTwitchEventsConnector(
        {
          record,
          socketUrl: server.socketUrl,
          apiUrl: `${server.api.url}/helix`,
          authUrl: `${auth.url}/oauth2`,
          withChat,
          store: {
            read: () => room.secret,
            keep(secret) {
              stored.push(secret);
              room.secret = secret;
            },
          },
          bot: withBot ? bot() : undefined,
        },
        { ...probe.context, clock },
      );
      connectors.push(connector);
      connector.start();
      return connector;
    },
    ready: () => probe.until(() => probe.lastHealth?.status === 'ready'),
    has: (count) => probe.until(() => probe.events.length >= count),
    async close() {
      await Promise.all(connectors.map((connector) => connector.close()));
      await server.close();
      await auth.close();
    },
  };
  return room;
}

const room = { broadcaster_user_id: '700700', broadcaster_user_login: 'saltchan', broadcaster_user_name: 'saltchan' };
/** Bodies of notifications. */
export const eventSubEvent = {
  follow: (userId: string): object => ({
    ...room,
    user_id: userId,
    user_login: `user${userId}`,
    user_name: `User${userId}`,
    followed_at: '2023-11-14T22:13:20.5Z',
  }),
  redemption: (id: string, text = ''): object => ({
    ...room,
    id,
    user_id: '4242',
    user_login: 'icetea',
    user_name: 'IceTea',
    user_input: text,
    status: 'unfulfilled',
    reward: { id: 'reward-1', title: 'Flip', cost: 500, prompt: '' },
    redeemed_at: '2023-11-14T22:13:20Z',
  }),
  chat: (id: string, text: string, extra: object = {}): object => ({
    ...room,
    chatter_user_id: '4242',
    chatter_user_login: 'icetea',
    chatter_user_name: 'IceTea',
    message_id: id,
    message: { text, fragments: [{ type: 'text', text, cheermote: null, emote: null, mention: null }] },
    color: '#00FF7F',
    badges: [],
    message_type: 'text',
    cheer: null,
    reply: null,
    channel_points_custom_reward_id: null,
    ...extra,
  }),
  cheer: (bits: number): object => ({
    ...room,
    is_anonymous: false,
    user_id: '4242',
    user_login: 'icetea',
    user_name: 'IceTea',
    message: `Cheer${bits}`,
    bits,
  }),
};
