import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createBook } from './book.ts';
import { createBookClient } from './book-client.ts';

/**
 * Body of a process that gives points and draws prizes without end, and writes on stdout which deeds were confirmed; to be killed at any moment. Every draw
 * takes 3 points, counts a stock down and keeps what it drew: all of it or nothing.
 */
export async function drawForever(workerFile: string, file: string, round: number): Promise<void> {
  const clock = createNodeClock();
  const client = createBookClient({ workerFile, file, clock, logger: silentLogger, report: () => undefined });
  const book = createBook(client, clock);
  let version = (await book.document('lottery', 'stock'))?.version ?? 0;
  for (let step = 1; ; step += 1) {
    const id = `${round}:${step}`;
    const viewerKey = `custom:${step % 5}`;
    const [outcome] = await Promise.all([
      book.transact({
        eventId: id,
        reason: 'draw',
        points: [
          { viewerKey, points: 10 },
          { viewerKey, points: -3 },
        ],
        documents: [{ collection: 'lottery', key: 'stock', expect: version, value: { drawn: version + 1 } }],
        memo: { id },
      }),
      book.credit([{ viewerKey, points: 2, eventId: id, reason: 'gift' }]),
    ]);
    if (outcome.ok) version += 1;
    process.stdout.write(`${id}\n`);
  }
}
