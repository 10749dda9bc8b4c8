import type { IncomingMessage } from 'node:http';
import type { Refusal } from '#main/server/http-reply.ts';
import { messageFromUnknown } from '#shared/errors.ts';

export type BodyResult = { readonly value: unknown } | { readonly refusal: Refusal };

/** The JSON body of `request`, at most `limit` bytes. No body at all is `{}`. */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<BodyResult> {
  const tooLarge: BodyResult = {
    refusal: {
      status: 413,
      code: 'TOO_LARGE',
      message: `the body is larger than ${limit} bytes; send it in parts`,
      headers: { connection: 'close' },
    },
  };
  if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge;
  const bytes = await readBytes(request, limit);
  if (bytes === undefined) return tooLarge;
  if (bytes.length === 0) return { value: {} };
  const type = request.headers['content-type'] ?? '';
  // Only JSON: forms and plain text are what a foreign page may post without asking first.
  if (!/^application\/json\s*(;|$)/iu.test(type))
    return {
      refusal: {
        status: 415,
        code: 'UNSUPPORTED_MEDIA_TYPE',
        message: `the body is ${type || 'of no type'}; send application/json`,
      },
    };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { value: JSON.parse(text) };
  } catch (error) {
    return {
      refusal: { status: 400, code: 'INVALID_INPUT', message: `body: not valid JSON in UTF-8 (${messageFromUnknown(error)})` },
    };
  }
}

/** Undefined when there are more than `limit`; the rest is then left unread. Rejects when the client breaks off. */
export function readBytes(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('the client broke off its request'));
    // Large requests wait for their turn, and a client may leave meanwhile.
    if (request.destroyed) return gone();
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        request.pause();
        request.removeAllListeners('data');
        resolve(undefined);
      } else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', gone);
  });
}
