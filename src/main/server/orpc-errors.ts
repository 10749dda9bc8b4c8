import { mapEventIterator, ORPCError } from '@orpc/client';
import { ValidationError } from '@orpc/contract';
import type { Logger } from '#main/platform/logger.ts';
import { describeIssues } from '#main/server/issues.ts';
import { type ErrorCode, messageFromUnknown, StudioError } from '#shared/errors.ts';

/** Codes that the contract declares for every procedure, with their HTTP status. */
const declared = { INVALID_INPUT: 400, NOT_FOUND: 404, UNAVAILABLE: 503, FORBIDDEN: 403, CONFLICT: 409, FAILED: 500 } as const;
export type DeclaredCode = keyof typeof declared;

const declaredFromStudio: Readonly<Record<ErrorCode, DeclaredCode>> = {
  'invalid-input': 'INVALID_INPUT',
  'too-large': 'INVALID_INPUT',
  'not-found': 'NOT_FOUND',
  unavailable: 'UNAVAILABLE',
  'rate-limited': 'UNAVAILABLE',
  timeout: 'UNAVAILABLE',
  network: 'UNAVAILABLE',
  provider: 'UNAVAILABLE',
  voice: 'UNAVAILABLE',
  unauthorized: 'FORBIDDEN',
  forbidden: 'FORBIDDEN',
  conflict: 'CONFLICT',
  cancelled: 'CONFLICT',
  protocol: 'FAILED',
  storage: 'FAILED',
  internal: 'FAILED',
};

/**
 * What a client gets for anything a handler threw: a StudioError's message under a declared code, bad input with the field's name,
 * and for everything unforeseen a plain FAILED. Causes and stacks stay here.
 */
export function orpcErrorFromUnknown(error: unknown): ORPCError<string, unknown> {
  if (error instanceof StudioError) return declaredError(declaredFromStudio[error.code], error.message);
  if (!(error instanceof ORPCError)) return declaredError('FAILED', 'the studio failed on this request; its log file says why');
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError)
    return declaredError('INVALID_INPUT', describeIssues(error.cause.issues, error.cause.data));
  if (error.code === 'BAD_REQUEST') return declaredError('INVALID_INPUT', error.message);
  if (error.code === 'INTERNAL_SERVER_ERROR')
    return declaredError('FAILED', 'the studio failed on this request; its log file says why');
  return error;
}

const declaredError = (code: DeclaredCode, message: string): ORPCError<string, unknown> =>
  new ORPCError<string, unknown>(code, { status: declared[code], message });

/** What a handler's interceptor sees of a call. */
interface Call {
  readonly path: readonly string[];
  readonly signal?: AbortSignal | undefined;
  next(): Promise<unknown>;
}

/** `clientInterceptors` entry for every transport: translates what calls and watches throw, and logs what nobody foresaw, once. */
export function createErrorInterceptor(logger: Logger): (call: Call) => Promise<unknown> {
  return async (call) => {
    const translate = (error: unknown): ORPCError<string, unknown> => {
      const translated = orpcErrorFromUnknown(error);
      if (translated.code === 'FAILED' && call.signal?.aborted !== true)
        logger.error('a request failed', { procedure: call.path.join('.'), error: detailFromUnknown(error) });
      return translated;
    };
    try {
      const output = await call.next();
      if (!isAsyncIterator(output)) return output;
      return mapEventIterator(output, { value: async (value) => value, error: async (error) => translate(error) });
    } catch (error) {
      throw translate(error);
    }
  };
}

function detailFromUnknown(error: unknown): string {
  if (!(error instanceof Error)) return messageFromUnknown(error);
  const cause = error.cause === undefined ? '' : `; cause: ${causeFromUnknown(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

function causeFromUnknown(cause: unknown): string {
  return cause instanceof ValidationError ? describeIssues(cause.issues, cause.data) : messageFromUnknown(cause);
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown, unknown, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.asyncIterator in value &&
    'next' in value &&
    typeof value.next === 'function'
  );
}
