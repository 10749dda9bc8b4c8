import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createBook } from '../book/book.ts';
import { createBookClient } from '../book/book-client.ts';
import { randomSeed } from './fair-draw.ts';
import { createGames } from './games.ts';

/** Body of a process that draws, stakes and gives to a goal without end, and writes on stdout what was confirmed; to be killed at any moment. */
export async function playForever(workerFile: string, file: string, run: number): Promise<void> {
  const clock = createNodeClock();
  const client = createBookClient({ workerFile, file, clock, logger: silentLogger, report: () => undefined });
  const games = createGames({
    book: createBook(client, clock),
    clock,
    logger: silentLogger,
    newSeed: randomSeed,
    announce: () => undefined,
    language: () => 'en',
    pointsName: () => '',
  });
  await games.ready;
  for (let step = 1; ; step += 1) {
    const asker = (what: string, viewer: number) => ({
      viewerKey: `custom:${viewer}`,
      name: `v${viewer}`,
      eventId: `${what}:${run}:${step}`,
      language: 'en' as const,
    });
    const outcomes = await Promise.all([
      games.chat.lottery(asker('draw', step % 5), '3'),
      games.chat.predict(asker('stake', step % 3), `${1 + ((step % 3) % 2)} 2`),
      games.chat.contribute(asker('give', step % 4), '1'),
    ]);
    if (outcomes.some(({ result }) => result !== 'done')) throw new Error(JSON.stringify(outcomes));
    process.stdout.write(`${run}:${step}\n`);
  }
}
