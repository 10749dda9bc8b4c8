import type { ServerResponse } from 'node:http';

/** Codes of refusals made before a procedure is reached; the rest come from the contract. */
export type RefusalCode =
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'INVALID_INPUT'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'RATE_LIMITED'
  | 'CONFLICT'
  | 'UNAVAILABLE';

export interface Refusal {
  readonly status: number;
  readonly code: RefusalCode;
  /** What is wrong and what to do. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** On every answer. No CORS header anywhere: other origins may not read anything. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

export function setCommonHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
}

/** The body of a refusal has the shape of a procedure's error. */
export const refusalBody = ({ code, status, message }: Refusal): string =>
  JSON.stringify({ defined: false, code, status, message });

export function refuse(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(refusal.status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...refusal.headers });
  response.end(refusalBody(refusal));
}
