import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import { createBackOff } from '../back-off.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { createErrorCounters } from '../error-counters.ts';
import type { SignInRecord } from '../sign-in/sign-in-record.ts';
import { createSignInTokens } from '../sign-in/sign-in-tokens.ts';
import { eventFromNotification, isKnownSubscription } from './eventsub-events.ts';
import { createEventSubLine, type EventSubLine } from './eventsub-line.ts';
import type { EventSubMessage, EventSubNotification } from './eventsub-message.wire.ts';
import { isPermitted, type SubscribeResult, subscribeAll, wantedSubscriptions } from './eventsub-subscriptions.ts';
import { createHelix } from './helix.ts';
import { createTwitchAuth } from './twitch-auth.ts';
import { noticeOfRevocation, twitchNotice } from './twitch-notices.ts';
import { createTwitchRoomChat } from './twitch-room-chat.ts';
import { serverUrlFrom } from './twitch-settings.ts';

export interface TwitchEventsOptions {
  readonly record: SignInRecord;
  readonly socketUrl: string;
  readonly apiUrl: string;
  readonly authUrl: string;
  /** False: anonymous chat reads this room, and tells chat, cheers, subscriptions and raids. */
  readonly withChat: boolean;
  /** Of the streamer's sign-in. */
  readonly store: TokenStore;
  /** The account of her own that writes, if there is one. */
  readonly bot: { readonly record: SignInRecord; readonly store: TokenStore } | undefined;
}

/** Where the tokens of one sign-in lie. */
export interface TokenStore {
  readonly read: () => string | undefined;
  readonly keep: (secret: string) => void;
}

const REMEMBERED_IDS = 4096;
/** Twitch itself says: older ones are replays. */
const OLDEST_MS = 10 * 60_000;
const BOT_OVER = {
  status: 'degraded',
  reason: 'twitch-bot-over',
  message: 'Twitch no longer accepts the sign-in of her own account: she cannot write. Sign in again on the connections page.',
} as const;

/**
 * The streamer's own room through EventSub, and writing into it.
 *   start → check the sign-in → line → session → subscriptions → ready (degraded when some were refused) → lost → …
 *   failed: the sign-in is over, or Twitch refused everything; a person has to sign in again
 */
