import { randomUUID } from 'node:crypto';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { createCell } from '#shared/cell.ts';
import type { TwitchSignInView } from '#shared/contract/rooms.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { createTwitchAuth, type DeviceCode, type PollAnswer, type Tokens, type TwitchAuth } from './twitch-auth.ts';
import { missingScopes, scopesFor } from './twitch-scopes.ts';
import type { TwitchSignIn } from './twitch-sign-in.types.ts';
import { secretFromSignIn, signInFromSecret } from './twitch-sign-in-record.ts';

export interface TwitchSignInOptions {
  readonly settings: () => Pick<Settings, 'twitch' | 'twitchEvents' | 'moderation'>;
  readonly read: () => string | undefined;
  /** Stores the sign-in ('' forgets it) and lets connections begin with it. */
  readonly store: (secret: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Problem = Extract<TwitchSignInView, { state: 'signed-out' }>['problem'];
/** RFC 8628, 3.5: who is told to slow down adds this much. */
const SLOW_DOWN_MS = 5000;
/** Nobody types for longer; Twitch says half an hour. */
const LONGEST_WAIT_MS = 60 * 60_000;

/**
 *   signed-out → (a code is asked for) → waiting: the code is shown, Twitch is asked every few seconds → signed-in
 *   waiting → signed-out: denied, expired, refused, or cancelled
 */
export function createTwitchSignIn(options: TwitchSignInOptions): TwitchSignIn {
  const { settings, clock, logger } = options;
  const pause = createPause(clock);
  const view = createCell<TwitchSignInView>(stored('none'));
  let attempt: AbortController | undefined;

  function stored(problem: Problem, message = ''): TwitchSignInView {
    const record = signInFromSecret(options.read());
    const now = settings();
    if (record === undefined || record.clientId !== now.twitchEvents.clientId) return { state: 'signed-out', problem, message };
    return { state: 'signed-in', login: record.login, scopes: record.scopes, missing: [...missingScopes(now, record)] };
  }

  const authNow = (): TwitchAuth => {
    const { clientId, authUrl } = settings().twitchEvents;
    if (clientId === '') throw new StudioError('invalid-input', 'Enter the client ID of your Twitch application first.');
    return createTwitchAuth({ clientId, authUrl, clock });
  };

  function over(problem: Problem, message = ''): void {
    attempt?.abort();
    attempt = undefined;
    view.set(stored(problem, message));
  }

  async function ask(auth: TwitchAuth, own: AbortController, signal: AbortSignal): Promise<void> {
    const abort = (): void => own.abort();
    signal.addEventListener('abort', abort);
    const scopes = scopesFor(settings(), signInFromSecret(options.read())?.login);
    try {
      const code = await auth.deviceCode(scopes, own.signal);
      if (own.signal.aborted) return;
      view.set({
        state: 'waiting',
        userCode: code.userCode,
        address: code.address,
        expiresAt: clock.now() + Math.min(LONGEST_WAIT_MS, code.expiresInMs),
      });
      void waitFor(auth, code, scopes, own);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async function waitFor(auth: TwitchAuth, code: DeviceCode, scopes: readonly string[], own: AbortController): Promise<void> {
    const until = clock.now() + Math.min(LONGEST_WAIT_MS, code.expiresInMs);
    let { intervalMs } = code;
    for (;;) {
      await pause(intervalMs, own.signal);
      if (own.signal.aborted) return;
      const answer = await polled(auth, code, scopes, own.signal);
      if (own.signal.aborted) return;
      if (answer.state === 'slow-down') intervalMs += SLOW_DOWN_MS;
      if (answer.state === 'granted') await granted(auth, answer.tokens, own);
      else if (answer.state === 'denied') over('denied');
      else if (answer.state === 'expired' || clock.now() >= until) over('expired');
      else if (answer.state === 'refused') over('refused', answer.why);
      // Each of them ended the attempt.
      if (own.signal.aborted) return;
    }
  }

  /** Trouble with the network is no answer: the code stays good. */
  async function polled(auth: TwitchAuth, code: DeviceCode, scopes: readonly string[], signal: AbortSignal): Promise<PollAnswer> {
    try {
      return await auth.poll(code.deviceCode, scopes, signal);
    } catch (cause) {
      logger.debug('Twitch could not be asked for the sign-in', { cause: messageFromUnknown(cause) });
      return { state: 'pending' };
    }
  }

  async function granted(auth: TwitchAuth, tokens: Tokens, own: AbortController): Promise<void> {
    try {
      const who = await auth.validate(tokens.access, own.signal);
      if (own.signal.aborted) return;
      if (who === 'refused') {
        over('refused', 'the new sign-in was not accepted');
        return;
      }
      options.store(
        secretFromSignIn({
          signInId: randomUUID(),
          clientId: settings().twitchEvents.clientId,
          access: tokens.access,
          refresh: tokens.refresh,
          expiresAt: clock.now() + tokens.expiresInMs,
          scopes: [...(tokens.scopes.length > 0 ? tokens.scopes : who.scopes)],
          userId: who.userId,
          login: who.login,
        }),
      );
      over('none');
    } catch (cause) {
      if (!own.signal.aborted) over('refused', messageFromUnknown(cause));
    }
  }

  return {
    view,
    async signIn(signal) {
      const auth = authNow();
      attempt?.abort();
      const own = new AbortController();
      attempt = own;
      try {
        await ask(auth, own, signal);
      } catch (cause) {
        if (attempt === own) over('none');
        throw cause;
      }
    },
    cancel: () => over('none'),
    async signOut() {
      const record = signInFromSecret(options.read());
      options.store('');
      over('none');
      if (record === undefined) return;
      const { authUrl } = settings().twitchEvents;
      const leave = new AbortController();
      await createTwitchAuth({ clientId: record.clientId, authUrl, clock })
        .revoke(record.access, leave.signal)
        .catch((cause: unknown) => logger.warn('Twitch was not told of the sign-out', { cause: messageFromUnknown(cause) }));
    },
    refresh() {
      if (attempt !== undefined) return;
      const before = view.get();
      // A refused attempt stays told until the next one.
      const now = before.state === 'signed-out' ? stored(before.problem, before.message) : stored('none');
      if (JSON.stringify(now) !== JSON.stringify(before)) view.set(now);
    },
    async close() {
      attempt?.abort();
      attempt = undefined;
    },
  };
}
