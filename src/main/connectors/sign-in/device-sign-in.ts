import { randomUUID } from 'node:crypto';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { createCell } from '#shared/cell.ts';
import type { SignInView } from '#shared/contract/rooms.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { DeviceCode, PollAnswer, SignIn, SignInAuth, Tokens } from './sign-in.types.ts';
import { type SignInRecord, secretFromSignIn, signInFromSecret } from './sign-in-record.ts';

export interface DeviceSignInOptions {
  readonly clientId: () => string;
  /** With the addresses that the settings name now. Throws when something is not filled in. */
  readonly auth: (clientId: string) => SignInAuth;
  /** Permissions that the settings need now; `login`: of the account, once it is known. */
  readonly scopes: (login: string | undefined) => readonly string[];
  readonly read: () => string | undefined;
  /** Stores the sign-in ('' forgets it) and lets connections begin with it. */
  readonly store: (secret: string) => void;
  /** Somebody has just signed in. */
  readonly onSignedIn?: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Problem = Extract<SignInView, { state: 'signed-out' }>['problem'];
/** RFC 8628, 3.5: who is told to slow down adds this much. */
const SLOW_DOWN_MS = 5000;
/** Nobody types for longer; platforms say half an hour. */
const LONGEST_WAIT_MS = 60 * 60_000;

/**
 *   signed-out → (a code is asked for) → waiting: the code is shown, the platform is asked every few seconds → signed-in
 *   waiting → signed-out: denied, expired, refused, or cancelled
 */
export function createDeviceSignIn(options: DeviceSignInOptions): SignIn {
  const { clock, logger } = options;
  const pause = createPause(clock);
  const view = createCell<SignInView>(stored('none'));
  let attempt: AbortController | undefined;

  const record = (): SignInRecord | undefined => signInFromSecret(options.read());

  function stored(problem: Problem, message = ''): SignInView {
    const kept = signInFromSecret(options.read());
    if (kept === undefined || kept.clientId !== options.clientId()) return { state: 'signed-out', problem, message };
    const missing = options.scopes(kept.login).filter((scope) => !kept.scopes.includes(scope));
    return { state: 'signed-in', login: kept.login, scopes: kept.scopes, missing };
  }

  function over(problem: Problem, message = ''): void {
    attempt?.abort();
    attempt = undefined;
    view.set(stored(problem, message));
  }

  async function ask(auth: SignInAuth, own: AbortController, signal: AbortSignal): Promise<void> {
    const abort = (): void => own.abort();
    signal.addEventListener('abort', abort);
    const scopes = options.scopes(record()?.login);
    try {
      const code = await auth.deviceCode(scopes, own.signal);
      if (own.signal.aborted) return;
      const expiresAt = clock.now() + Math.min(LONGEST_WAIT_MS, code.expiresInMs);
      view.set({ state: 'waiting', userCode: code.userCode, address: code.address, expiresAt });
      void waitFor(auth, code, { scopes, until: expiresAt, own });
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async function waitFor(
    auth: SignInAuth,
    code: DeviceCode,
    { scopes, until, own }: { readonly scopes: readonly string[]; readonly until: number; readonly own: AbortController },
  ): Promise<void> {
    let { intervalMs } = code;
    for (;;) {
      await pause(intervalMs, own.signal);
      if (own.signal.aborted) return;
      const answer = await polled(auth, code, scopes, own.signal);
      if (own.signal.aborted) return;
      if (answer.state === 'slow-down') intervalMs += SLOW_DOWN_MS;
      if (answer.state === 'granted') await granted(auth, answer.tokens, { scopes, own });
      else if (answer.state === 'denied') over('denied');
      else if (answer.state === 'expired' || clock.now() >= until) over('expired');
      else if (answer.state === 'refused') over('refused', answer.why);
      // Each of them ended the attempt.
      if (own.signal.aborted) return;
    }
  }

  /** Trouble with the network is no answer: the code stays good. */
  async function polled(auth: SignInAuth, code: DeviceCode, scopes: readonly string[], signal: AbortSignal): Promise<PollAnswer> {
    try {
      return await auth.poll(code.deviceCode, scopes, signal);
    } catch (cause) {
      logger.debug('the platform could not be asked for the sign-in', { cause: messageFromUnknown(cause) });
      return { state: 'pending' };
    }
  }

  async function granted(
    auth: SignInAuth,
    tokens: Tokens,
    { scopes, own }: { readonly scopes: readonly string[]; readonly own: AbortController },
  ): Promise<void> {
    try {
      const who = await auth.who(tokens.access, own.signal);
      if (own.signal.aborted) return;
      if (who === 'refused') {
        over('refused', 'the new sign-in was not accepted');
        return;
      }
      options.store(
        secretFromSignIn({
          signInId: randomUUID(),
          clientId: options.clientId(),
          access: tokens.access,
          refresh: tokens.refresh,
          expiresAt: clock.now() + tokens.expiresInMs,
          scopes: [...(tokens.scopes.length > 0 ? tokens.scopes : (who.scopes ?? scopes))],
          userId: who.userId,
          login: who.login,
        }),
      );
      over('none');
      options.onSignedIn?.();
    } catch (cause) {
      if (!own.signal.aborted) over('refused', messageFromUnknown(cause));
    }
  }

  return {
    view,
    async signIn(signal) {
      const auth = options.auth(options.clientId());
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
      const kept = record();
      options.store('');
      over('none');
      if (kept === undefined) return;
      const leave = new AbortController();
      try {
        await options.auth(kept.clientId).revoke(kept, leave.signal);
      } catch (cause) {
        logger.warn('the platform was not told of the sign-out', { cause: messageFromUnknown(cause) });
      }
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
