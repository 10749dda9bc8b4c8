import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { codeFromError } from '#main/platform/disk-problem.ts';
import { isHopeless, NewerDatabaseError, type OpenConnection, setAsideDatabase } from '#main/platform/sqlite.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { DatabaseReply } from './database-thread.ts';

export interface OpenedDatabase<Request> {
  /** Rows as JSON texts. Throws SQLite's errors. */
  answer(request: Request): readonly string[];
  close(): void;
}

export interface DatabaseWorkerOptions<Request> {
  readonly file: string;
  /** The studio's clock when the thread was made. */
  readonly stampMs: number;
  /** Every request; one of type 'close' ends the thread. */
  readonly requests: z.ZodType<Request>;
  readonly open: (open: OpenConnection) => OpenedDatabase<Request>;
  /** Puts the last backup in place of a file that was set aside; returns when it was made. Without one a new database is begun. */
  readonly restore?: () => number | undefined;
  /** What is done about a database of a newer program. */
  readonly newer: 'set-aside' | 'refuse';
}

/**
 * Body of a thread that owns a database. It is opened at the first request and again after it could not be (folder not writable, disk full); a damaged one
 * is moved aside once per request.
 */
export function serveDatabase<Request extends { readonly type: string; readonly id: number }>(
  options: DatabaseWorkerOptions<Request>,
): void {
  const port = parentPort;
  const startedAt = performance.now();
  let database: OpenedDatabase<Request> | undefined;
  let openConnection: OpenConnection | undefined;
  let queue: Promise<void> = Promise.resolve();

  port?.on('message', (message: unknown) => {
    queue = queue.then(() => receive(message));
  });

  /** A request that cannot be read is answered and not the end of the thread, which would be asked the same again. */
  async function receive(message: unknown): Promise<void> {
    const request = options.requests.safeParse(message);
    if (request.success) return answer(request.data);
    const { id } = requestHead.parse(message);
    reply({ type: 'error', id, code: 'INVALID_REQUEST', message: z.prettifyError(request.error), permanent: false });
  }

  async function answer(request: Request): Promise<void> {
    const { id } = request;
    try {
      openConnection ??= await loadLibsql();
    } catch (error) {
      reply({ type: 'error', id, code: codeFromError(error), message: messageFromUnknown(error), permanent: true });
      return;
    }
    try {
      reply({ type: 'done', id, rows: [...withHealing(openConnection, request)] });
    } catch (error) {
      const permanent = error instanceof NewerDatabaseError;
      reply({ type: 'error', id, code: errorCode(error), message: messageFromUnknown(error), permanent });
    }
    if (request.type === 'close') port?.close();
  }

  function withHealing(open: OpenConnection, request: Request): readonly string[] {
    try {
      return execute(open, request);
    } catch (error) {
      if (!isHopeless(error) || (error instanceof NewerDatabaseError && options.newer === 'refuse')) throw error;
      close();
      const file = setAsideDatabase(options.file, options.stampMs + performance.now() - startedAt);
      const restoredFromMs = options.restore?.();
      reply({
        type: 'set-aside',
        file,
        why: messageFromUnknown(error),
        ...(restoredFromMs === undefined ? {} : { restoredFromMs }),
      });
      return execute(open, request);
    }
  }

  function execute(open: OpenConnection, request: Request): readonly string[] {
    if (request.type === 'close') {
      close();
      return [];
    }
    database ??= options.open(open);
    return database.answer(request);
  }

  function close(): void {
    const closing = database;
    database = undefined;
    try {
      closing?.close();
    } catch {
      // It is given up either way; what was committed is in the file or its journal.
    }
  }

  function reply(message: DatabaseReply): void {
    port?.postMessage(message);
  }
}

const requestHead = z.object({ id: z.number().int() });

/** Imported late, so that a missing native binary is an answer and not the end of the thread. */
async function loadLibsql(): Promise<OpenConnection> {
  const { default: Libsql } = await import('libsql');
  return (file) => new Libsql(file);
}

/** libsql tells a failure to open without a code, with SQLite's number at the end: "… /x.db: 14". */
function errorCode(error: unknown): string {
  const code = codeFromError(error);
  if (code !== '') return code;
  return /Unable to open connection/.test(messageFromUnknown(error)) ? 'SQLITE_CANTOPEN' : '';
}
