import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Refusal, refuse } from '#main/server/http-reply.ts';
import { readBytes } from '#main/server/request-body.ts';
import type { UploadIntake } from '#main/server/uploads.types.ts';
import { UPLOAD_PIECE_BYTES } from '#shared/contract/models.ts';
import { type ErrorCode, messageFromUnknown, StudioError } from '#shared/errors.ts';

const PREFIX = '/uploads/';

/**
 * `PUT /uploads/<id>/<index>?offset=<bytes>`: one piece of one file of an upload that the contract began. The id, which only the studio was told,
 * is the right to send; it ends with the upload.
 */
export interface Uploads {
  owns(pathname: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

export function createUploads(intake: UploadIntake): Uploads {
  return {
    owns: (pathname) => pathname.startsWith(PREFIX),
    async handle(request, response, url) {
      if (request.method !== 'PUT') return refuse(response, onlyPut);
      const [, id, index] = /^\/uploads\/([0-9a-f]{32})\/(\d{1,5})$/u.exec(url.pathname) ?? [];
      const offset = /^\d{1,12}$/u.exec(url.searchParams.get('offset') ?? '')?.[0];
      if (id === undefined || index === undefined || offset === undefined) return refuse(response, notAPiece);
      if (Number(request.headers['content-length'] ?? 0) > UPLOAD_PIECE_BYTES) return refuse(response, pieceTooLarge);
      const bytes = await readBytes(request, UPLOAD_PIECE_BYTES);
      if (bytes === undefined) return refuse(response, pieceTooLarge);
      try {
        await intake.write(id, Number(index), Number(offset), bytes);
      } catch (error) {
        return refuse(response, refusalFromError(error));
      }
      response.writeHead(204, { 'cache-control': 'no-store' }).end();
    },
  };
}

const onlyPut: Refusal = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: 'pieces of a file are sent with PUT',
  headers: { allow: 'PUT', connection: 'close' },
};
const notAPiece: Refusal = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'pieces go to /uploads/<id>/<index>?offset=<bytes> of an upload that the studio began',
  headers: { connection: 'close' },
};
const pieceTooLarge: Refusal = {
  status: 413,
  code: 'TOO_LARGE',
  message: `a piece has at most ${UPLOAD_PIECE_BYTES} bytes; send more of them`,
  headers: { connection: 'close' },
};

const statusOf: Partial<Record<ErrorCode, Pick<Refusal, 'status' | 'code'>>> = {
  'not-found': { status: 404, code: 'NOT_FOUND' },
  conflict: { status: 409, code: 'CONFLICT' },
  'too-large': { status: 413, code: 'TOO_LARGE' },
  storage: { status: 507, code: 'UNAVAILABLE' },
};

function refusalFromError(error: unknown): Refusal {
  const known = error instanceof StudioError ? statusOf[error.code] : undefined;
  return { ...(known ?? { status: 500, code: 'UNAVAILABLE' }), message: messageFromUnknown(error) };
}
