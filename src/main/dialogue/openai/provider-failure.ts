/** Why a model gave no (or only half an) answer. Stable codes which the interface translates. */
export type FailureReason =
  | 'bad-url'
  | 'wrong-key'
  | 'forbidden'
  | 'no-credit'
  | 'unreachable'
  | 'certificate'
  | 'connect-timeout'
  | 'first-token-timeout'
  | 'idle-timeout'
  | 'rate-limited'
  | 'server-error'
  | 'model-not-found'
  | 'no-model'
  | 'not-an-api'
  | 'bad-request'
  | 'malformed-stream'
  | 'provider-error'
  | 'cut-off'
  | 'empty-answer'
  | 'too-large';

/** `message` is English, ends with the next step and never holds a key. */
export interface ProviderFailure {
  readonly reason: FailureReason;
  readonly message: string;
  /** Another try at once may well succeed. */
  readonly retryable: boolean;
  /** Nothing will change until somebody changes a setting or starts a server. */
  readonly permanent: boolean;
  /** How long the server asked us to wait. */
  readonly retryAfterMs: number | undefined;
}

const RETRYABLE: ReadonlySet<FailureReason> = new Set([
  'unreachable',
  'connect-timeout',
  'rate-limited',
  'server-error',
  'cut-off',
]);
const PERMANENT: ReadonlySet<FailureReason> = new Set([
  'bad-url',
  'wrong-key',
  'forbidden',
  'no-credit',
  'unreachable',
  'certificate',
  'model-not-found',
  'no-model',
  'not-an-api',
  'bad-request',
]);

export function providerFailure(reason: FailureReason, message: string, retryAfterMs?: number): ProviderFailure {
  return { reason, message, retryable: RETRYABLE.has(reason), permanent: PERMANENT.has(reason), retryAfterMs };
}