export function createTwitchEventsConnector(
  options: TwitchEventsOptions,
  context: ConnectorContext & { readonly random?: () => number },
): Connector {
  const { record } = options;
  const { clock, logger, report, random = Math.random } = context;
  const errors = createErrorCounters();
  /** An event that Twitch sends again has the same id again: it is the thing's own, or its message's. */
  const seen = createRecentIds(REMEMBERED_IDS);
  const startBackOff = createBackOff(random);
  const running = new AbortController();
  const told = new Set<string>();
  let line: EventSubLine | undefined;
  let subscribing: AbortController | undefined;
  let cancelRetry: () => void = () => {};
  let state: 'idle' | 'running' | 'over' = 'idle';
  let isReady = false;
  let isBotOver = false;

  /** Access to Twitch's interface under one sign-in. */
  function accountOf(signIn: SignInRecord, store: TokenStore, onOver: () => void) {
    const auth = createTwitchAuth({ clientId: signIn.clientId, authUrl: options.authUrl, clock });
    const tokens = createSignInTokens({
      record: signIn,
      auth,
      platform: 'Twitch',
      check: auth.validate,
      ...store,
      onOver,
      clock,
      logger,
    });
    const helix = createHelix({ apiUrl: options.apiUrl, clientId: signIn.clientId, tokens, clock });
    return { tokens, helix, userId: signIn.userId, scopes: signIn.scopes };
  }
  const streamer = accountOf(record, options.store, signInOver);
  const { tokens, helix } = streamer;
  const bot = options.bot && accountOf(options.bot.record, options.bot.store, botOver);
  const chat = createTwitchRoomChat({ streamer, bot, clock });
  const wanted = wantedSubscriptions(record.userId, options.withChat);

  function signInOver(): void {
    const message = 'Twitch no longer accepts the sign-in. Sign in again on the connections page.';
    context.emit([twitchNotice('auth_failed', message, record.login, clock.now())]);
    fail('twitch-sign-in-over', message);
  }

  function botOver(): void {
    isBotOver = true;
    if (isReady && state === 'running') ready();
  }

  function ready(): void {
    report(isBotOver ? BOT_OVER : { status: 'ready' });
  }

  function fail(reason: string, message: string): void {
    state = 'over';
    stop();
    report({ status: 'failed', reason, message });
  }

  function stop(): void {
    cancelRetry();
    subscribing?.abort();
    line?.close();
    line = undefined;
    running.abort();
  }

  async function begin(): Promise<void> {
    report({ status: 'connecting', reason: 'connecting', message: `Connecting to the events of ${record.login}.` });
    try {
      await tokens.validate(running.signal);
      // Nobody waits for it: the events come without it.
      void bot?.tokens
        .validate(running.signal)
        .catch((cause: unknown) =>
          logger.warn('the sign-in of her own account could not be checked', { cause: messageFromUnknown(cause) }),
        );
      if (state === 'running') openLine();
    } catch (cause) {
      if (state !== 'running') return;
      const delayMs = startBackOff.next();
      waiting(messageFromUnknown(cause), delayMs);
      cancelRetry = clock.after(delayMs, () => void begin());
    }
  }

  function waiting(what: string, delayMs: number): void {
    const seconds = Math.max(1, Math.round(delayMs / 1000));
    const message = `${what} Trying again in ${seconds} s by itself; check the network if it goes on.`;
    report({ status: 'connecting', reason: 'connection-lost', message });
  }

  function openLine(): void {
    const url = serverUrlFrom(options.socketUrl);
    if (url === undefined) {
      const message = `"${options.socketUrl}" is no ws:// or wss:// address: correct the event server of Twitch in the settings.`;
      fail('bad-server-url', message);
      return;
    }
    line = createEventSubLine({
      url,
      clock,
      random,
      onSession: (sessionId) => void subscribe(sessionId),
      onMessage: take,
      onError(code, cause) {
        errors.add(code);
        logger.debug('an EventSub message could not be used', { code, cause });
      },
      onHandOver: () => logger.info("Twitch's events moved to a new connection"),
      onLost(what, delayMs) {
        isReady = false;
        subscribing?.abort();
        told.clear();
        waiting(what, delayMs);
      },
    });
  }

  async function subscribe(sessionId: string): Promise<void> {
    subscribing?.abort();
    const attempt = new AbortController();
    subscribing = attempt;
    told.clear();
    const permitted = wanted.filter((one) => isPermitted(one, record));
    const unasked = wanted.filter((one) => !permitted.includes(one)).map(({ type }) => ({ type, why: 'no permission' }));
    try {
      const session = { sessionId, helix, clock, onMade: (type: string) => void told.add(type) };
      const { made, refused } = await subscribeAll(permitted, session, attempt.signal);
      if (!attempt.signal.aborted) subscribed({ made, refused: [...unasked, ...refused] });
    } catch (cause) {
      if (attempt.signal.aborted || (cause instanceof StudioError && cause.code === 'unauthorized')) return;
      line?.restart(messageFromUnknown(cause));
    }
  }

  function subscribed({ made, refused }: SubscribeResult): void {
    const list = refused.map(({ type, why }) => `${type} (${why})`).join(', ');
    if (refused.length === 0) {
      isReady = true;
      ready();
    } else if (made.length === 0) fail('twitch-all-refused', `Twitch refused every kind of event: ${list}. Sign in again.`);
    else
      report({
        status: 'degraded',
        reason: 'twitch-some-refused',
        message: `Twitch does not tell ${list}. Sign in again to allow it.`,
      });
  }

  function take(message: Extract<EventSubMessage, { type: 'notification' | 'revocation' }>): void {
    if (message.type === 'revocation') revoked(message);
    else if (message.sentMs !== undefined && clock.now() - message.sentMs > OLDEST_MS) errors.add('too-old');
    else if (!isKnownSubscription(message.subscription)) errors.add('unknown-subscription');
    else emitFrom(message);
  }

  function emitFrom(notification: EventSubNotification): void {
    const { subscription } = notification;
    try {
      const event = eventFromNotification(notification, clock.now(), (type) => told.has(type));
      if (event === undefined) return;
      if (seen.add(event.id)) context.emit([event]);
      else errors.add('duplicate');
    } catch (cause) {
      errors.add('bad-event');
      logger.debug('an EventSub notification could not be understood', { subscription, cause: messageFromUnknown(cause) });
    }
  }

  function revoked(revocation: Extract<EventSubMessage, { type: 'revocation' }>): void {
    const { subscription, status } = revocation;
    told.delete(subscription);
    const notice = noticeOfRevocation(revocation, record.login, clock.now());
    if (seen.add(notice.id)) context.emit([notice]);
    const message = notice.message ?? '';
    if (status === 'authorization_revoked' || status === 'user_removed') fail('twitch-sign-in-over', message);
    else report({ status: 'degraded', reason: 'twitch-some-refused', message });
  }

  return {
    errors: errors.counts,
    get chat() {
      return state === 'running' && !isBotOver ? chat : undefined;
    },
    start() {
      if (state !== 'idle') return;
      state = 'running';
      void begin();
    },
    async close() {
      state = 'over';
      stop();
      await Promise.all([tokens.close(), bot?.tokens.close()]);
    },
  };
}
