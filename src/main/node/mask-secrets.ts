/** Fields whose text is never written. Numbers under such names (`maxTokens`, `firstToken`) are no secrets. */
const SECRET_NAME =
  /(api[-_]?key|token|secret|password|passwd|authorization|cookie|sessdata|bili_jct|oauth|credential|private[-_]?key)/i;
const MASK = '***';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // ?token=…, &access_token=…, api_key=…, SESSDATA=…, "apiKey":"…", password: …
  [
    /((?:api[-_]?key|access[-_]?key|[a-z_-]*token|client[-_]?secret|secret|password|sessdata|bili_jct|buvid3|sign)["']?\s*[=:]\s*["']?)[^\s"'&;,}]{4,}/gi,
    `$1${MASK}`,
  ],
  [/\b(authorization["']?\s*[:=]\s*["']?)(?:(bearer|basic)\s+)?[^\s"',;]+/gi, `$1$2 ${MASK}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
  [/\boauth:[a-z0-9]+/gi, `oauth:${MASK}`],
  [/\b(sk|pk|rk|gsk|xai|ghp|glpat)[-_][\w-]{8,}/g, `$1-${MASK}`],
  // JSON Web Tokens
  [/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, MASK],
  // user:password@host
  [/(\/\/[^\s/:@]+:)[^\s/@]+@/g, `$1${MASK}@`],
];

/** `text` with everything that looks like a key, token or password replaced. */
export function maskText(text: string): string {
  return PATTERNS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

const MAX_DEPTH = 6;
const MAX_ITEMS = 100;
const MAX_TEXT = 8000;

/** A copy that JSON can write, with secrets masked, long values cut, and loops, functions and throwing getters named instead of followed. */
export function maskValue(value: unknown, name = '', depth = 0): unknown {
  if (typeof value === 'string') return SECRET_NAME.test(name) && value !== '' ? MASK : maskText(cut(value));
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (SECRET_NAME.test(name)) return MASK;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name} of ${value.byteLength} bytes]`;
  if (value instanceof Error)
    return {
      name: value.name,
      message: maskText(cut(value.message)),
      stack: maskText(cut(value.stack ?? '')),
      cause: maskValue(value.cause, 'cause', depth + 1),
    };
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => maskValue(item, '', depth + 1));
  const masked: Record<string, unknown> = {};
  for (const key of Object.keys(value).slice(0, MAX_ITEMS)) masked[key] = maskValue(readProperty(value, key), key, depth + 1);
  return masked;
}

function readProperty(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return '[unreadable]';
  }
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
}
