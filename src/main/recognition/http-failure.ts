import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/** What a server's refusal means for the streamer. `address` without its query. */
export function failureFromStatus(status: number, body: string, address: string): StudioError {
  const said = excerpt(body);
  if (status === 401 || status === 403)
    return new StudioError('unavailable', `${address} refuses the key (${status}): enter a valid one under "Ears".${said}`);
  if (status === 404 || status === 405)
    return new StudioError(
      'unavailable',
      `${address} does not exist there (${status}): the address must be that of an OpenAI-style server, mostly ending in /v1.${said}`,
    );
  if (status === 413)
    return new StudioError('provider', `${address} finds the recording too large (413): speak in shorter sentences.`);
  if (status === 429)
    return new StudioError(
      'provider',
      `${address} is busy or the quota is used up (429): wait, or choose another recogniser.${said}`,
    );
  if (status >= 500) return new StudioError('provider', `${address} failed (${status}): look into the server's log.${said}`);
  return new StudioError('provider', `${address} refused the recording (${status}).${said}`);
}

/** What a broken connection means. */
export function failureFromConnection(error: unknown, address: string): StudioError {
  const cause = error instanceof Error && error.cause !== undefined ? messageFromUnknown(error.cause) : messageFromUnknown(error);
  return new StudioError(
    'network',
    `${address} cannot be reached (${cause.slice(0, 160)}): start the server, or check the address under "Ears".`,
    {
      cause: error,
    },
  );
}

/** The start of what a server said, in one line; nothing of a web page. */
export function excerpt(body: string): string {
  const text = errorMessage(body) ?? body;
  if (/^\s*</.test(text)) return ' It answered with a web page.';
  const line = text.replace(/\s+/g, ' ').trim().slice(0, 200);
  return line === '' ? '' : ` It says: "${line}"`;
}

function errorMessage(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return messageIn(value);
  } catch {
    return undefined;
  }
}

/** `{error: {message}}` of OpenAI, `{error}` of whisper.cpp, `{detail}` of FastAPI. */
function messageIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const name of ['error', 'message', 'detail'] as const) {
    const found = name in value ? messageIn(Object.getOwnPropertyDescriptor(value, name)?.value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Addresses of this computer and of the local network: sound sent there does not go online, and their certificates are home-made. */
export function isNearAddress(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name.endsWith('.local') ||
    name === '::1' ||
    /^(?:127|10)\.\d+\.\d+\.\d+$/.test(name) ||
    /^192\.168\.\d+\.\d+$/.test(name) ||
    /^172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(name) ||
    /^(?:fc|fd)[0-9a-f]{2}:/.test(name) ||
    /^fe80:/.test(name)
  );
}
