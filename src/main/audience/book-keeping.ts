import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { BookClient } from './book/book-client.ts';
import { closedReplySchema } from './book/book-protocol.ts';

/** Lines of the journal can be read, and given back, for so long. */
export const OPEN_MS = 180 * 86_400_000;
/** A start has other things to do. */
const FIRST_AFTER_MS = 5 * 60_000;
const EVERY_MS = 86_400_000;
/** A batch takes the book's thread some hundred ms; others get their turn between two. */
const BATCH = 2000;
const PAUSE_MS = 500;

/** Closes old deeds once a day, so that the book does not grow for ever. Returns what ends it. */
export function keepBookSmall(client: Pick<BookClient, 'ask'>, clock: Clock, logger: Logger): () => void {
  let cancel = clock.after(FIRST_AFTER_MS, turn);
  let ended = false;
  function turn(): void {
    const beforeMs = Math.max(0, Math.round(clock.now() - OPEN_MS));
    client.ask({ type: 'close-deeds', beforeMs, limit: BATCH }, closedReplySchema).then(
      ([reply]) => again((reply?.closed ?? 0) >= BATCH ? PAUSE_MS : EVERY_MS),
      (cause: unknown) => {
        logger.warn('old points could not be closed', { cause: messageFromUnknown(cause) });
        again(EVERY_MS);
      },
    );
  }
  function again(afterMs: number): void {
    if (!ended) cancel = clock.after(afterMs, turn);
  }
  return () => {
    ended = true;
    cancel();
  };
}
