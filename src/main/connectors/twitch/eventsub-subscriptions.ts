import type { Clock } from '#main/platform/host.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { JsonAnswer } from '../http-json.ts';
import type { SignInRecord } from '../sign-in/sign-in-record.ts';
import { type Helix, retryDelayMs } from './helix.ts';
import { refusalFrom } from './twitch-auth.wire.ts';

/** A kind of event that Twitch is asked for. */
export interface Subscription {
  readonly type: string;
  readonly version: string;
  readonly condition: Readonly<Record<string, string>>;
  /** Permission without which Twitch would refuse. */
  readonly scope: string | undefined;
}

const CHAT = 'user:read:chat';
const SUBSCRIPTIONS = 'channel:read:subscriptions';

/** Follows, redemptions and the stream itself; with `withChat` also what anonymous chat would tell. */
export function wantedSubscriptions(userId: string, withChat: boolean): readonly Subscription[] {
  const room = { broadcaster_user_id: userId };
  const chat = { ...room, user_id: userId };
  const one = (type: string, condition: Readonly<Record<string, string>>, scope?: string, version = '1'): Subscription => ({
    type,
    version,
    condition,
    scope,
  });
  const always = [
    one('channel.follow', { ...room, moderator_user_id: userId }, 'moderator:read:followers', '2'),
    one('channel.channel_points_custom_reward_redemption.add', room, 'channel:read:redemptions'),
    one('stream.online', room),
    one('stream.offline', room),
  ];
  if (!withChat) return always;
  return [
    ...always,
    one('channel.chat.message', chat, CHAT),
    one('channel.chat.message_delete', chat, CHAT),
    one('channel.chat.clear_user_messages', chat, CHAT),
    one('channel.chat.clear', chat, CHAT),
    one('channel.cheer', room, 'bits:read'),
    one('channel.subscribe', room, SUBSCRIPTIONS),
    one('channel.subscription.gift', room, SUBSCRIPTIONS),
    one('channel.subscription.message', room, SUBSCRIPTIONS),
    one('channel.raid', { to_broadcaster_user_id: userId }),
  ];
}

/** Permissions of a sign-in decide before Twitch does. */
export const isPermitted = (subscription: Subscription, record: SignInRecord): boolean =>
  subscription.scope === undefined || record.scopes.includes(subscription.scope);

export interface SubscribeResult {
  readonly made: readonly string[];
  readonly refused: readonly { readonly type: string; readonly why: string }[];
}

/** Tries of one subscription that Twitch answers with "later". */
const TRIES = 4;
const PAUSE_MS = 1000;

/**
 * Makes all of them for a session, four at a time: Twitch ends a session that has none after about 10 s. `onMade` is told of each.
 * Rejects `conflict` when the session is gone, `unauthorized` when the sign-in is over, and when Twitch cannot be reached.
 */
export async function subscribeAll(
  wanted: readonly Subscription[],
  session: { readonly sessionId: string; readonly helix: Helix; readonly clock: Clock; readonly onMade: (type: string) => void },
  signal: AbortSignal,
): Promise<SubscribeResult> {
  const made: string[] = [];
  const refused: { type: string; why: string }[] = [];
  const waiting = [...wanted];
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const why = await subscribe(one, session, signal);
      if (why === undefined) {
        made.push(one.type);
        session.onMade(one.type);
      } else refused.push({ type: one.type, why });
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return { made, refused };
}

/** Undefined when it runs, else why Twitch refused. */
async function subscribe(
  { type, version, condition }: Subscription,
  { sessionId, helix, clock }: { readonly sessionId: string; readonly helix: Helix; readonly clock: Clock },
  signal: AbortSignal,
): Promise<string | undefined> {
  const body = { type, version, condition, transport: { method: 'websocket', session_id: sessionId } };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await helix.post('eventsub/subscriptions', {}, body, signal);
    // 409: this session has it already.
    if (answer.status === 202 || answer.status === 200 || answer.status === 409) return undefined;
    const why = refusalFrom(answer.body) || `HTTP ${answer.status}`;
    if (isSessionGone(answer, why)) throw new StudioError('conflict', `Twitch ended the session (${why}).`);
    const isLater = answer.status === 429 || answer.status >= 500;
    if (!isLater || attempt >= TRIES) return why;
    await createPause(clock)(retryDelayMs(answer, clock.now(), PAUSE_MS * attempt), signal);
    if (signal.aborted) throw new StudioError('cancelled', 'stopped');
  }
}

function isSessionGone(answer: JsonAnswer, why: string): boolean {
  return answer.status === 400 && why.includes('session');
}
