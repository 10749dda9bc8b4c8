/** What failed, in a form a program can choose on. One word per cause; the message carries the rest. */
export type ErrorCode =
  | 'invalid-input'
  | 'not-found'
  | 'unavailable'
  | 'unauthorized'
  | 'forbidden'
  | 'rate-limited'
  | 'too-large'
  | 'timeout'
  | 'cancelled'
  | 'conflict'
  | 'protocol'
  | 'network'
  | 'storage'
  | 'voice'
  | 'provider'
  | 'internal';

/** A failure whose message says what failed, with which value, and what to do next. */
export class StudioError extends Error {
  override readonly name = 'StudioError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The message of anything that was thrown. */
export function messageFromUnknown(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Closes a discriminated union: a new variant that nobody handles is a type error, and throws if it gets here. */
export function assertNever(value: never): never {
  throw new StudioError('internal', `unhandled variant: ${JSON.stringify(value)}`);
}
