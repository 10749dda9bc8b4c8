import type { Clock } from '#main/platform/host.ts';

/** What became of a word about a code; names are for the answer. */
export type CodeOutcome =
  | { readonly kind: 'code'; readonly code: string; readonly expiresMs: number }
  | { readonly kind: 'confirm'; readonly code: string; readonly asker: string; readonly claimant: string }
  | { readonly kind: 'agreed'; readonly asker: Side; readonly claimant: Side }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'too-many-tries'; readonly untilMs: number }
  | { readonly kind: 'same-account' };
export interface Side {
  readonly account: string;
  readonly name: string;
}

export interface LinkCodes {
  ask(side: Side): CodeOutcome;
  give(side: Side, code: string): CodeOutcome;
}

interface Code {
  readonly asker: Side;
  readonly expiresMs: number;
  claimant: Side | undefined;
}
interface Tries {
  count: number;
  readonly untilMs: number;
}

const LIVES_MS = 10 * 60_000;
const MAX_TRIES = 5;
/** Codes, and accounts that guessed wrong, that are remembered at most; the oldest leave. */
const MAX_REMEMBERED = 2000;
/** Without those that look or sound alike. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 6;

/**
 * One-time codes by which a viewer shows that two accounts are theirs. A code that is asked for on one account is given on the other, and then once more on the
 * first: chat is public, and whoever reads the code along must not become that viewer. Guesses are limited for each account.
 *   asked → given elsewhere (confirm) → given by who asked (agreed) · ends after ten minutes, or when another is asked for
 */
export function createLinkCodes(clock: Clock, random: () => number): LinkCodes {
  const codes = new Map<string, Code>();
  const tries = new Map<string, Tries>();

  function forgetOld(): void {
    const nowMs = clock.now();
    for (const [code, { expiresMs }] of codes) if (expiresMs <= nowMs) codes.delete(code);
    for (const [account, { untilMs }] of tries) if (untilMs <= nowMs) tries.delete(account);
    for (const map of [codes, tries]) for (const key of map.keys()) if (map.size > MAX_REMEMBERED) map.delete(key);
  }

  function ask(asker: Side): CodeOutcome {
    forgetOld();
    for (const [code, { asker: other }] of codes) if (other.account === asker.account) codes.delete(code);
    let code: string;
    do {
      code = Array.from({ length: LENGTH }, () => LETTERS[Math.floor(random() * LETTERS.length)] ?? 'A').join('');
    } while (codes.has(code));
    const expiresMs = clock.now() + LIVES_MS;
    codes.set(code, { asker, expiresMs, claimant: undefined });
    return { kind: 'code', code, expiresMs };
  }

  function give(side: Side, written: string): CodeOutcome {
    forgetOld();
    const guesses = tries.get(side.account);
    if (guesses && guesses.count >= MAX_TRIES) return { kind: 'too-many-tries', untilMs: guesses.untilMs };
    const text = written.normalize('NFKC').trim().toUpperCase();
    const code = codes.get(text);
    const isOther = code?.claimant !== undefined && ![code.claimant.account, code.asker.account].includes(side.account);
    // A code that somebody else has claimed already is nobody's any more.
    if (!code || isOther) {
      tries.set(side.account, { count: (guesses?.count ?? 0) + 1, untilMs: guesses?.untilMs ?? clock.now() + LIVES_MS });
      return { kind: 'wrong-code' };
    }
    if (side.account !== code.asker.account) {
      code.claimant = side;
      return { kind: 'confirm', code: text, asker: code.asker.name, claimant: side.name };
    }
    if (!code.claimant) return { kind: 'same-account' };
    codes.delete(text);
    return { kind: 'agreed', asker: code.asker, claimant: code.claimant };
  }

  return { ask, give };
}
