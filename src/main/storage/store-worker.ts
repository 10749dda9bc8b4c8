import { parentPort, workerData } from 'node:worker_threads';
import { codeFromError } from '#main/platform/disk-problem.ts';
import { assertNever, messageFromUnknown } from '#shared/errors.ts';
import { isHopeless, type OpenConnection, openStoreDatabase, type StoreDatabase, setAsideDatabase } from './store-database.ts';
import { type StoreReply, type StoreRequest, storeRequestSchema, storeWorkerDataSchema } from './store-protocol.ts';

/**
 * Thread that owns the database, so that no disk ever makes the show stutter. The database is opened at the first request and again after
 * it could not be (folder not writable, disk full); a damaged one is moved aside once per request and begun anew.
 */
const port = parentPort;
const options = storeWorkerDataSchema.parse(workerData);
const startedAt = performance.now();
let database: StoreDatabase | undefined;
let openConnection: OpenConnection | undefined;
let queue: Promise<void> = Promise.resolve();

port?.on('message', (message: unknown) => {
  queue = queue.then(() => answer(storeRequestSchema.parse(message)));
});

async function answer(request: StoreRequest): Promise<void> {
  try {
    openConnection ??= await loadLibsql();
  } catch (error) {
    reply({ type: 'error', id: request.id, code: codeFromError(error), message: messageFromUnknown(error), permanent: true });
    return;
  }
  try {
    reply({ type: 'done', id: request.id, rows: [...withHealing(openConnection, request)] });
  } catch (error) {
    reply({ type: 'error', id: request.id, code: errorCode(error), message: messageFromUnknown(error), permanent: false });
  }
  if (request.type === 'close') port?.close();
}

/** Imported late, so that a missing native binary is an answer and not the end of the thread. */
async function loadLibsql(): Promise<OpenConnection> {
  const { default: Libsql } = await import('libsql');
  return (file) => new Libsql(file);
}

function withHealing(open: OpenConnection, request: StoreRequest): readonly string[] {
  try {
    return execute(open, request);
  } catch (error) {
    if (!isHopeless(error)) throw error;
    closeDatabase();
    const file = setAsideDatabase(options.file, options.stampMs + performance.now() - startedAt);
    reply({ type: 'set-aside', file, why: messageFromUnknown(error) });
    return execute(open, request);
  }
}

function execute(open: OpenConnection, request: StoreRequest): readonly string[] {
  if (request.type === 'close') {
    closeDatabase();
    return [];
  }
  database ??= openStoreDatabase(open, options);
  switch (request.type) {
    case 'write':
      database.write(request);
      return [];
    case 'ledger-page':
      return database.ledgerPage(request.limit, request.beforeSeq ?? Number.MAX_SAFE_INTEGER);
    case 'last-seq':
      return [database.lastSeq()];
    case 'pending':
      return database.pending();
    case 'history':
      return database.recentHistory(request.count);
    default:
      return assertNever(request);
  }
}

function closeDatabase(): void {
  const closing = database;
  database = undefined;
  try {
    closing?.close();
  } catch {
    // It is given up either way; what was committed is in the file or its journal.
  }
}

/** libsql tells a failure to open without a code, with SQLite's number at the end: "… /x.db: 14". */
function errorCode(error: unknown): string {
  const code = codeFromError(error);
  if (code !== '') return code;
  return /Unable to open connection/.test(messageFromUnknown(error)) ? 'SQLITE_CANTOPEN' : '';
}

function reply(message: StoreReply): void {
  port?.postMessage(message);
}
