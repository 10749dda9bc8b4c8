import { workerData } from 'node:worker_threads';
import { serveDatabase } from '#main/platform/database-worker.ts';
import { openDatabase } from '#main/platform/sqlite.ts';
import { backUp, restoreBackup } from './backup.ts';
import { createBookDatabase } from './book-database.ts';
import { bookRequestSchema, bookWorkerDataSchema } from './book-protocol.ts';
import { BOOK_MIGRATIONS } from './book-schema.ts';

/** Thread that owns the audience's book. */
const { file, stampMs } = bookWorkerDataSchema.parse(workerData);

serveDatabase({
  file,
  stampMs,
  requests: bookRequestSchema,
  open(open) {
    const connection = openDatabase(open, file, BOOK_MIGRATIONS);
    try {
      backUp(connection, file, stampMs);
      return createBookDatabase(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  },
  restore: () => restoreBackup(file),
  // Points are worth more than a start: an older program leaves the file of a newer one alone.
  newer: 'refuse',
});
