/** What to do about a code other than 0 in answer to `start`. */
export type OpenRefusal =
  /** Trying again cannot mend it, and is complained about. */
  | { readonly action: 'fail'; readonly reason: string; readonly message: string }
  /** Once more with a new nonce, then it is a failure. */
  | { readonly action: 'once-more'; readonly reason: string; readonly message: string }
  /** Again after `minMs` to twice that. */
  | { readonly action: 'wait'; readonly reason: string; readonly message: string; readonly minMs: number };

const LONG_WAIT_MS = 30_000;
/** A clock that is further off is the likely cause when a signature is refused. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Codes by which a running session turns out to be over: start a new one. On `end` they are as good as success. */
export const SESSION_OVER: ReadonlySet<number> = new Set([7000, 7003]);

export function openRefusal(code: number, said: string, clockAheadMs: number | undefined): OpenRefusal {
  switch (code) {
    case 4002:
    case 4003:
    case 4004:
      return signatureRefusal(code, said, clockAheadMs);
    case 4009:
      return waiting('bili-rate-limited', 'Bilibili wants fewer requests; waiting before the next one.');
    case 7001:
    case 7002:
      return waiting(
        'bili-cooling',
        'An earlier session of this room is still cooling down, or another program holds it. Close other programs of the same project; it is tried again by itself.',
      );
    case 7000:
    case 7003:
      return { action: 'wait', reason: 'bili-session-over', message: 'The session was over; a new one is started.', minMs: 1000 };
    case 7007:
      return failure(
        'bili-identity-code',
        'Bilibili does not know this identity code. Copy it again from your streaming page and save it.',
      );
    case 7010:
      return failure(
        'bili-too-many',
        'The same project is open in this room more than five times. Close the others, then switch this connection off and on.',
      );
    default:
      return waiting(
        'bili-refused',
        `Bilibili refused the session with code ${code}${said === '' ? '' : ` (${said.slice(0, 200)})`}. Check the project number.`,
      );
  }
}

function signatureRefusal(code: number, said: string, clockAheadMs: number | undefined): OpenRefusal {
  const isClockOff = clockAheadMs !== undefined && Math.abs(clockAheadMs) > CLOCK_TOLERANCE_MS;
  if (code === 4003 || isClockOff) {
    const how =
      clockAheadMs === undefined || !isClockOff
        ? ''
        : ` It is ${Math.round(Math.abs(clockAheadMs) / 60_000)} min ${clockAheadMs > 0 ? 'ahead' : 'behind'}.`;
    return {
      action: 'once-more',
      reason: 'bili-clock',
      message: `Bilibili refused the time of the request.${how} Let this computer set its clock by the network, then switch the connection off and on.`,
    };
  }
  return {
    action: 'once-more',
    reason: 'bili-signature',
    message: `Bilibili refused the signature (code ${code}${said === '' ? '' : `: ${said.slice(0, 200)}`}). Check the access key id and secret.`,
  };
}

function failure(reason: string, message: string): OpenRefusal {
  return { action: 'fail', reason, message };
}

function waiting(reason: string, message: string): OpenRefusal {
  return { action: 'wait', reason, message, minMs: LONG_WAIT_MS };
}
