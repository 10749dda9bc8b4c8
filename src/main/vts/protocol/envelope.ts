import { randomUUID } from 'node:crypto';
import { VtsError } from './error-ids.ts';

export const API_NAME = 'VTubeStudioPublicAPI';
export const API_VERSION = '1.0';
/** Plugins print it or compare it. It says which revision of the API is spoken; our own name is in the window title. */
export const SPOKEN_VERSION = '1.32.0';

export interface VtsRequest {
  readonly requestId: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
export type ReadEnvelope =
  | { readonly ok: true; readonly request: VtsRequest }
  | { readonly ok: false; readonly requestId: string; readonly type: string; readonly error: VtsError };

/** Reads one message in the order of the specification: JSON, API name, version, request id, type. Never throws. */
export function readEnvelope(text: string): ReadEnvelope {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return refusal(undefined, '', new VtsError('JSONInvalid', 'The message is not JSON.'));
  }
  if (!isObject(message)) return refusal(undefined, '', new VtsError('JSONInvalid', 'The message must be one JSON object.'));
  const { apiName, apiVersion, requestID, messageType, data } = message;
  const requestId = readRequestId(requestID);
  const type = typeof messageType === 'string' ? messageType : '';
  const refuse = (error: VtsError): ReadEnvelope => refusal(requestId, type, error);
  if (apiName !== API_NAME) return refuse(new VtsError('APINameInvalid', `apiName must be "${API_NAME}".`));
  if (apiVersion !== API_VERSION) return refuse(new VtsError('APIVersionInvalid', `apiVersion must be "${API_VERSION}".`));
  if (requestId === undefined)
    return refuse(new VtsError('RequestIDInvalid', 'requestID must be ASCII text of 1 to 64 characters, or absent.'));
  if (type === '')
    return refuse(new VtsError('RequestTypeMissingOrEmpty', 'messageType must name a request, such as "APIStateRequest".'));
  return { ok: true, request: { requestId, type, data: isObject(data) ? data : {} } };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: any ASCII is allowed
const REQUEST_ID = /^[\x00-\x7f]{1,64}$/;

function readRequestId(value: unknown): string | undefined {
  if (value === undefined || value === null) return randomUUID();
  return typeof value === 'string' && REQUEST_ID.test(value) ? value : undefined;
}

/** An id that cannot be echoed is replaced, so that the answer itself stays valid. */
function refusal(requestId: string | undefined, type: string, error: VtsError): ReadEnvelope {
  return { ok: false, requestId: requestId ?? randomUUID(), type, error };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One answer, error or event as it goes over the wire. `atMs`: ms since the epoch. */
export function writeEnvelope(messageType: string, requestID: string, data: object, atMs: number): string {
  return JSON.stringify({
    apiName: API_NAME,
    apiVersion: API_VERSION,
    timestamp: Math.round(atMs),
    messageType,
    requestID,
    data,
  });
}

/** `XxxResponse` for `XxxRequest`. */
export const responseType = (requestType: string): string => requestType.replace(/Request$/, 'Response');