const SECRET_LIKE = /\b(?:sk|pk|rk|gsk|key|xai|hf|AIza)[-_][\w-]{6,}|Bearer\s+[^\s"']+|AIza[\w-]{10,}/gi;

/** Foreign text fit for a log line: one line, at most `limit` characters, without `key` and without anything that looks like one. */
export function scrubbed(text: string, key: string | undefined, limit = 200): string {
  const withoutKey = key !== undefined && key.length >= 4 ? text.split(key).join('•••') : text;
  const line = withoutKey
    .replace(SECRET_LIKE, '•••')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

export interface HttpRefusal {
  readonly status: number;
  /** The start of the body, at most 64 kB. */
  readonly body: string;
  readonly retryAfterMs: number | undefined;
  /** For people: host and path, no query. */
  readonly address: string;
  readonly model: string;
  readonly key: string | undefined;
}

/** What a status other than 2xx means, in words for a streamer. */
export function failureFromStatus(refusal: HttpRefusal): ProviderFailure {
  const { status, address, retryAfterMs } = refusal;
  const said = scrubbed(errorTextOfBody(refusal.body) ?? '', refusal.key);
  const quote = said === '' ? '' : ` It says: "${said}".`;
  const fail = (reason: FailureReason, message: string) => providerFailure(reason, message, retryAfterMs);
  if (status === 401)
    return fail(
      'wrong-key',
      refusal.key === undefined
        ? `${address} wants an API key (HTTP 401).${quote} Enter one under Brain.`
        : `${address} does not accept the API key (HTTP 401).${quote} Check or replace the key under Brain.`,
    );
  if (status === 402 || /insufficient.{0,3}(quota|balance|credit)|exceeded your current quota|余额不足|欠费/i.test(refusal.body))
    return fail(
      'no-credit',
      `The account at ${address} has no credit left (HTTP ${status}).${quote} Top it up or choose another provider.`,
    );
  if (status === 403)
    return fail('forbidden', `${address} refuses this key or region (HTTP 403).${quote} Check what the key may use.`);
  if (isHtml(refusal.body) && status < 500) return htmlFailure(address, status);
  if (
    (status === 404 || status === 400) &&
    /model/i.test(said) &&
    /not.{0,4}found|not exist|unknown|does not|no such|invalid|不存在|pull/i.test(said)
  )
    return fail(
      'model-not-found',
      `${address} does not have the model "${refusal.model}".${quote} Choose one from the list under Brain.`,
    );
  if (status === 404 || status === 405)
    return fail(
      'not-an-api',
      `${address} has no chat API at this path (HTTP ${status}).${quote} The base URL should end where /chat/completions begins, mostly with /v1.`,
    );
  if (status === 429)
    return fail(
      'rate-limited',
      `${address} asks for fewer requests (HTTP 429)${waitText(retryAfterMs)}.${quote} Wait, or raise the limit of your account.`,
    );
  if (status === 408 || status === 425 || status >= 500)
    return fail(
      'server-error',
      `${address} has a fault of its own (HTTP ${status}).${quote} It is tried again with the next message.`,
    );
  if (status >= 300 && status < 400)
    return fail('not-an-api', `${address} sends us elsewhere (HTTP ${status}). Enter the address it points to as base URL.`);
  return fail(
    'bad-request',
    `${address} does not understand the request (HTTP ${status}).${quote} Check model name and settings under Brain.`,
  );
}

function waitText(retryAfterMs: number | undefined): string {
  return retryAfterMs === undefined ? '' : `, next in ${Math.ceil(retryAfterMs / 1000)} s`;
}

/** A web page where an API was expected. */
export function htmlFailure(address: string, status: number): ProviderFailure {
  return providerFailure(
    status >= 500 ? 'server-error' : 'not-an-api',
    `${address} answers with a web page (HTTP ${status}), not with an API. Check the base URL (mostly it ends with /v1); a proxy or log-in page may be in between.`,
  );
}

export function isHtml(body: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}

/** The message in an error body of any of the usual forms; undefined for HTML and empty bodies. */
function errorTextOfBody(body: string): string | undefined {
  if (body.trim() === '' || isHtml(body)) return undefined;
  try {
    return errorText(JSON.parse(body)) ?? body;
  } catch {
    return body;
  }
}

/** The message in a parsed error object: `{error:{message}}`, `{error:""}`, `{message}`, `{detail}`. */
export function errorText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return errorText(value[0]);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const name of ['error', 'message', 'detail', 'msg'] as const) {
    if (!(name in value)) continue;
    const inner = errorText(Reflect.get(value, name));
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** What a failed connection means. `error` is what node:http emitted. */
export function failureFromNetwork(error: unknown, address: string, key: string | undefined): ProviderFailure {
  const code = codeOf(error);
  if (code === 'ERR_INVALID_CHAR')
    return providerFailure(
      'wrong-key',
      'The API key holds characters that no key has, perhaps pasted along with it. Enter it again under Brain.',
    );
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return providerFailure(
      'unreachable',
      `No computer by the name of ${address} was found (${code}). Check the base URL and the network.`,
    );
  if (code === 'ECONNREFUSED')
    return providerFailure(
      'unreachable',
      `Nothing listens at ${address} (ECONNREFUSED). Start the model server or correct the base URL.`,
    );
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|WRONG_VERSION/.test(code))
    return providerFailure(
      'certificate',
      `No secure connection to ${address} (${code}). Check https:// against http:// in the base URL, and the server's certificate.`,
    );
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return providerFailure(
      'cut-off',
      `${address} closed the connection (${code}). It is tried again with the next message; if it stays, restart the model server.`,
    );
  const text = scrubbed(error instanceof Error ? error.message : String(error), key);
  return providerFailure(
    'unreachable',
    `${address} cannot be reached (${code === '' ? text : code}). Check the base URL and the network.`,
  );
}

export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string') return code;
  const errors: unknown = Reflect.get(error, 'errors'); // happy eyeballs: one error per address
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : '';
}
