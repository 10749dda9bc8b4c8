import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { AudienceBook } from '#main/audience/audience.types.ts';
import { createBook } from '#main/audience/book/book.ts';
import { createBookClient } from '#main/audience/book/book-client.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { builtEntry, temporaryFolder } from './built-entry.ts';

export interface RealBook {
  readonly book: AudienceBook;
  readonly file: string;
  /** Points for viewers to begin with. */
  give(points: Readonly<Record<string, number>>): Promise<void>;
  /** The sum of all accounts. */
  total(): Promise<number>;
  close(): Promise<void>;
}

/** The audience's book with its thread and database, for tests of what is built on it. Call at the top of a test file. */
export function realBooks(): (file?: string) => Promise<RealBook> {
  const workerFile = builtEntry('src/main/audience/book/audience-worker.ts');
  const open: RealBook[] = [];
  afterAll(async () => {
    for (const one of open) await one.close();
  });
  let gifts = 0;
  return async (file) => {
    const path = file ?? join(await temporaryFolder(), 'audience.db');
    const clock = createNodeClock();
    const client = createBookClient({ workerFile: workerFile(), file: path, clock, logger: silentLogger, report() {} });
    const book = createBook(client, clock);
    const real: RealBook = {
      book,
      file: path,
      async give(points) {
        gifts += 1;
        const credits = Object.entries(points).map(([viewerKey, amount]) => ({
          viewerKey,
          points: amount,
          eventId: `given:${gifts}:${viewerKey}`,
          reason: 'given',
        }));
        await book.credit(credits);
      },
      total: async () => (await book.ranking(1000)).reduce((sum, { points }) => sum + points, 0),
      close: () => client.close(),
    };
    open.push(real);
    return real;
  };
}
