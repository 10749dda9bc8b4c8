import type { Clock } from '#main/platform/host.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createGiftStreaks } from '../gift-streaks.ts';
import { createTiktokTranslator, type TiktokNews } from './tiktok-events.ts';

/** News of one TikTok room to events, streaks of gifts counted once. */
export interface TiktokRoom {
  /** Throws for a message that is not what it should be. */
  take(news: TiktokNews): void;
  /** Ends streaks that run; nothing is emitted afterwards. */
  close(): void;
}

/** A streak whose end never came is over after this silence. */
const STREAK_SILENCE_MS = 10_000;

export function createTiktokRoom(options: {
  readonly roomId: string;
  readonly clock: Clock;
  readonly emit: (events: readonly LiveEvent[]) => void;
}): TiktokRoom {
  const { roomId, clock, emit } = options;
  const translator = createTiktokTranslator(roomId);
  const streaks = createGiftStreaks({
    clock,
    silenceMs: STREAK_SILENCE_MS,
    // The group id in the key is the streak's own.
    keysRepeat: false,
    onSilent: (event) => emit([event]),
  });
  return {
    take(news) {
      const reading = translator.read(news, clock.now());
      if (reading === undefined) return;
      const { event, streakKey } = reading;
      const events = event.kind === 'gift' && streakKey !== undefined ? streaks.take(event, streakKey) : [event];
      if (events.length > 0) emit(events);
    },
    close() {
      const ended = streaks.close();
      if (ended.length > 0) emit(ended);
    },
  };
}
