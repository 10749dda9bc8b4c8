import { workerData } from 'node:worker_threads';
import { type OpenedDatabase, serveDatabase } from '#main/platform/database-worker.ts';
import type { OpenConnection } from '#main/platform/sqlite.ts';
import { assertNever } from '#shared/errors.ts';
import { openStoreDatabase } from './store-database.ts';
import { type StoreRequest, storeRequestSchema, storeWorkerDataSchema } from './store-protocol.ts';

/** Thread of the ledger, the history and the paid events that wait. */
const options = storeWorkerDataSchema.parse(workerData);

serveDatabase({ file: options.file, stampMs: options.stampMs, requests: storeRequestSchema, open, newer: 'set-aside' });

function open(openConnection: OpenConnection): OpenedDatabase<StoreRequest> {
  const database = openStoreDatabase(openConnection, options);
  return {
    answer(request) {
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
        case 'close':
          return [];
        default:
          return assertNever(request);
      }
    },
    close: () => database.close(),
  };
}
