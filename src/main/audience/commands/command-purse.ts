import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { AudienceBook } from '../audience.types.ts';

/**
 * What commands cost. A price is taken together with a note that it is pending; done removes the note, failed gives the price back with it.
 *   begin → paid → confirm | giveBack          (the program ends before either) → settleLeftovers at the next start → given back
 */
export interface CommandPurse {
  begin(price: {
    readonly eventId: string;
    readonly viewerKey: string;
    readonly points: number;
    readonly commandId: string;
  }): Promise<{ readonly paid: boolean; readonly repeated: boolean; readonly balance: number }>;
  confirm(eventId: string): Promise<void>;
  giveBack(eventId: string): Promise<void>;
  /** Before any `begin`: gives back all that an earlier run left pending. */
  settleLeftovers(): Promise<number>;
}

const COST = 'command-cost';
const PENDING = 'command-pending';

export function createCommandPurse(book: AudienceBook, logger: Logger): CommandPurse {
  const giveBack = async (eventId: string): Promise<void> => {
    const outcome = await book.refund({
      eventId,
      reason: COST,
      documents: [{ collection: PENDING, key: keyOf(eventId), value: undefined }],
    });
    if (outcome !== 'refunded' && outcome !== 'repeated')
      logger.warn('the price of a command could not be given back', { eventId, outcome });
  };
  return {
    async begin({ eventId, viewerKey, points, commandId }) {
      const outcome = await book.transact({
        eventId,
        reason: COST,
        points: [{ viewerKey, points: -points }],
        documents: [{ collection: PENDING, key: keyOf(eventId), value: { eventId, commandId } }],
        note: commandId,
      });
      if (outcome.ok) return { paid: true, repeated: outcome.repeated, balance: outcome.balances[viewerKey] ?? 0 };
      return { paid: false, repeated: false, balance: outcome.why === 'too-poor' ? outcome.balance : 0 };
    },
    async confirm(eventId) {
      await book.transact({
        eventId,
        reason: 'command-done',
        documents: [{ collection: PENDING, key: keyOf(eventId), value: undefined }],
      });
    },
    giveBack,
    async settleLeftovers() {
      let settled = 0;
      for (;;) {
        const pending = await book.documents(PENDING);
        if (pending.length === 0) return settled;
        for (const { value } of pending) {
          const eventId = eventIdOf(value);
          if (eventId === undefined) continue;
          await giveBack(eventId).catch((cause: unknown) =>
            logger.error('a pending price stays pending', { eventId, cause: messageFromUnknown(cause) }),
          );
          settled += 1;
        }
        // One page at a time; what cannot be given back now is tried at the next start.
        if (pending.length < 1000) return settled;
      }
    },
  };
}

/** Keys are at most 200 characters; ids differ at their end. */
const keyOf = (eventId: string): string => eventId.slice(-200);

function eventIdOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('eventId' in value)) return undefined;
  return typeof value.eventId === 'string' ? value.eventId : undefined;
}
