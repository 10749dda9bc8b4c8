import type { LiveEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import type { BridgeSettings } from '#shared/settings/settings.ts';
import type { ConnectorContext } from '../connector.ts';
import { createErrorCounters } from '../error-counters.ts';
import { createGiftStreaks } from '../gift-streaks.ts';
import { createFeedReader, type FeedReading } from './feed-reader.ts';

/** What becomes of a bridge's texts, whichever way they come: read, freed of doubles, streaks counted once, handed on. */
export interface BridgeIntake {
  take(text: string): FeedReading;
  readonly errors: Readonly<Record<string, number>>;
  addError(code: string): void;
  /** Ends streaks that run; nothing is emitted afterwards. */
  close(): void;
}

const REMEMBERED_IDS = 4096;
const STREAK_SILENCE_MS = 10_000;

export function createBridgeIntake(bridge: BridgeSettings, context: ConnectorContext): BridgeIntake {
  const { clock } = context;
  const errors = createErrorCounters();
  const seen = createRecentIds(REMEMBERED_IDS);
  const reader = createFeedReader({ ...bridge, onUnknown: errors.add });
  const streaks = createGiftStreaks({
    clock,
    silenceMs: STREAK_SILENCE_MS,
    keysRepeat: true,
    onSilent: (event) => context.emit([event]),
  });
  let hadHistory = false;
  let isOver = false;

  const isNew = ({ id }: LiveEvent): boolean => {
    if (seen.add(id)) return true;
    errors.add('duplicate');
    return false;
  };
  /** Of dycast's running streaks each message tells the total so far. */
  const counted = (event: LiveEvent, dialect: FeedReading['dialect']): readonly LiveEvent[] =>
    event.kind === 'gift' && dialect === 'dycast' && event.gift.comboId !== null
      ? streaks.take(event, event.gift.comboId)
      : [event];

  return {
    errors: errors.counts,
    addError: errors.add,
    take(text) {
      if (isOver) return { events: [] };
      const reading = reader.read(text, clock.now());
      if (reading.fault !== undefined) errors.add(reading.fault.code);
      // What had been said before we came is not answered; what was said while the connection was lost is.
      if (reading.isHistory === true && !hadHistory) {
        hadHistory = true;
        for (const { id } of reading.events) seen.add(id);
        return { ...reading, events: [] };
      }
      const events = reading.events.filter(isNew).flatMap((event) => counted(event, reading.dialect));
      if (events.length > 0) context.emit(events);
      return { ...reading, events };
    },
    close() {
      if (isOver) return;
      isOver = true;
      const ended = streaks.close();
      if (ended.length > 0) context.emit(ended);
    },
  };
}
