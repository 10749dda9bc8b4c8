import { type ErrorCode, messageFromUnknown, StudioError } from '#shared/errors.ts';

/** How a connection ended: a close code of WebSocket or of obs-websocket, and what the far side said. */
export interface ObsEnd {
  readonly code: number;
  readonly reason: string;
}
export const END_OF_OWN_ACCORD: ObsEnd = { code: 1000, reason: 'the studio closed it' };
/** 1006 is what WebSocket calls a connection that ended without a word. */
export const OBS_SILENT: ObsEnd = { code: 1006, reason: 'OBS does not answer any more' };

/** Why there is no connection. `waiting`: trying again by itself may help; `refused`: only a change by the streamer does. */
export interface ObsFailure {
  readonly state: 'waiting' | 'refused';
  readonly reason: string;
  readonly message: string;
}

/** Turns a failed request into an error that a program can choose on and a streamer can act on. */
export function callFailure(what: string, cause: unknown): StudioError {
  if (cause instanceof StudioError) return cause;
  if (!isFromObs(cause))
    return new StudioError('unavailable', `OBS could not be asked for ${what}: ${messageFromUnknown(cause)}. Try again.`, {
      cause,
    });
  const [code, nextStep] = meaningOf(cause.code);
  const said = cause.message === '' ? `${cause.code}` : `${cause.code}: ${cause.message}`;
  return new StudioError(code, `OBS refused ${what} (${said}). ${nextStep}`, { cause });
}

/** Status codes of the protocol, section RequestStatus. */
function meaningOf(status: number): readonly [ErrorCode, string] {
  if (status === 204) return ['unavailable', 'This OBS is too old for it: update OBS.'];
  if (status === 207) return ['unavailable', 'OBS is still starting or changes its scene collection: try again in a moment.'];
  if (status === 600) return ['not-found', 'It may have been renamed or removed in OBS: choose it again.'];
  if (status === 601) return ['conflict', 'Something of this name exists in OBS: choose another name.'];
  if (status === 604 || (status >= 500 && status < 600))
    return ['conflict', 'OBS is in another state than this needs: look at OBS and try again.'];
  if (status >= 605 && status <= 607) return ['invalid-input', 'This OBS has no such kind, or it cannot be changed.'];
  if (status >= 700 || status === 205) return ['unavailable', 'OBS could not do it: look at OBS, then try again.'];
  return ['invalid-input', 'Check the names and values.'];
}

/** What an end of a connection means that worked until then. */
export function failureOfEnd(end: ObsEnd): ObsFailure {
  return failureOfCode(end, true) ?? broken(end);
}

function broken(end: ObsEnd): ObsFailure {
  const said = end.reason === '' ? '' : `, ${end.reason}`;
  return waiting(
    'lost',
    `The connection to OBS broke (code ${end.code}${said}). It is tried again by itself; start OBS if it is not running.`,
  );
}

/** Why connecting failed. `url` is where, `hasPassword` whether one was sent. */
export function failureOfConnecting(cause: unknown, url: string, hasPassword: boolean): ObsFailure {
  const text = messageFromUnknown(cause);
  if (isFromObs(cause) && cause.code >= 1000 && cause.code !== 1006) {
    const end = { code: cause.code, reason: text };
    return failureOfCode(end, hasPassword) ?? broken(end);
  }
  if (cause instanceof StudioError && cause.code === 'timeout') return waiting('no-answer', noAnswer(url));
  return failureOfTls(text, url) ?? failureOfNetwork(text, url) ?? failureOfHttp(text, url) ?? nothingThere(url, text);
}

function noAnswer(url: string): string {
  return `Something takes connections at ${url}, but it does not speak as OBS does. Check the port; restart OBS if it hangs.`;
}

/** Close codes that say what to do: section WebSocketCloseCode of the protocol, and 1001 ("going away"). */
function failureOfCode({ code, reason }: ObsEnd, hasPassword: boolean): ObsFailure | undefined {
  if (code === 1001) return waiting('closed', 'OBS was closed. It is found again when it is opened.');
  if (code === 4009) {
    return hasPassword
      ? refused(
          'wrong-password',
          'OBS refused the password. Copy it from OBS: Tools → WebSocket Server Settings → Show Connect Info.',
        )
      : refused(
          'password-missing',
          'OBS asks for a password. Copy it from OBS: Tools → WebSocket Server Settings → Show Connect Info.',
        );
  }
  if (code === 4010)
    return refused(
      'version-mismatch',
      'This OBS speaks another version of its protocol. Update OBS (28 or newer) and this program.',
    );
  if (code === 4011) return refused('kicked', 'The connection was ended in OBS by hand. Press "Try again" to come back.');
  if (code === 4012) return refused('unsupported', `OBS lacks something that this program needs (${reason}). Update OBS.`);
  return undefined;
}

function failureOfTls(text: string, url: string): ObsFailure | undefined {
  if (/self[- ]signed|unable to (verify|get)|certificate has expired|CERT_|altnames|not yet valid/i.test(text)) {
    const next =
      'Give the proxy a certificate that this computer trusts for this name, or reach OBS through ws:// in your own network.';
    return refused('certificate', `The certificate of ${url} cannot be trusted (${text}). ${next}`);
  }
  if (/wrong version number|EPROTO|SSL routines|packet length too long/i.test(text))
    return refused('no-tls', `${url} does not speak TLS. Write ws:// instead of wss://, or put a TLS proxy in front of OBS.`);
  return undefined;
}

function failureOfNetwork(text: string, url: string): ObsFailure | undefined {
  if (/Invalid URL|URL's protocol|fragment identifier/i.test(text))
    return refused('bad-address', `"${url}" is no address of OBS. Write it like ws://192.168.1.20:4455.`);
  if (/ENOTFOUND|EAI_AGAIN/.test(text))
    return waiting('no-such-host', `No computer is known under the name in ${url}. Check the address.`);
  if (/EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/.test(text))
    return waiting('unreachable', `${url} cannot be reached. Check the address, the network and the firewall.`);
  return undefined;
}

function failureOfHttp(text: string, url: string): ObsFailure | undefined {
  const status = /Unexpected server response: (\d+)/.exec(text)?.[1];
  if (status === undefined && !/subprotocol|Parse Error|socket hang up|Invalid WebSocket|Sec-WebSocket/i.test(text))
    return undefined;
  if (status !== undefined && Number(status) >= 500)
    return waiting('proxy-no-obs', `The proxy at ${url} answers, but does not reach OBS (${status}). Start OBS.`);
  if (status === '401' || status === '403')
    return refused(
      'proxy-refused',
      `The proxy at ${url} refuses (${status}). Check its access rules and the path of the address.`,
    );
  return waiting('not-obs', `What answers at ${url} is not OBS (${text}). Check the port and the path of the address.`);
}

function nothingThere(url: string, text: string): ObsFailure {
  const said = text === '' ? '' : ` (${text})`;
  const next = 'Start OBS and switch on Tools → WebSocket Server Settings → Enable WebSocket server.';
  return waiting('nothing-there', `Nothing answers at ${url}${said}. ${next}`);
}

/** The library's own error: a status code of a request, or the close code of a connection. */
function isFromObs(error: unknown): error is Error & { readonly code: number } {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}

function waiting(reason: string, message: string): ObsFailure {
  return { state: 'waiting', reason, message };
}

function refused(reason: string, message: string): ObsFailure {
  return { state: 'refused', reason, message };
}
