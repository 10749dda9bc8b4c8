import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { waitAtMost } from '../time-limit.ts';
import type { SignInAuth } from './sign-in.types.ts';
import { type SignInRecord, secretFromSignIn, signInFromSecret } from './sign-in-record.ts';

/**
 * Holds one sign-in while a connection lives: hands out a good access token, renews it before it ends, and asks the platform every hour whether it
 * still holds, where that is demanded (Twitch). A refresh token may be good for one use only, so the new pair is stored before anyone gets to see it.
 */
export interface SignInTokens {
  /** The access token; renewed first when it is about to end. Rejects `unauthorized` once the sign-in is over. */
  access(signal: AbortSignal): Promise<string>;
  /** After the platform refused `stale`. */
  renew(stale: string, signal: AbortSignal): Promise<string>;
  /** Checks now and every hour. Rejects like `access`. */
  validate(signal: AbortSignal): Promise<void>;
  /** Idempotent. Waits a moment for a renewal that is under way: its old token is used up already. */
  close(): Promise<void>;
}

export interface CheckedToken {
  readonly clientId: string;
  readonly userId: string;
  readonly expiresInMs: number;
  readonly scopes: readonly string[];
}

export interface SignInTokensOptions {
  readonly record: SignInRecord;
  readonly auth: Pick<SignInAuth, 'refresh'>;
  /** For people: 'Twitch'. */
  readonly platform: string;
  /** Whether a token still holds; only where the platform wants to be asked. */
  readonly check?: (access: string, signal: AbortSignal) => Promise<CheckedToken | 'refused'>;
  readonly read: () => string | undefined;
  readonly keep: (secret: string) => void;
  /** The sign-in is over; a person has to sign in again. */
  readonly onOver: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Renewed when it would end within this. */
const MARGIN_MS = 5 * 60_000;
const VALIDATE_EVERY_MS = 60 * 60_000;
const CLOSE_MS = 1500;

export function createSignInTokens(options: SignInTokensOptions): SignInTokens {
  const { auth, platform, clock, logger } = options;
  let record = options.record;
  let over = false;
  let closed = false;
  let renewal: Promise<void> | undefined;
  let cancelTimer: () => void = () => {};
  /** Never aborted by a caller: half a renewal would lose the sign-in. */
  const lasting = new AbortController();

  /** Somebody else's newer pair of the same sign-in, or undefined when this sign-in was ended elsewhere. */
  const stored = (): SignInRecord | undefined => {
    const other = signInFromSecret(options.read());
    return other?.signInId === record.signInId ? other : undefined;
  };
  const end = (): StudioError => {
    if (!over) {
      over = true;
      cancelTimer();
      if (!closed) options.onOver();
    }
    return new StudioError('unauthorized', `The ${platform} sign-in has ended. Sign in again on the connections page.`);
  };

  async function renewOnce(): Promise<void> {
    const now = stored();
    if (now === undefined) throw end();
    if (now.access !== record.access) {
      record = now;
      return;
    }
    const tokens = await auth.refresh(record.refresh, lasting.signal);
    const still = stored();
    if (still === undefined) throw end();
    if (tokens === 'refused') {
      if (still.access === record.access) throw end();
      record = still;
      return;
    }
    const renewed = {
      ...record,
      access: tokens.access,
      refresh: tokens.refresh,
      expiresAt: clock.now() + tokens.expiresInMs,
      scopes: tokens.scopes.length > 0 ? [...tokens.scopes] : record.scopes,
    };
    options.keep(secretFromSignIn(renewed));
    record = renewed;
    logger.info('the sign-in was renewed', { platform });
  }

  async function renewed(signal: AbortSignal): Promise<string> {
    if (over) throw end();
    renewal ??= renewOnce().finally(() => {
      renewal = undefined;
    });
    await renewal;
    if (signal.aborted) throw new StudioError('cancelled', 'stopped');
    return record.access;
  }

  async function check(signal: AbortSignal): Promise<void> {
    const answer = await options.check?.(record.access, signal);
    if (answer === undefined) return;
    if (answer === 'refused') await renewed(signal);
    else if (answer.clientId !== record.clientId || answer.userId !== record.userId) throw end();
    else record = { ...record, expiresAt: clock.now() + answer.expiresInMs, scopes: [...answer.scopes] };
  }

  function checkLater(): void {
    cancelTimer();
    if (closed || over) return;
    cancelTimer = clock.after(VALIDATE_EVERY_MS, () => {
      check(lasting.signal).then(checkLater, (cause: unknown) => {
        logger.warn('the sign-in could not be checked', { platform, cause: messageFromUnknown(cause) });
        checkLater();
      });
    });
  }

  return {
    async access(signal) {
      if (over) throw end();
      return clock.now() > record.expiresAt - MARGIN_MS ? renewed(signal) : record.access;
    },
    async renew(stale, signal) {
      return stale === record.access || renewal !== undefined ? renewed(signal) : record.access;
    },
    async validate(signal) {
      checkLater();
      await check(signal);
    },
    async close() {
      if (closed) return;
      closed = true;
      cancelTimer();
      await waitAtMost(clock, CLOSE_MS, renewal);
      if (renewal === undefined) lasting.abort();
    },
  };
}
